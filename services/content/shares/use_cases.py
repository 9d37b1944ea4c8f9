"""Passing an asset on, taking the link back, and what happens when somebody outside opens it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import outbox
from chassis.database import uuid7
from services.content import errors
from services.content.assets import queries as assets
from services.content.assets.model import AssetVersion
from services.content.shares import queries
from services.content.shares.model import USUAL, Share
from services.content.standing.model import Actor
from services.content.standing.queries import deal_of, partner_names, viewer_of, viewer_of_person
from services.content.usage.model import Use
from services.content.usage.use_cases import note_use

View = dict[str, Any]


def create_share(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    asset_id: UUID,
    expires_at: datetime | None = None,
    deal_registration_id: UUID | None = None,
) -> View:
    """Make a link to what this person may see, perhaps for a deal of their company."""
    row = assets.asset_seen_by(session, viewer_of(session, actor), now.date(), asset_id)
    if actor.person_id is None or actor.partner_id is None:
        raise errors.NotFound
    if deal_registration_id is not None and deal_of(session, deal_registration_id, actor.partner_id) is None:
        raise errors.DealUnknown
    share = Share(
        share_id=uuid7(),
        asset_id=row.asset_id,
        version_number=row.version_number,
        person_id=actor.person_id,
        partner_id=actor.partner_id,
        language=actor.language,
        created_at=now,
        expires_at=expires_at or now + USUAL,
        deal_registration_id=deal_registration_id,
    )
    session.add(share)
    _note(session, share, now, Use.SHARE, share.version_number)
    outbox.record(session, share.share())
    return queries.shown(session, [share], now)[0]


def revoke_share(session: Session, actor: Actor, now: datetime, *, share_id: UUID) -> View:
    """Take a link back; from now on it opens nothing."""
    found = assets.findable_ids(session, actor)
    share = queries.share_for_change(session, share_id, queries.visible(actor), queries.leads_to(found))
    share.revoke(now)
    session.flush()
    return queries.shown(session, [share], now)[0]


def open_share(session: Session, now: datetime, *, share_id: UUID) -> View:
    """What the page of a link shows to whoever holds it, and one more open."""
    share = queries.share_for_change(session, share_id)
    row = _what_it_leads_to(session, share, now)
    outbox.record(session, share.open(now, row.version_number))
    _note(session, share, now, Use.OPEN, row.version_number)
    return {
        "share_id": share_id,
        "title": row.title,
        "summary": row.summary,
        "asset_type": row.asset_type,
        "language": row.language,
        "filename": row.filename,
        "media_type": row.media_type,
        "size": row.size,
        "revised_at": row.revised_at,
        "expires_at": share.expires_at,
        "shared_by": partner_names(session, [share.partner_id]).get(share.partner_id, ""),
    }


def download_shared(session: Session, now: datetime, *, share_id: UUID) -> AssetVersion:
    """Which file to send to whoever holds the link."""
    share = queries.share_for_change(session, share_id)
    row = _what_it_leads_to(session, share, now)
    share.note_download(now)
    return assets.version_of(session, row.asset_id, row.version_number)


def _what_it_leads_to(session: Session, share: Share, now: datetime) -> Any:
    """The link is as good as its sender's own view at this moment: no better, and no longer."""
    share.require_open(now)
    viewer = viewer_of_person(session, share.person_id, share.language)
    return assets.asset_seen_by(session, viewer, now.date(), share.asset_id)


def _note(session: Session, share: Share, now: datetime, kind: Use, version_number: int) -> None:
    note_use(
        session,
        now,
        kind,
        asset_id=share.asset_id,
        version_number=version_number,
        person_id=share.person_id,
        partner_id=share.partner_id,
    )
