"""Where claims meet: one statement blocks, joins the live claims and is scored in Python."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, or_, select, union_all
from sqlalchemy.orm import Session

from services.deals.claims.model import Claim, ClaimStanding, Meeting, Scope
from services.deals.claims.tables import claims, conflicts
from services.deals.customers.model import Identity
from services.deals.customers.queries import KEYS, candidate_identities, candidate_parameters, given_keys, identity_of
from services.deals.customers.tables import customer_identities
from services.deals.matching.model import match
from services.deals.rules.model import MatchingRule

_c = claims.c


def claim_of(session: Session, deal_registration_id: UUID) -> Claim | None:
    row = session.execute(select(claims).where(_c.deal_registration_id == deal_registration_id)).one_or_none()
    return None if row is None else _claim(row)


def claims_named(session: Session, ids: Sequence[UUID]) -> list[tuple[Claim, Identity]]:
    """These claims, each with the customer as it was named."""
    named = customer_identities.c
    statement = (
        select(claims, *(named[key].label(f"named_{key}") for key in KEYS))
        .join_from(claims, customer_identities, _c.identity_id == named.identity_id)
        .where(_c.deal_registration_id.in_(ids))
        .order_by(_c.priority_at)
    )
    rows = session.execute(statement).all()
    return [(_claim(row), Identity(**{key: row._mapping[f"named_{key}"] for key in KEYS})) for row in rows]


def meetings(
    session: Session,
    identity: Identity,
    scope: Scope,
    rule: MatchingRule,
    now: datetime,
    *,
    similar_names: bool = True,
    besides: UUID | None = None,
) -> tuple[list[Meeting], UUID | None]:
    """Live claims on what may be this customer, best match first, and the customer this surely is."""
    parameters = {**candidate_parameters(identity), "now": now}
    rows = session.execute(_meetings(given_keys(identity), similar_names=similar_names), parameters)
    scored = [(row, match(identity, identity_of(row), rule)) for row in rows]
    scored.sort(key=lambda pair: pair[1].score, reverse=True)
    same = next((row.customer_id for row, answer in scored if answer.score >= rule.same_at), None)
    met = [
        Meeting(claim=claim, match=answer, in_scope=scope.overlaps(claim.scope))
        for row, answer in scored
        if answer.band and (claim := _joined_claim(row)) and claim.deal_registration_id != besides
    ]
    return met, same


def conflicts_of(session: Session, deal_registration_id: UUID) -> dict[UUID, Row[Any]]:
    """Every stored conflict of one registration by the other one, the latest where there were several."""
    mine, theirs = conflicts.c.deal_registration_id, conflicts.c.other_deal_registration_id
    statement = select(conflicts).where(or_(mine == deal_registration_id, theirs == deal_registration_id))
    rows = session.execute(statement.order_by(conflicts.c.detected_at))
    return {_other(row, deal_registration_id): row for row in rows}


def in_conflict(deal_registration_id: ColumnElement[UUID] | UUID) -> ColumnElement[bool]:
    """True for rows that have an open conflict; for staff's eyes."""
    either = or_(
        conflicts.c.deal_registration_id == deal_registration_id,
        conflicts.c.other_deal_registration_id == deal_registration_id,
    )
    return select(conflicts.c.conflict_id).where(either, conflicts.c.resolution == "open").exists()


def rival_partners(session: Session, deal_registration_ids: list[UUID]) -> dict[UUID, set[UUID]]:
    """The partners that each of these registrations has an open conflict with; for staff's eyes."""
    pair = (conflicts.c.deal_registration_id, conflicts.c.other_deal_registration_id)
    sides = [
        select(own.label("own"), claims.c.partner_id)
        .join_from(conflicts, claims, claims.c.deal_registration_id == rival)
        .where(own.in_(deal_registration_ids), conflicts.c.resolution == "open")
        for own, rival in (pair, reversed(pair))
    ]
    found: dict[UUID, set[UUID]] = {}
    for row in session.execute(union_all(*sides)):
        found.setdefault(row.own, set()).add(row.partner_id)
    return found


def unnoticed(before: datetime, limit: int) -> Any:
    """Claims whose neighbours were not looked at after their transactions had time to commit."""
    statement = select(_c.deal_registration_id).where(
        _c.noticed_at.is_(None), _c.standing != ClaimStanding.ENDED.value, _c.priority_at <= before
    )
    return statement.order_by(_c.priority_at).limit(limit).with_for_update(skip_locked=True, key_share=True)


def _other(row: Row[Any], own: UUID) -> UUID:
    other: UUID = row.deal_registration_id if row.other_deal_registration_id == own else row.other_deal_registration_id
    return other


@cache
def _meetings(given: frozenset[str], *, similar_names: bool) -> Select[Any]:
    """Candidates and, where they have one that is live at :now, their claims."""
    known = candidate_identities(given, similar_names=similar_names).cte("known")
    live = or_(
        _c.standing != ClaimStanding.ENDED.value, _c.reserved_until > bindparam("now", type_=_c.priority_at.type)
    )
    here = and_(_c.identity_id == known.c.identity_id, live)
    return select(known, *_labelled()).join_from(known, claims, here, isouter=True)


def _labelled() -> list[ColumnElement[Any]]:
    return [column.label(f"claim_{column.key}") for column in claims.c]


def _joined_claim(row: Row[Any]) -> Claim | None:
    values = row._mapping
    if values["claim_deal_registration_id"] is None:
        return None
    return _from_values({column.key: values[f"claim_{column.key}"] for column in claims.c})


def _claim(row: Row[Any]) -> Claim:
    return _from_values(dict(row._mapping))


def _from_values(values: dict[str, Any]) -> Claim:
    kept = (
        "deal_registration_id",
        "partner_id",
        "identity_id",
        "customer_id",
        "registration_type",
        "exclusive",
        "priority_at",
    )
    more = ("reserved_until", "approved_by")
    return Claim(
        **{name: values[name] for name in (*kept, *more)},
        scope=Scope(product_line=values["product_line"], country=values["country"]),
        standing=ClaimStanding(values["standing"]),
        protected_until=values["protected"].upper if values["protected"] else None,
    )
