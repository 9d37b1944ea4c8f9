"""What the vendor does with assets. Partners only read them; what they do with them is usage's and shares' business."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis import outbox
from chassis.blobs import Blobs
from chassis.database import uuid7
from chassis.database_errors import constraint_of
from chassis.media_types import HEAD, media_type_of
from services.content import errors
from services.content.assets import queries
from services.content.assets.model import Asset
from services.content.assets.tables import asset_versions
from services.content.standing.model import Actor
from services.content.standing.queries import acts_for_vendor

View = dict[str, Any]


def create_asset(
    session: Session, actor: Actor, now: datetime, *, owner_id: UUID | None = None, **attributes: Any
) -> View:
    """A draft with its owner and its review date; whoever makes it owns it unless they name somebody else."""
    actor.require_editor()
    owner = _owner(session, actor, owner_id or actor.person_id)
    asset = Asset(
        asset_id=uuid7(),
        owner_id=owner,
        created_by=actor.actor,
        created_at=now,
        revised_at=now,
        **_folded(attributes),
    )
    session.add(asset)
    return _view(session, actor, asset, now)


def update_asset(
    session: Session, actor: Actor, now: datetime, *, asset_id: UUID, version: int | None = None, **attributes: Any
) -> View:
    """Correct what is said of an asset, its dates, its owner, or its audience, which holds from this moment."""
    asset = _asset_at(session, actor, asset_id, version)
    if "owner_id" in attributes:
        _owner(session, actor, attributes["owner_id"])
    asset.change(**_folded(attributes))
    return _view(session, actor, asset, now)


def add_asset_version(
    session: Session,
    blobs: Blobs,
    actor: Actor,
    now: datetime,
    *,
    asset_id: UUID,
    upload_id: UUID,
    size: int,
    sha256: str,
    filename: str,
    note: str,
    version: int | None = None,
    media_type: str | None = None,  # noqa: ARG001 - what the sender called it; the bytes decide
) -> View:
    """Make an upload the next version; one upload becomes one version."""
    asset = _asset_at(session, actor, asset_id, version)
    blob_key = f"uploads/content/{upload_id}"
    if blobs.size(blob_key) != size:
        raise errors.UploadUnknown
    facts = asset.add_version(now, note)
    row = {
        "asset_version_id": uuid7(),
        "asset_id": asset_id,
        "number": asset.version_number,
        "upload_id": upload_id,
        "blob_key": blob_key,
        "filename": filename,
        "media_type": media_type_of(blobs.head(blob_key, HEAD), filename),
        "size": size,
        "sha256": sha256,
        "note": note,
        "added_by": actor.actor,
        "added_at": now,
    }
    try:
        with session.begin_nested():
            session.execute(insert(asset_versions), row)
    except IntegrityError as error:
        if constraint_of(error) == "uq_asset_versions_upload_id":
            raise errors.UploadTaken from error
        raise
    outbox.record(session, facts)
    return _view(session, actor, asset, now)


def publish_asset(session: Session, actor: Actor, now: datetime, *, asset_id: UUID, version: int | None = None) -> View:
    asset = _asset_at(session, actor, asset_id, version)
    outbox.record(session, asset.publish(now))
    return _view(session, actor, asset, now)


def replace_asset(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    asset_id: UUID,
    replacement_asset_id: UUID,
    version: int | None = None,
) -> View:
    asset = _asset_at(session, actor, asset_id, version)
    replacement = session.get(Asset, replacement_asset_id)
    if replacement is None:
        raise errors.ReplacementUnfit
    outbox.record(session, asset.replace(now, replacement))
    return _view(session, actor, asset, now)


def retire_asset(session: Session, actor: Actor, now: datetime, *, asset_id: UUID, version: int | None = None) -> View:
    asset = _asset_at(session, actor, asset_id, version)
    outbox.record(session, asset.retire(now))
    return _view(session, actor, asset, now)


def mark_reviewed(
    session: Session, actor: Actor, now: datetime, *, asset_id: UUID, review_on: date, version: int | None = None
) -> View:
    asset = _asset_at(session, actor, asset_id, version)
    asset.mark_reviewed(now, actor.actor, review_on)
    return _view(session, actor, asset, now)


def _asset_at(session: Session, actor: Actor, asset_id: UUID, version: int | None) -> Asset:
    """The asset to change, refused when the caller saw another version of it."""
    actor.require_editor()
    asset = queries.asset_for_change(session, asset_id)
    if version is not None and version != asset.version:
        raise errors.StaleVersion(current=asset.version)
    return asset


def _owner(session: Session, actor: Actor, owner_id: UUID | None) -> UUID:
    """Whoever acts, or another of the vendor's people."""
    if owner_id is None or (owner_id != actor.person_id and not acts_for_vendor(session, owner_id)):
        raise errors.OwnerUnknown
    return owner_id


def _folded(attributes: dict[str, Any]) -> dict[str, Any]:
    """Product lines compare without regard to case."""
    if "product_lines" not in attributes:
        return attributes
    return attributes | {"product_lines": list(dict.fromkeys(line.casefold() for line in attributes["product_lines"]))}


def _view(session: Session, actor: Actor, asset: Asset, now: datetime) -> View:
    session.flush()
    return queries.get_asset(session, actor, now.date(), asset_id=asset.asset_id)
