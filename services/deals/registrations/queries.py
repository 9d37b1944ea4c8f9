"""Reading registrations: every statement carries the caller's scope, every list is paged by key."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from chassis import keyset
from services.deals import errors
from services.deals.claims.queries import in_conflict
from services.deals.histories.queries import history
from services.deals.lifecycle.model import PROTECTED, UNDECIDED, Status, actions
from services.deals.pending.queries import last_pressed
from services.deals.registrations.model import Registration
from services.deals.registrations.tables import NUMBER_SEQUENCE, deal_registrations
from services.deals.standing.model import Actor, Side
from services.deals.standing.queries import certifications, hierarchy, names, partner_name

_c = deal_registrations.c
_NEXT_NUMBER: Final = select(func.nextval(NUMBER_SEQUENCE))
# A protection that was given back, taken away or closed ended before the day it was granted for: that day misleads.
_DATED: Final = PROTECTED | {Status.EXPIRED}
_SOON: Final = timedelta(days=14)
_DECIDABLE: Final = UNDECIDED - {Status.INFO_REQUESTED}
_VIEWS: Final[Mapping[str, frozenset[Status]]] = {
    "in_review": _DECIDABLE,
    "protected": PROTECTED,
    "won": frozenset({Status.CLOSED_WON}),
    "lost": frozenset({Status.CLOSED_LOST}),
}


def visible(actor: Actor) -> ColumnElement[bool]:
    """What the caller may see at all; anything else does not exist for them."""
    if actor.scope == "all":
        return true()
    if actor.partner_id is None:
        return false()
    if actor.scope == "own":
        return and_(_c.partner_id == actor.partner_id, _c.submitted_by == actor.person_id)
    if actor.scope == "company":
        return _c.partner_id == actor.partner_id
    if actor.scope == "hierarchy":
        return _c.partner_id.in_(hierarchy(actor.partner_id))
    return false()


def registration_for_change(session: Session, actor: Actor, deal_registration_id: UUID) -> Registration:
    """The aggregate, locked until the transaction ends."""
    statement = select(Registration).where(_c.deal_registration_id == deal_registration_id, visible(actor))
    found = session.scalars(statement.with_for_update(key_share=True)).one_or_none()
    if found is None:
        raise errors.RegistrationNotFound
    return found


def next_number(session: Session) -> str:
    return f"D-{session.scalar(_NEXT_NUMBER)}"


def registration_row(session: Session, actor: Actor, deal_registration_id: UUID) -> Any:
    """One row, or the answer that an absent one gets."""
    statement = _rows(actor).where(_c.deal_registration_id == deal_registration_id)
    row = session.execute(statement).one_or_none()
    if row is None:
        raise errors.RegistrationNotFound
    return row


def registration_rows(session: Session, actor: Actor, ids: list[UUID]) -> dict[UUID, Any]:
    if not ids:
        return {}
    statement = _rows(actor).where(_c.deal_registration_id.in_(ids))
    return {row.deal_registration_id: row for row in session.execute(statement)}


def list_registrations(
    session: Session,
    actor: Actor,
    *,
    sort: str,
    limit: int,
    cursor: str | None = None,
    **filters: Any,
) -> dict[str, Any]:
    """One page; a sort by a date that may be missing lists only rows that have it."""
    column = _c[sort.removeprefix("-")]
    direction = "desc" if sort.startswith("-") else "asc"
    statement = _rows(actor).where(*_conditions(actor, filters))
    if column.nullable:
        statement = statement.where(column.is_not(None))
    order = [(column, direction), (_c.deal_registration_id, direction)]
    rows, next_cursor = keyset.page(session, statement, order, limit, cursor)
    return {"items": shown_rows(session, actor, rows), "next_cursor": next_cursor}


def count_registrations(
    session: Session, actor: Actor, now: datetime, *, partner_id: UUID | None = None
) -> dict[str, Any]:
    """Counts by status, and of what needs somebody: one pass over what the caller may see."""
    soon = and_(_c.status.in_(PROTECTED), _c.protected_until <= now + _SOON)
    statement = (
        select(
            _c.status,
            func.count().label("rows"),
            func.count().filter(soon).label("soon"),
            func.count().filter(_c.decide_by < now).label("overdue"),
            func.count().filter(_needs(actor)).label("needs_me"),
        )
        .where(visible(actor), true() if partner_id is None else _c.partner_id == partner_id)
        .group_by(_c.status)
    )
    rows = session.execute(statement).all()
    return {
        "by_status": {row.status.value: row.rows for row in rows},
        "needs_me": sum(row.needs_me for row in rows),
        "expiring_soon": sum(row.soon for row in rows),
        "overdue": sum(row.overdue for row in rows),
        "total": sum(row.rows for row in rows),
    }


def registration_history(
    session: Session, actor: Actor, *, deal_registration_id: UUID, limit: int, cursor: str | None = None
) -> dict[str, Any]:
    registration_row(session, actor, deal_registration_id)
    return history(session, actor, deal_registration_id, limit=limit, cursor=cursor)


def queue(
    actor: Actor, statuses: frozenset[Status], *narrowed: ColumnElement[bool]
) -> tuple[Select[Any], list[tuple[ColumnElement[Any], str]]]:
    """Rows in these statuses by promise; those whose clock rests by the moment the answer is due."""
    deadline = _c.answer_until if statuses == {Status.INFO_REQUESTED} else _c.decide_by
    statement = _rows(actor).where(_c.status.in_(statuses), deadline.is_not(None), *narrowed)
    return statement, [(deadline, "asc"), (_c.deal_registration_id, "asc")]


def claimed_by(actor: Actor) -> ColumnElement[bool]:
    return _c.claimed_by == actor.person_id


def overdue(now: datetime) -> ColumnElement[bool]:
    return _c.decide_by < now


def conflicting() -> ColumnElement[bool]:
    return in_conflict(_c.deal_registration_id)


def registrations_due(session: Session, condition: ColumnElement[bool], limit: int) -> list[Registration]:
    """Aggregates for a job, locked; whatever another transaction holds is left for the next run."""
    statement = select(Registration).where(condition).limit(limit)
    return list(session.scalars(statement.with_for_update(skip_locked=True, key_share=True)))


def protection_over(now: datetime) -> ColumnElement[bool]:
    return and_(_c.status.in_(PROTECTED), _c.protected_until <= now)


def answer_overdue(now: datetime) -> ColumnElement[bool]:
    return and_(_c.status == Status.INFO_REQUESTED, _c.answer_until <= now)


def registration_view(session: Session, actor: Actor, *, deal_registration_id: UUID) -> dict[str, Any]:
    view = shown_rows(session, actor, [registration_row(session, actor, deal_registration_id)])[0]
    if actor.side is not Side.PARTNER:
        view["partner_certifications"] = certifications(session, view["partner_id"])
    return view


def shown_rows(session: Session, actor: Actor, rows: list[Any]) -> list[dict[str, Any]]:
    """Rows as this reader may see them, with what one page needs read in one go."""
    known = names(session, (row.partner_id for row in rows))
    views = [shown(row, actor, known.get(row.partner_id), has_conflict=row.has_conflict) for row in rows]
    if actor.side is not Side.PARTNER:
        pressed = last_pressed(session, [row.deal_registration_id for row in rows])
        for view in views:
            last = pressed.get(view["deal_registration_id"])
            view["pending_decision"] = last if last and last.waits else None
            refused = last and last.is_refused(view["decided_at"], view["submitted_at"])
            view["refused_decision"] = last if refused else None
    return views


def registration_after(session: Session, actor: Actor, registration: Registration) -> dict[str, Any]:
    """The aggregate as its changer sees it, after the change."""
    conflicting = None
    if actor.side is not Side.PARTNER:
        conflicting = session.scalar(select(in_conflict(registration.deal_registration_id)))
    name = partner_name(session, registration.partner_id)
    return shown(registration, actor, name, has_conflict=conflicting)


def shown(source: Any, actor: Actor, name: str | None, *, has_conflict: bool | None) -> dict[str, Any]:
    """A row or an aggregate as this reader may see it; both have the same names."""
    view = {column.key: getattr(source, column.key) for column in deal_registrations.c}
    view["partner_name"] = name
    view["actions"] = actions(source.status, actor)
    view["decision"] = _decision(source)
    view["info_request"] = _info_request(source)
    if source.status not in _DATED:
        view["protected_until"] = None
    if actor.side is Side.PARTNER:
        view.pop("claimed_by")
    else:
        view["has_conflict"] = bool(has_conflict)
    return view


def _rows(actor: Actor) -> Select[Any]:
    conflicting = false() if actor.side is Side.PARTNER else in_conflict(_c.deal_registration_id)
    return select(deal_registrations, conflicting.label("has_conflict")).where(visible(actor))


def _conditions(actor: Actor, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    conditions = [_c[name] == filters[name] for name in ("sales_stage", "partner_id") if name in filters]
    if filters.get("status"):
        conditions.append(_c.status.in_([Status(value) for value in filters["status"]]))
    if view := filters.get("view"):
        conditions.append(_needs(actor) if view == "needs_me" else _c.status.in_(_VIEWS[view]))
    if q := filters.get("q"):
        by_name = _c.customer["legal_name"].astext.icontains(q, autoescape=True)
        conditions.append(or_(by_name, _c.number == q.upper()))
    return conditions


def _needs(actor: Actor) -> ColumnElement[bool]:
    """What waits for this side: an answer of the partner, a decision of staff."""
    return _c.status == Status.INFO_REQUESTED if actor.side is Side.PARTNER else _c.status.in_(_DECIDABLE)


def _decision(source: Any) -> dict[str, Any] | None:
    if source.decided_at is None:
        return None
    return {
        "status": source.decision_status,
        "reason_code": source.decision_reason_code,
        "text": source.decision_text,
        "decided_by": source.decided_by,
        "decided_at": source.decided_at,
    }


def _info_request(source: Any) -> dict[str, Any] | None:
    if source.info_asked_at is None:
        return None
    return {
        "fields_": source.info_fields,
        "text": source.info_text,
        "asked_at": source.info_asked_at,
        "answer_until": source.answer_until,
    }
