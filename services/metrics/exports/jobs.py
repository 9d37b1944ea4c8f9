"""The worker's part: writing what was asked for, the smallest first, and letting go of what is old."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from chassis.blobs import BlobsUnavailable, blobs_from_environment, sweep
from chassis.jobs import job
from services.metrics.exports import queries
from services.metrics.exports.model import FOLDER
from services.metrics.exports.use_cases import take_step

log = structlog.get_logger()
_LEFT_ALONE: Final = timedelta(hours=1)


@job(every=1)
def write_exports(session: Session, now: datetime) -> int:
    """One step of one export, so that a long one never holds up the others."""
    export = queries.next_open(session)
    if export is None:
        return 0
    try:
        with session.begin_nested():
            take_step(session, blobs_from_environment(), export, now)
    except (BlobsUnavailable, OperationalError):
        raise
    except Exception as failure:
        log.error("an export failed", export_id=str(export.export_id), exc_info=failure)
        session.refresh(export)
        export.fail(now)
    return 1


@job(every=300)
def expire_exports(session: Session, now: datetime) -> int:
    """Files are kept for a week; then the row says so and the bytes go."""
    over = queries.over(session, now)
    for export in over:
        export.expire()
    session.flush()
    sweep(blobs_from_environment(), f"{FOLDER}/", now - _LEFT_ALONE, lambda keys: queries.kept(session, keys))
    return len(over)
