"""Learning, exams and certificates in the API: one line an operation."""

from __future__ import annotations

from typing import Any, Final

from gateway.api.operation import Operation, asks

COURSE: Final = "/courses/{course_id}"
LESSON: Final = f"{COURSE}/lessons/{{lesson_id}}"
ENROLLMENT: Final = "/enrollments/{enrollment_id}"
TAKEN_LESSON: Final = f"{ENROLLMENT}/lessons/{{lesson_id}}"
ATTEMPT: Final = "/exam-attempts/{exam_attempt_id}"
CERTIFICATION: Final = "/certifications/{certification_id}"
CERTIFICATE: Final = "/certificates/{certificate_id}"


def courses(line: str, **more: Any) -> Operation:
    return asks("enablement", "courses", line, **more)


def learning(line: str, **more: Any) -> Operation:
    return asks("enablement", "learning", line, **more)


def exams(line: str, **more: Any) -> Operation:
    return asks("enablement", "exams", line, **more)


def certifications(line: str, **more: Any) -> Operation:
    return asks("enablement", "certifications", line, **more)


def certificates(line: str, **more: Any) -> Operation:
    return asks("enablement", "certificates", line, **more)


def requirements(line: str, **more: Any) -> Operation:
    return asks("enablement", "requirements", line, **more)


AUTHORING: Final = (
    courses("POST /courses create_course", success=201, location="/v1" + COURSE),
    courses("GET /courses list_courses"),
    courses(f"GET {COURSE} get_course"),
    courses(f"PATCH {COURSE} update_course"),
    courses(f"POST {COURSE}/lessons add_lesson", success=201),
    courses(f"PATCH {LESSON} update_lesson"),
    courses(f"POST {LESSON}/move move_lesson"),
    courses(f"POST {LESSON}/file attach_lesson_file"),
    courses(f"GET {LESSON}/file get_draft_file", sends_file=True),
    courses(f"POST {LESSON}/remove remove_lesson"),
    courses(f"PUT {COURSE}/exam set_exam"),
    courses(f"POST {COURSE}/exam/remove remove_exam"),
    courses(f"POST {COURSE}/publish publish_course"),
    courses(f"POST {COURSE}/retire retire_course"),
    courses(f"GET {COURSE}/revisions list_course_revisions"),
    courses(f"GET {COURSE}/questions list_questions"),
    courses(f"POST {COURSE}/questions create_question", success=201),
    courses(f"POST {COURSE}/question-imports import_questions", success=201),
    courses(f"PATCH {COURSE}/questions/{{question_id}} update_question"),
    courses(f"GET {COURSE}/item-statistics get_item_statistics"),
    courses("GET /enrollment-rules list_enrollment_rules"),
    courses(f"PUT {COURSE}/enrollment-rule set_enrollment_rule"),
    courses(f"DELETE {COURSE}/enrollment-rule remove_enrollment_rule", success=204),
)

LEARNING: Final = (
    learning("GET /learning get_learning"),
    learning("GET /catalogue list_catalogue"),
    learning("GET /catalogue/{course_id} get_course_outline"),
    learning("POST /enrollments enroll_in_course", success=201, location="/v1" + ENROLLMENT),
    learning("GET /enrollments list_enrollments"),
    learning(f"GET {ENROLLMENT} get_enrollment"),
    learning(f"POST {ENROLLMENT}/extend extend_enrollment"),
    learning(f"GET {TAKEN_LESSON} get_lesson"),
    learning(f"GET {TAKEN_LESSON}/file get_lesson_file", sends_file=True),
    learning(f"POST {TAKEN_LESSON}/progress record_progress"),
    learning("GET /partner-progress list_partner_progress"),
    exams(f"POST {ENROLLMENT}/exam-attempts start_exam_attempt"),
    exams("GET /exam-attempts list_exam_attempts"),
    exams(f"GET {ATTEMPT} get_exam_attempt"),
    exams(f"PUT {ATTEMPT}/answers/{{question_id}} save_answer"),
    exams(f"POST {ATTEMPT}/submit submit_exam_attempt"),
)

CERTIFYING: Final = (
    certifications("POST /certifications create_certification", success=201, location="/v1" + CERTIFICATION),
    certifications("GET /certifications list_certifications"),
    certifications(f"GET {CERTIFICATION} get_certification"),
    certifications(f"PATCH {CERTIFICATION} update_certification"),
    certifications(f"POST {CERTIFICATION}/retire retire_certification"),
    certificates("GET /certificates list_certificates"),
    certificates(f"GET {CERTIFICATE} get_certificate"),
    certificates(f"GET {CERTIFICATE}/document get_certificate_document", sends_file=True),
    certificates(f"GET {CERTIFICATE}/badge get_badge"),
    certificates(f"POST {CERTIFICATE}/revoke revoke_certificate"),
    certificates("POST /certificate-transfers transfer_certificates"),
    certificates("GET /certificate-verifications/{code} verify_certificate"),
    certificates("GET /badge-issuer get_issuer"),
    certificates("GET /badge-status-lists/{number} get_status_list"),
    requirements("GET /requirements list_requirements"),
    requirements("POST /requirements set_requirement"),
    requirements("DELETE /requirements/{requirement_id} withdraw_requirement", success=204),
    requirements("GET /company-requirements list_company_requirements"),
)

OPERATIONS: Final[tuple[Operation, ...]] = (*AUTHORING, *LEARNING, *CERTIFYING)
