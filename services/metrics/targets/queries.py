"""Reading targets: the one in force is the highest version, and none where that version took it away."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from chassis.keyset import page
from services.metrics.callers.model import Caller
from services.metrics.partners.queries import names
from services.metrics.targets.model import PROGRAM, ListedTarget, Target, addressee, nearest
from services.metrics.targets.tables import targets

_KEY = (targets.c.period, targets.c.addressee, targets.c.metric)


def _latest() -> Select[Any]:
    return select(targets).ext(distinct_on(*_KEY)).order_by(*_KEY, targets.c.version.desc())


def _in_force(session: Session, period: str, addressees: Iterable[str]) -> list[Target]:
    found = _latest().where(targets.c.period == period, targets.c.addressee.in_(list(addressees)))
    return [Target(**row) for row in session.execute(found).mappings() if row["value"] is not None]


def targets_of_partner(session: Session, period: str, partner_id: UUID, partner_type: str | None) -> dict[str, Target]:
    """By metric, what is expected of this partner: its own target, else that of its type."""
    wanted = {addressee(partner_id, None), *([addressee(None, partner_type)] if partner_type else [])}
    return nearest(_in_force(session, period, wanted))


def targets_of_program(session: Session, period: str) -> dict[str, Target]:
    """By metric, what is expected of all partners together."""
    return {target.metric: target for target in _in_force(session, period, [PROGRAM])}


def last_version(session: Session, period: str, whom: str, metric: str) -> int:
    key = (targets.c.period == period, targets.c.addressee == whom, targets.c.metric == metric)
    found = select(targets.c.version).where(*key).order_by(targets.c.version.desc()).limit(1)
    return session.scalar(found) or 0


def list_targets(
    session: Session,
    caller: Caller,
    *,
    limit: int,
    cursor: str | None = None,
    period: str | None = None,
    metric: str | None = None,
    set_for: str | None = None,
    partner_id: UUID | None = None,
    partner_type: str | None = None,
) -> dict[str, Any]:
    """Those in force, by period and addressee. A partner reads its own on its scorecard."""
    caller.require_staff()
    latest = _latest().subquery()
    wanted = select(latest).where(latest.c.value.is_not(None))
    if period:
        wanted = wanted.where(latest.c.period == period)
    if metric:
        wanted = wanted.where(latest.c.metric == metric)
    if set_for:
        wanted = wanted.where(latest.c.addressee.startswith(set_for))
    if partner_id or partner_type:
        wanted = wanted.where(latest.c.addressee == addressee(partner_id, partner_type))
    sort = [(latest.c.period, "desc"), (latest.c.addressee, "desc"), (latest.c.metric, "desc")]
    rows, next_cursor = page(session, wanted, sort, limit, cursor)
    return {"items": _listed(session, [_target(row) for row in rows]), "next_cursor": next_cursor}


def target_versions(
    session: Session, caller: Caller, *, period: str, metric: str, partner_id: UUID | None, partner_type: str | None
) -> dict[str, Any]:
    """Every version there was, newest first."""
    caller.require_staff()
    whom = addressee(partner_id, partner_type)
    key = (targets.c.period == period, targets.c.addressee == whom, targets.c.metric == metric)
    rows = session.execute(select(targets).where(*key).order_by(targets.c.version.desc()))
    return {"items": [_target(row) for row in rows]}


def _listed(session: Session, found: list[Target]) -> list[ListedTarget]:
    known = names(session, (target.partner_id for target in found if target.partner_id))
    return [
        ListedTarget(**vars(target), partner_name=known.get(target.partner_id) if target.partner_id else None)
        for target in found
    ]


def _target(row: Any) -> Target:
    kept = ("metric", "period", "addressee", "version", "value", "set_by", "set_at")
    return Target(**{name: getattr(row, name) for name in kept})
