"""Learning, exams and certificates in the API: one line an operation."""

from __future__ import annotations

from typing import Any, Final

from gateway.api.operation import Operation, asks

CERTIFICATION: Final = "/certifications/{certification_id}"
CERTIFICATE: Final = "/certificates/{certificate_id}"


def certifications(line: str, **more: Any) -> Operation:
    return asks("enablement", "certifications", line, **more)


def certificates(line: str, **more: Any) -> Operation:
    return asks("enablement", "certificates", line, **more)


def requirements(line: str, **more: Any) -> Operation:
    return asks("enablement", "requirements", line, **more)


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

OPERATIONS: Final[tuple[Operation, ...]] = (*CERTIFYING,)
