"""Reading what waits to be read, and what could not be."""

from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis import keyset
from services.content.assets.tables import asset_versions, assets
from services.content.standing.model import Actor
from services.content.texts.model import UNREADABLE, WAITING
from services.content.texts.tables import asset_texts

_t, _v, _a = asset_texts.c, asset_versions.c, assets.c
_ENDED: Final = ("replaced", "retired", "expired")


def waiting_text(session: Session) -> Any:
    """The version that has waited longest, locked; one that another worker reads is passed over."""
    statement = (
        select(_t.asset_version_id, _v.blob_key, _v.media_type, _v.size)
        .join_from(asset_texts, asset_versions, _v.asset_version_id == _t.asset_version_id)
        .where(_t.status == WAITING)
        .order_by(_t.asset_version_id)
        .limit(1)
        .with_for_update(of=asset_texts, skip_locked=True)
    )
    return session.execute(statement).one_or_none()


def unreadable_texts(session: Session, actor: Actor, *, limit: int, cursor: str | None = None) -> dict[str, Any]:
    """Current versions whose text is not searched, newest first, for staff to mend."""
    actor.require_staff()
    statement = (
        select(_t.asset_id, _a.title, _v.number, _v.filename, _t.reason, _t.read_at)
        .join_from(asset_texts, asset_versions, _v.asset_version_id == _t.asset_version_id)
        .join(assets, (_a.asset_id == _t.asset_id) & (_a.version_number == _v.number))
        .where(_t.status == UNREADABLE, _a.status.not_in(_ENDED))
    )
    rows, next_cursor = keyset.page(session, statement, [(_t.asset_version_id, "desc")], limit, cursor)
    return {"items": rows, "next_cursor": next_cursor}
