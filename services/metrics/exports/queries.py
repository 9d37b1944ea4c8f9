"""Which exports there are, and the rows that go into one, a part at a time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from chassis.keyset import page
from services.metrics import errors
from services.metrics.callers.model import Caller
from services.metrics.exports.model import FOLDER, Export, Status
from services.metrics.exports.tables import exports

_OPEN = (Status.QUEUED, Status.RUNNING)


def export_in_sight(session: Session, caller: Caller, export_id: UUID) -> Export:
    """Another company's export answers like an absent one."""
    found = session.scalar(select(Export).where(exports.c.export_id == export_id, _in_sight(caller)))
    if found is None:
        raise errors.NotFound
    return found


def list_exports(session: Session, caller: Caller, *, limit: int, cursor: str | None = None) -> dict[str, Any]:
    """The newest first."""
    wanted = select(Export).where(_in_sight(caller))
    rows, next_cursor = page(session, wanted, [(exports.c.export_id, "desc")], limit, cursor)
    return {"items": [row[0] for row in rows], "next_cursor": next_cursor}


def file_of(session: Session, caller: Caller, export_id: UUID) -> Export:
    export = export_in_sight(session, caller, export_id)
    export.require_file()
    return export


def count_open(session: Session, requested_by: str) -> int:
    own = (exports.c.requested_by == requested_by, exports.c.status.in_(_OPEN))
    return session.scalar(select(func.count()).select_from(exports).where(*own)) or 0


def next_open(session: Session) -> Export | None:
    """The one least far, so that a short one overtakes a long one."""
    waiting = select(Export).where(exports.c.finished_at.is_(None)).order_by(exports.c.rows_done, exports.c.export_id)
    return session.scalar(waiting.limit(1).with_for_update(skip_locked=True))


def over(session: Session, now: datetime) -> list[Export]:
    ready = (exports.c.status == Status.READY, exports.c.expires_at <= now)
    return list(session.scalars(select(Export).where(*ready).limit(100).with_for_update(skip_locked=True)))


def kept(session: Session, keys: list[str]) -> set[str]:
    """Of these files, those that somebody may still fetch or the worker still needs."""
    owners = {key: _owner(key) for key in keys}
    wanted = {owner for owner in owners.values() if owner}
    alive = (exports.c.status.in_((*_OPEN, Status.READY)), exports.c.export_id.in_(wanted))
    found = {export.export_id: export for export in session.scalars(select(Export).where(*alive))}
    return {key for key, owner in owners.items() if owner in found and _needs(found[owner], key)}


def _needs(export: Export, key: str) -> bool:
    return key == export.blob_key if export.status == Status.READY else key != export.blob_key


def _owner(key: str) -> UUID | None:
    try:
        return UUID(key.removeprefix(f"{FOLDER}/").partition("/")[0].partition(".")[0])
    except ValueError:
        return None


def stay_awake(session: Session) -> None:
    """Tell the database that the transaction is still at work while a long file is written."""
    session.execute(select(1))


def _in_sight(caller: Caller) -> ColumnElement[bool]:
    """One's own; a partner's administrator sees the company's, staff all that staff asked for."""
    if caller.is_staff:
        return exports.c.scope_partner_id.is_(None)
    own = exports.c.requested_by == caller.person_id
    return own if caller.scope == "own" else exports.c.scope_partner_id == caller.partner_id
