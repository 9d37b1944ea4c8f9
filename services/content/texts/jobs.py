"""Reading texts as they come, one after the other."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from chassis.blobs import blobs_from_environment
from chassis.jobs import job
from services.content.texts import use_cases
from services.content.texts.queries import waiting_text


@job(every=1)
def extract_texts(session: Session, now: datetime) -> int:
    """Read one version's text. A slow document may take longer than an idle transaction is usually allowed."""
    session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '180s'"))
    version = waiting_text(session)
    if version is None:
        return 0
    use_cases.read_text(session, blobs_from_environment(), version, now)
    return 1
