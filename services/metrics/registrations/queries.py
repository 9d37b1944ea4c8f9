"""Reading the replica of registrations: their numbers, and which of them nobody has decided."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Select, cast, null, select
from sqlalchemy.orm import Session

from services.metrics.registrations.model import RESTING, UNDECIDED, Registration
from services.metrics.registrations.tables import registrations

_c = registrations.c


def numbers(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    columns = (_c.deal_registration_id, _c.number)
    statement = select(*columns).where(_c.deal_registration_id.in_(list(ids)), _c.number.is_not(None))
    return {row.deal_registration_id: row.number for row in session.execute(statement)}


def undecided() -> Select[Any]:
    """What waits for the vendor: since when, and until when a decision was promised."""
    waiting = sorted(UNDECIDED - {RESTING})
    return _open(_c.due_at.label("due_at")).where(_c.status.in_(waiting))


def unanswered() -> Select[Any]:
    """What waits for the partner: the promise rests meanwhile."""
    return _open(cast(null(), DateTime(timezone=True)).label("due_at")).where(_c.status == RESTING)


def won_since(currency: str, day: date) -> Select[Registration]:
    """Won deals in a currency from a day on, held until the transaction ends, always in the same order."""
    won = select(Registration).where(_c.currency == currency, _c.won_on >= day)
    return won.order_by(_c.deal_registration_id).with_for_update()


def _open(due_at: Any) -> Select[Any]:
    return select(
        _c.deal_registration_id.label("subject_id"),
        _c.number.label("label"),
        _c.partner_id,
        _c.submitted_at.label("since"),
        due_at,
    ).where(_c.submitted_at.is_not(None))
