"""The enablement service: its table of contents."""

from services.enablement.badges.entrypoints import BadgeEntrypoints
from services.enablement.badges.jobs import ensure_issuer_key
from services.enablement.certificates.entrypoints import CertificateEntrypoints
from services.enablement.certificates.jobs import expire_certificates, remind_expiring
from services.enablement.certifications.entrypoints import CertificationEntrypoints
from services.enablement.courses.entrypoints import CourseEntrypoints
from services.enablement.courses.jobs import sweep_uploads
from services.enablement.documents.entrypoints import DocumentEntrypoints
from services.enablement.documents.jobs import render_documents
from services.enablement.enrollments.entrypoints import EnrollmentEntrypoints
from services.enablement.enrollments.jobs import apply_enrollment_rules
from services.enablement.exams.entrypoints import ExamEntrypoints
from services.enablement.exams.jobs import close_exam_attempts
from services.enablement.movements.entrypoints import MovementEntrypoints
from services.enablement.people.tables import learner, partner_standing
from services.enablement.questions.entrypoints import QuestionEntrypoints
from services.enablement.requirements.entrypoints import RequirementEntrypoints
from services.enablement.requirements.jobs import recount_requirements
from services.enablement.revisions.entrypoints import RevisionEntrypoints


class EnablementService(
    CourseEntrypoints,
    QuestionEntrypoints,
    RevisionEntrypoints,
    EnrollmentEntrypoints,
    ExamEntrypoints,
    CertificationEntrypoints,
    CertificateEntrypoints,
    DocumentEntrypoints,
    BadgeEntrypoints,
    RequirementEntrypoints,
    MovementEntrypoints,
):
    """Who has learnt what, proved by what, valid until when."""

    name = "enablement"
    made_of_events = (partner_standing, learner)
    jobs = (
        apply_enrollment_rules,
        close_exam_attempts,
        sweep_uploads,
        expire_certificates,
        remind_expiring,
        recount_requirements,
        render_documents,
        ensure_issuer_key,
    )
