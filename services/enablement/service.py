"""The enablement service: its table of contents."""

from services.enablement.badges.entrypoints import BadgeEntrypoints
from services.enablement.badges.jobs import ensure_issuer_key
from services.enablement.certificates.entrypoints import CertificateEntrypoints
from services.enablement.certificates.jobs import expire_certificates, remind_expiring
from services.enablement.certifications.entrypoints import CertificationEntrypoints
from services.enablement.documents.entrypoints import DocumentEntrypoints
from services.enablement.documents.jobs import render_documents
from services.enablement.requirements.entrypoints import RequirementEntrypoints
from services.enablement.requirements.jobs import recount_requirements


class EnablementService(
    CertificationEntrypoints, CertificateEntrypoints, DocumentEntrypoints, BadgeEntrypoints, RequirementEntrypoints
):
    """Who has learnt what, proved by what, valid until when."""

    name = "enablement"
    jobs = (
        expire_certificates,
        remind_expiring,
        recount_requirements,
        render_documents,
        ensure_issuer_key,
    )
