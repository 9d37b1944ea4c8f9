"""The reviewer's side by side, scored afresh, and the count behind the quota."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.deals import errors
from services.deals.claims.model import Claim, Meeting
from services.deals.claims.queries import claim_of, conflicts_of, meetings
from services.deals.conflicts.tables import conflict_checks
from services.deals.customers.queries import identity
from services.deals.registrations.queries import registration_row, registration_rows
from services.deals.rules.queries import matching_rule
from services.deals.standing.model import Actor, Side
from services.deals.standing.queries import names

_SIDE = (
    *(
        "deal_registration_id",
        "number",
        "status",
        "sales_stage",
        "registration_type",
        "partner_id",
        "customer",
        "contact",
    ),
    *("product_line", "amount", "currency", "expected_close_on", "evidence", "protected_until", "decided_by"),
)


def customers_checked(session: Session, actor: Actor, day: date) -> set[str]:
    """Fingerprints of the customers this person asked about that day."""
    c = conflict_checks.c
    return set(session.scalars(select(c.fingerprint).where(c.actor == actor.actor, c.asked_on == day).distinct()))


def side_by_side(session: Session, actor: Actor, now: datetime, *, deal_registration_id: UUID) -> dict[str, Any]:
    """A registration and everything that may be the same customer, best match first."""
    if actor.side is Side.PARTNER:
        raise errors.NotPermitted("get_registration_conflicts")
    row = registration_row(session, actor, deal_registration_id)
    own = claim_of(session, deal_registration_id)
    met: list[Meeting] = []
    rule = matching_rule(session)
    if own is not None:
        known = identity(session, own.identity_id)
        met, _ = meetings(session, known, own.scope, rule, now, besides=deal_registration_id)
    stored = conflicts_of(session, deal_registration_id)
    others = registration_rows(session, actor, [meeting.claim.deal_registration_id for meeting in met])
    named = names(session, [row.partner_id, *(other.partner_id for other in others.values())])
    candidates = [
        _candidate(own, meeting, stored, _side(others[meeting.claim.deal_registration_id], named), rule.version)
        for meeting in met
        if own is not None and meeting.claim.deal_registration_id in others
    ]
    return {"registration": _side(row, named), "candidates": candidates}


def _candidate(
    own: Claim, meeting: Meeting, stored: dict[UUID, Any], side: dict[str, Any], rule_version: int
) -> dict[str, Any]:
    """The contributions as they were stored when the conflict was detected, or as they are now."""
    conflict = stored.get(meeting.claim.deal_registration_id)
    signals = conflict.signals if conflict else [asdict(signal) for signal in meeting.match.signals]
    return {
        "score": conflict.score if conflict else meeting.match.score,
        "band": meeting.match.band,
        "rule_version": conflict.rule_version if conflict else rule_version,
        "signals": signals,
        "in_scope": meeting.in_scope,
        "same_partner": meeting.claim.partner_id == own.partner_id,
        "has_priority": meeting.claim.came_before(own),
        "resolution": conflict.resolution if conflict else None,
        "registration": {**side, "priority_at": meeting.claim.priority_at},
    }


def _side(row: Any, named: dict[UUID, str]) -> dict[str, Any]:
    side = {name: getattr(row, name) for name in _SIDE}
    return {**side, "partner_name": named.get(row.partner_id), "priority_at": row.submitted_at}
