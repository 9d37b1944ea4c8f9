"""What the calendar does to assets, and the sweep of uploads that nobody made a version of."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from chassis import outbox
from chassis.blobs import blobs_from_environment, sweep
from chassis.jobs import job
from services.content.assets.queries import assets_due, claimed_keys, lapsed, unnoticed_review

_BATCH: Final = 50
_UNCLAIMED: Final = timedelta(hours=24)


@job(every=60)
def expire_assets(session: Session, now: datetime) -> int:
    """End what is past its last day, however long ago. Readers were spared it since that day already."""
    over = assets_due(session, lapsed(now.date()), _BATCH)
    for asset in over:
        outbox.record(session, asset.expire(now))
    return len(over)


@job(every=300)
def notice_reviews(session: Session, now: datetime) -> int:
    """Tell owners thirty days ahead, once for each review date."""
    due = assets_due(session, unnoticed_review(now.date()), _BATCH)
    for asset in due:
        outbox.record(session, asset.notice_review())
    return len(due)


@job(every=3600)
def sweep_unclaimed_uploads(session: Session, now: datetime) -> int:
    """Delete files that were uploaded a day ago and became no version."""
    sweep(blobs_from_environment(), "uploads/content/", now - _UNCLAIMED, lambda keys: claimed_keys(session, keys))
    return 0
