"""Uploads that no lesson claimed do not stay."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from chassis.blobs import blobs_from_environment, sweep
from chassis.jobs import job
from services.enablement.courses import queries

_UNCLAIMED: Final = timedelta(hours=24)
_FOLDER: Final = "uploads/enablement/"


@job(every=3600)
def sweep_uploads(session: Session, now: datetime) -> int:
    """Delete uploads that are a day old and belong to nothing; one pass is enough, so nothing is ever left."""

    def kept(keys: list[str]) -> set[str]:
        claimed = queries.claimed_uploads(session, [key.removeprefix(_FOLDER) for key in keys])
        return {f"{_FOLDER}{upload_id}" for upload_id in claimed}

    sweep(blobs_from_environment(), _FOLDER, now - _UNCLAIMED, kept)
    return 0
