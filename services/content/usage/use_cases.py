"""Using an asset, and remembering that it was used. What the vendor's own people look at is no use."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from chassis import outbox
from chassis.database import uuid7
from services.content import errors
from services.content.assets import queries as assets
from services.content.assets.model import AssetVersion
from services.content.standing.model import Actor
from services.content.usage import queries
from services.content.usage.events import AssetDownloaded
from services.content.usage.model import Use
from services.content.usage.tables import asset_uses


def view_asset(session: Session, actor: Actor, now: datetime, *, asset_id: UUID) -> dict[str, Any]:
    """Read an asset as its page shows it, with the version that this person had before."""
    view = assets.get_asset(session, actor, now.date(), asset_id=asset_id)
    view["held_version_number"] = queries.held_version(session, actor.person_id, asset_id)
    if actor.partner_id is not None:
        note_use(
            session,
            now,
            Use.VIEW,
            asset_id=asset_id,
            version_number=view["version_number"],
            person_id=actor.person_id,
            partner_id=actor.partner_id,
        )
    return view


def download_asset(
    session: Session, actor: Actor, now: datetime, *, asset_id: UUID, version_number: int | None = None
) -> AssetVersion:
    """Which file to send. Partners get the current version and no other; staff any."""
    row = assets.asset_in_force(session, actor, now.date(), asset_id)
    if version_number not in (None, row.version_number) and not actor.is_staff:
        raise errors.NotFound
    taken = assets.version_of(session, asset_id, version_number or row.version_number)
    if actor.person_id is not None:
        asset_use_id = note_use(
            session,
            now,
            Use.DOWNLOAD,
            asset_id=asset_id,
            version_number=taken.number,
            person_id=actor.person_id,
            partner_id=actor.partner_id,
        )
        fact = AssetDownloaded(
            asset_use_id=asset_use_id,
            asset_id=asset_id,
            version_number=taken.number,
            person_id=actor.person_id,
            partner_id=actor.partner_id,
            downloaded_at=now,
        )
        outbox.record(session, [fact])
    return taken


def note_use(session: Session, now: datetime, kind: Use, **use: Any) -> UUID:
    asset_use_id = uuid7()
    session.execute(insert(asset_uses), {"asset_use_id": asset_use_id, "kind": kind, "used_at": now, **use})
    return asset_use_id
