"""A school that certifies: certifications over courses, people who earn them, and the public side of badges."""

from typing import Any

from chassis.context import Principal
from chassis.testing import ANYBODY
from services.enablement.badges.jobs import ensure_issuer_key
from services.enablement.documents.jobs import render_documents
from services.enablement.requirements.jobs import recount_requirements
from tests.service.enablement.school import MANAGER, School, both

PUBLIC = "https://partners.northbeam.example"


class Academy(School):
    """What certification adds to a school."""

    def certification(self, *courses: dict[str, Any], code: str = "cloud-sales", **terms: Any) -> dict[str, Any]:
        body = {"code": code, "title": both("Cloud sales professional"), "validity_months": 12, **terms}
        made: dict[str, Any] = self.do("create_certification", course_ids=[one["course_id"] for one in courses], **body)
        return made

    def complete(self, by: Principal, course: dict[str, Any]) -> None:
        self.study(by, self.enroll(by, course))

    def earn(self, by: Principal, course: dict[str, Any]) -> dict[str, Any]:
        """Complete a course that leads to a certificate; the newest one."""
        self.complete(by, course)
        return self.held(by)[0]

    def held(self, by: Principal) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.do("list_certificates", by, person_id=by.claims["person_id"])["items"]
        return items

    def read(self, certificate: dict[str, Any], by: Principal = MANAGER) -> dict[str, Any]:
        found: dict[str, Any] = self.do("get_certificate", by, certificate_id=certificate["certificate_id"])
        return found

    def revoke(self, certificate: dict[str, Any]) -> dict[str, Any]:
        why = {"reason_code": "exam_misconduct", "reason": "Somebody else sat the exam."}
        done: dict[str, Any] = self.do("revoke_certificate", certificate_id=certificate["certificate_id"], **why)
        return done

    def verify(self, code: str) -> dict[str, Any]:
        found: dict[str, Any] = self.do("verify_certificate", ANYBODY, code=code)
        return found

    def told(self, event_type: str) -> list[dict[str, Any]]:
        return [event["data"] for event in self.harness.events(event_type)]

    def recount(self) -> int:
        return self.harness.run_job(recount_requirements)

    def make_key(self) -> None:
        self.harness.run_job(ensure_issuer_key)

    def print_all(self) -> int:
        return self.harness.run_job(render_documents)

    def ask_for(self, certification: dict[str, Any], required: int, *partner_types: str) -> dict[str, Any]:
        body = {"certification_id": certification["certification_id"], "required": required}
        made: dict[str, Any] = self.do("set_requirement", partner_types=list(partner_types), **body)
        return made

    def company(self, partner_id: str, by: Principal = MANAGER) -> dict[str, Any]:
        """How a company stands with the one requirement there is."""
        (row,) = self.do("list_company_requirements", by, partner_id=partner_id)["items"]
        found: dict[str, Any] = row
        return found
