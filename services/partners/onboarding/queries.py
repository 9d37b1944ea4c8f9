"""Onboarding as rows for reading: one partner's list, and for the vendor who waits for what and since when."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from chassis import keyset
from chassis.context import Principal
from services.partners import errors
from services.partners.checklists.model import Side, Signal
from services.partners.onboarding.model import TaskState, days_overdue, missing, state_of
from services.partners.onboarding.tables import onboarding_tasks, onboardings
from services.partners.organisations.model import PartnerStatus
from services.partners.organisations.queries import directory, within_scope
from services.partners.people.queries import active_people

_TASK = onboarding_tasks.c
_LATE, _VERY_LATE = 7, 30
_PARTNER = directory()
_LIVING = _PARTNER.c.status.in_([PartnerStatus.ONBOARDING, PartnerStatus.ACTIVE])
_WITH_PARTNER = onboardings.join(_PARTNER, _PARTNER.c.partner_id == onboardings.c.partner_id)
_COLUMNS = (onboardings, _PARTNER.c.legal_name, _PARTNER.c.channel_manager_id)
RECORDED: Final = (
    Signal.CHANNEL_MANAGER_ASSIGNED,
    Signal.PROFILE_COMPLETED,
    Signal.PERSON_JOINED,
    Signal.COLLEAGUE_JOINED,
)


def side_of(principal: Principal) -> Side:
    return Side.PARTNER if principal.claims.get("partner_id") else Side.VENDOR


def get_onboarding(session: Session, principal: Principal, now: datetime, *, partner_id: UUID | None) -> dict[str, Any]:
    """One partner's list, as both sides see it; without an id, the caller's own."""
    own = principal.claims.get("partner_id")
    wanted = partner_id or (UUID(own) if own else None)
    condition = (onboardings.c.partner_id == wanted, within_scope(principal, onboardings.c.partner_id))
    row = session.execute(select(*_COLUMNS).select_from(_WITH_PARTNER).where(*condition)).one_or_none()
    if row is None:
        raise errors.NotFound
    (view,) = _with_tasks(session, [row], now.date(), side_of(principal))
    return view


def list_onboarding(
    session: Session,
    principal: Principal,
    now: datetime,
    *,
    limit: int,
    cursor: str | None,
    state: str,
    side: Side | None = None,
    channel_manager_id: UUID | None = None,
) -> dict[str, Any]:
    """Partners under way, the longest first; `state` and `side` keep those that have such a task."""
    _require_vendor(principal)
    conditions = [_LIVING, _of_state(state, side, now.date())]
    if channel_manager_id is not None:
        conditions.append(_PARTNER.c.channel_manager_id == channel_manager_id)
    order = [(onboardings.c.started_at, "asc"), (onboardings.c.onboarding_id, "asc")]
    statement = select(*_COLUMNS).select_from(_WITH_PARTNER).where(*conditions)
    rows, next_cursor = keyset.page(session, statement, order, limit, cursor)
    return {"items": _with_tasks(session, rows, now.date(), side_of(principal)), "next_cursor": next_cursor}


def count_onboarding(session: Session, principal: Principal, now: datetime) -> dict[str, Any]:
    """How old what is left to do has become, by the side that has to act; and how much of it waits for something."""
    _require_vendor(principal)
    late = now.date() - _TASK.due_on
    bands = {
        "not_due": late <= 0,
        "late": and_(late > 0, late <= _LATE),
        "very_late": and_(late > _LATE, late <= _VERY_LATE),
        "stuck": late > _VERY_LATE,
        "blocked": _is_blocked(),
    }
    counted = [func.count().filter(band).label(name) for name, band in bands.items()]
    open_ones = (onboardings.c.completed_at.is_(None), _TASK.completed_at.is_(None), _LIVING)
    source = _WITH_PARTNER.join(onboarding_tasks, _TASK.onboarding_id == onboardings.c.onboarding_id)
    statement = select(_TASK.side, *counted).select_from(source).where(*open_ones).group_by(_TASK.side)
    found = {row.side: row._mapping for row in session.execute(statement)}
    under_way = select(func.count()).select_from(_WITH_PARTNER).where(onboardings.c.completed_at.is_(None), _LIVING)
    nothing = dict.fromkeys(bands, 0)
    return {
        "under_way": session.execute(under_way).scalar_one(),
        "ageing": [{**nothing, **found.get(side, {}), "side": side} for side in Side],
    }


def told_by_records(session: Session, limit: int) -> list[Row[Any]]:
    """Open tasks that the service's own records say are done: (onboarding_id, signal)."""
    record, active = _PARTNER.c, active_people(_PARTNER.c.partner_id)
    told = case(
        (_TASK.signal == Signal.CHANNEL_MANAGER_ASSIGNED, record.channel_manager_id.is_not(None)),
        (_TASK.signal == Signal.PROFILE_COMPLETED, _is_complete(record)),
        (_TASK.signal == Signal.PERSON_JOINED, active >= 1),
        (_TASK.signal == Signal.COLLEAGUE_JOINED, active >= 2),
        else_=False,
    )
    source = _WITH_PARTNER.join(onboarding_tasks, _TASK.onboarding_id == onboardings.c.onboarding_id)
    open_ones = (onboardings.c.completed_at.is_(None), _TASK.completed_at.is_(None), _TASK.signal.in_(RECORDED))
    statement = select(onboardings.c.partner_id, _TASK.signal).select_from(source).where(*open_ones, told)
    return list(session.execute(statement.order_by(onboardings.c.partner_id, _TASK.position).limit(limit)))


def _is_complete(record: Any) -> ColumnElement[bool]:
    """By its domain, city and registration number a company is told from every other."""
    return and_(*(column.is_not(None) for column in (record.domain, record.city, record.registration_no)))


def _of_state(state: str, side: Side | None, today: date) -> ColumnElement[bool]:
    if state == "completed":
        return onboardings.c.completed_at.is_not(None)
    conditions = [_TASK.onboarding_id == onboardings.c.onboarding_id, _TASK.completed_at.is_(None)]
    if state == "overdue":
        conditions.append(_TASK.due_on < today)
    if state == "blocked":
        conditions.append(_is_blocked())
    if side is not None:
        conditions.append(_TASK.side == side)
    return and_(onboardings.c.completed_at.is_(None), select(_TASK.code).where(*conditions).exists())


def _is_blocked() -> ColumnElement[bool]:
    first = aliased(onboarding_tasks)
    same_list = first.c.onboarding_id == _TASK.onboarding_id
    needed = first.c.code == _TASK.depends_on.any_()
    return select(first.c.code).where(same_list, needed, first.c.completed_at.is_(None)).exists()


def _with_tasks(session: Session, rows: Sequence[Row[Any]], today: date, side: Side) -> list[dict[str, Any]]:
    ids = [row.onboarding_id for row in rows]
    statement = select(onboarding_tasks).where(_TASK.onboarding_id.in_(ids)).order_by(_TASK.position)
    by_list: dict[UUID, list[Row[Any]]] = {identity: [] for identity in ids}
    for task in session.execute(statement):
        by_list[task.onboarding_id].append(task)
    return [_view(row, by_list[row.onboarding_id], today, side) for row in rows]


def _view(row: Row[Any], tasks: Sequence[Row[Any]], today: date, side: Side) -> dict[str, Any]:
    done = {task.code for task in tasks if task.completed_at is not None}
    running = row.completed_at is None
    shown = [_task_view(task, tasks, done, today, side if running else None) for task in tasks]
    return {**row._mapping, "done": len(done), "total": len(tasks), "tasks": shown}


def _task_view(
    task: Row[Any], tasks: Iterable[Row[Any]], done: set[str], today: date, side: Side | None
) -> dict[str, Any]:
    state = state_of(task.depends_on, task.completed_at, done)
    by_hand = task.side is side and task.signal is None
    actions = {TaskState.OPEN: ["complete"], TaskState.DONE: ["reopen"]}.get(state, []) if by_hand else []
    return {
        **task._mapping,
        "state": state,
        "days_overdue": days_overdue(task.due_on, task.completed_at, today),
        "blocked_by": missing(task.depends_on, done) if state is TaskState.BLOCKED else [],
        "blocks": sum(task.code in other.depends_on for other in tasks if other.completed_at is None),
        "actions": actions,
    }


def _require_vendor(principal: Principal) -> None:
    if principal.scope != "all":
        raise errors.VendorOnly
