"""Hearing of content: what is on offer, and what partners take."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.metrics.assets.model import Asset, AssetUse
from services.metrics.assets.tables import asset_uses
from services.metrics.facts.use_cases import held, settle


def note_published(session: Session, at: datetime, *, asset_id: UUID, title: str) -> None:
    asset = held(session, Asset, asset_id=asset_id)
    asset.publish(title, at)
    _settle_all(session, asset)


def note_retired(session: Session, at: datetime, *, asset_id: UUID, title: str) -> None:
    asset = held(session, Asset, asset_id=asset_id)
    asset.title = title
    asset.retire(at)
    _settle_all(session, asset)


def note_title(session: Session, *, asset_id: UUID, title: str) -> None:
    held(session, Asset, asset_id=asset_id).title = title


def note_use(session: Session, at: datetime, *, asset_id: UUID, partner_id: UUID | None) -> None:
    """A partner took or passed on an asset; what the vendor's own people do is no utilisation."""
    if partner_id is None:
        return
    asset = held(session, Asset, asset_id=asset_id)
    use = held(session, AssetUse, asset_id=asset_id, partner_id=partner_id)
    asset.use(at)
    use.use(at)
    settle(session, asset.subject, asset.facts())
    settle(session, asset.subject, asset.facts_of(use), part=str(partner_id))


def _settle_all(session: Session, asset: Asset) -> None:
    settle(session, asset.subject, asset.facts())
    for use in session.scalars(select(AssetUse).where(asset_uses.c.asset_id == asset.asset_id)):
        settle(session, asset.subject, asset.facts_of(use), part=str(use.partner_id))
