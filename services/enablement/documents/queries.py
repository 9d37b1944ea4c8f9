"""Where a printed certificate lies."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.context import Principal
from services.enablement import errors
from services.enablement.certificates.queries import certificate_row


def document(session: Session, principal: Principal, *, certificate_id: UUID, language: str) -> dict[str, Any]:
    """The key and the name of the file; a revoked certificate is not handed out any more."""
    row = certificate_row(session, principal, certificate_id)
    if row.revoked_at is not None:
        raise errors.CertificateRevoked
    if row.printed_at is None:
        raise errors.DocumentNotReady
    return {
        "blob_key": document_key(certificate_id, language),
        "filename": f"{row.number}.{language}.pdf",
        "media_type": "application/pdf",
    }


def document_key(certificate_id: UUID, language: str) -> str:
    return f"documents/enablement/{certificate_id}.{language}.pdf"
