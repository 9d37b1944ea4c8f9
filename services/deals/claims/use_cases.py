"""Claims enter, are protected and end; conflicts are noticed and cleared on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import Range, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.database import uuid7
from services.deals import errors
from services.deals.claims import events, queries
from services.deals.claims.model import Claim, ClaimStanding, Meeting, Scope
from services.deals.claims.tables import claims, conflicts
from services.deals.customers import use_cases as customers
from services.deals.customers.model import Identity
from services.deals.customers.queries import identity as stored_identity
from services.deals.rules.model import MatchingRule

F = TypeVar("F", bound=events.ConflictFact)
ConflictFacts = list[events.ConflictFact]
_COMMITTED_AFTER: Final = timedelta(seconds=2)
_BATCH: Final = 50
_INSERT: Final = insert(claims)
_ENTER: Final = _INSERT.on_conflict_do_update(
    index_elements=[claims.c.deal_registration_id],
    set_={column.name: column for column in _INSERT.excluded if column.name != "deal_registration_id"},
)


def enter(
    session: Session,
    *,
    deal_registration_id: UUID,
    partner_id: UUID,
    identity: Identity,
    scope: Scope,
    registration_type: str,
    exclusive: bool,
    priority_at: datetime,
    rule: MatchingRule,
    now: datetime,
) -> ConflictFacts:
    """Put a complete submission in the line for its scope. A partner's own duplicate is refused."""
    met, same = queries.meetings(session, identity, scope, rule, now, similar_names=False, besides=deal_registration_id)
    for meeting in met:
        if meeting.duplicates(partner_id, registration_type, rule.duplicate_at):
            raise errors.DuplicateSamePartner(str(meeting.claim.deal_registration_id))
    identity_id, customer_id = customers.remember(session, identity, now, same_as=same)
    own_key = f"{registration_type}:{scope.country}:{scope.product_line}:{identity.strongest_key}"
    values = {
        "deal_registration_id": deal_registration_id,
        "partner_id": partner_id,
        "identity_id": identity_id,
        "customer_id": customer_id,
        "registration_type": registration_type,
        "product_line": scope.product_line,
        "country": scope.country,
        "own_key": own_key if identity.strongest_key else None,
        "exclusive": exclusive,
        "standing": ClaimStanding.UNDECIDED.value,
        "priority_at": priority_at,
        **dict.fromkeys(("protected", "approved_by", "reserved_until", "noticed_at")),
    }
    _upsert(session, values)
    met = [meeting for meeting in met if exclusive and meeting.conflicts_with(partner_id, rule.probable_at, now)]
    return _notice(session, deal_registration_id, met, rule, now)


def rivals(session: Session, own: Claim, rule: MatchingRule, now: datetime) -> list[Meeting]:
    """Claims of other partners that conflict with this one, read under the lock that approvals in one scope share."""
    key = f"{own.scope.product_line}|{own.scope.country}"
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))
    return _conflicting(session, own, stored_identity(session, own.identity_id), rule, now)


def protect(session: Session, own: Claim, now: datetime, until: datetime, decider: str, *, exclusive: bool) -> None:
    """Give a claim its protection; the exclusion constraint refuses a second exclusive one."""
    _change(
        session,
        own.deal_registration_id,
        standing=ClaimStanding.PROTECTED.value,
        protected=Range(now, until),
        approved_by=decider,
        reserved_until=None,
        exclusive=exclusive,
    )


def prolong(session: Session, deal_registration_id: UUID, until: datetime) -> None:
    """Protection lasts until then, also where a closed claim is taken up again."""
    protected = func.tstzrange(func.lower(claims.c.protected), until)
    _change(session, deal_registration_id, standing=ClaimStanding.PROTECTED.value, protected=protected)


def end(
    session: Session, deal_registration_id: UUID, now: datetime, *, reserved_until: datetime | None = None
) -> ConflictFacts:
    """A claim is over, and with it every conflict it was part of."""
    _change(session, deal_registration_id, standing=ClaimStanding.ENDED.value, reserved_until=reserved_until)
    statement = update(conflicts).where(_with(deal_registration_id), conflicts.c.resolution == "open")
    cleared = session.execute(statement.values(resolution="cleared", resolved_at=now).returning(conflicts))
    return [_fact(events.DealRegistrationConflictCleared, row._mapping) for row in cleared]


def overridden(session: Session, deal_registration_id: UUID, others: Iterable[UUID], now: datetime) -> None:
    """Somebody decided against the standing claims, with a reason: these conflicts are resolved."""
    listed = list(others)
    theirs = or_(conflicts.c.deal_registration_id.in_(listed), conflicts.c.other_deal_registration_id.in_(listed))
    statement = update(conflicts).where(_with(deal_registration_id), theirs, conflicts.c.resolution == "open")
    session.execute(statement.values(resolution="overridden", resolved_at=now))


def notice_late(session: Session, rule: MatchingRule, now: datetime) -> tuple[int, ConflictFacts]:
    """Look again at claims whose neighbours may have committed after them, with similar names this time."""
    found = list(session.scalars(queries.unnoticed(now - _COMMITTED_AFTER, _BATCH)))
    facts: ConflictFacts = []
    for own, identity in queries.claims_named(session, found):
        if own.exclusive:
            conflicting = _conflicting(session, own, identity, rule, now)
            facts += _notice(session, own.deal_registration_id, conflicting, rule, now)
    if found:
        session.execute(update(claims).where(claims.c.deal_registration_id.in_(found)).values(noticed_at=now))
    return len(found), facts


def _conflicting(session: Session, own: Claim, identity: Identity, rule: MatchingRule, now: datetime) -> list[Meeting]:
    met, _ = queries.meetings(session, identity, own.scope, rule, now, besides=own.deal_registration_id)
    return [meeting for meeting in met if meeting.conflicts_with(own.partner_id, rule.probable_at, now)]


def _upsert(session: Session, values: dict[str, Any]) -> None:
    session.flush()
    try:
        session.execute(_ENTER, values)
    except IntegrityError as error:
        raise errors.DuplicateSamePartner(None) from error


def _change(session: Session, deal_registration_id: UUID, **values: Any) -> None:
    session.flush()
    try:
        session.execute(update(claims).where(claims.c.deal_registration_id == deal_registration_id).values(**values))
    except IntegrityError as error:
        raise errors.ScopeProtected from error


def _notice(
    session: Session, own_id: UUID, conflicting: list[Meeting], rule: MatchingRule, now: datetime
) -> ConflictFacts:
    """Store the conflicts that are not open yet and tell the vendor of them."""
    rows = [
        {
            "conflict_id": uuid7(),
            "deal_registration_id": own_id,
            "other_deal_registration_id": meeting.claim.deal_registration_id,
            "score": meeting.match.score,
            "signals": [asdict(signal) for signal in meeting.match.signals],
            "rule_version": rule.version,
            "resolution": "open",
            "detected_at": now,
        }
        for meeting in conflicting
    ]
    if not rows:
        return []
    stored = session.execute(insert(conflicts).values(rows).on_conflict_do_nothing().returning(conflicts))
    return [_fact(events.DealRegistrationConflictDetected, row._mapping) for row in stored]


def _with(deal_registration_id: UUID) -> ColumnElement[bool]:
    mine, theirs = conflicts.c.deal_registration_id, conflicts.c.other_deal_registration_id
    return and_(or_(mine == deal_registration_id, theirs == deal_registration_id))


def _fact(fact: type[F], row: Mapping[Any, Any]) -> F:
    names = ("deal_registration_id", "conflict_id", "other_deal_registration_id", "score", "rule_version")
    return fact(**{name: row[name] for name in names})
