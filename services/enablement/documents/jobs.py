"""Printing what was awarded, right after the award."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from chassis.blobs import blobs_from_environment
from chassis.jobs import job
from services.enablement.certificates import queries
from services.enablement.documents import use_cases
from services.enablement.settings import settings

_BATCH: Final = 10


@job(every=2)
def render_documents(session: Session, now: datetime) -> int:
    """Print the certificates that were not printed yet; a revoked one is not worth the paper."""
    waiting = queries.due(session, _BATCH, queries.unprinted())
    for certificate in waiting:
        use_cases.print_certificate(certificate, settings(), blobs_from_environment())
        certificate.printed_at = now
    return len(waiting)
