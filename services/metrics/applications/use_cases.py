"""Hearing of applications: one opens a wait, its end closes it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.metrics.applications.model import Application
from services.metrics.facts.use_cases import held, settle


def note_submitted(
    session: Session, at: datetime, *, application_id: UUID, legal_name: str, status: str, decide_by: datetime
) -> None:
    application = held(session, Application, application_id=application_id)
    application.legal_name, application.status = legal_name, status
    application.submitted_at, application.due_at = at, decide_by
    settle(session, application.subject, application.facts())


def note_ended(session: Session, at: datetime, *, application_id: UUID, legal_name: str, status: str) -> None:
    """Approved, declined or withdrawn."""
    application = held(session, Application, application_id=application_id)
    application.legal_name, application.status, application.ended_at = legal_name, status, at
    settle(session, application.subject, application.facts())
