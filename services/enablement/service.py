"""The enablement service: its table of contents."""

from services.enablement.certificates.entrypoints import CertificateEntrypoints
from services.enablement.certificates.jobs import expire_certificates, remind_expiring
from services.enablement.certifications.entrypoints import CertificationEntrypoints


class EnablementService(CertificationEntrypoints, CertificateEntrypoints):
    """Who has learnt what, proved by what, valid until when."""

    name = "enablement"
    jobs = (expire_certificates, remind_expiring)
