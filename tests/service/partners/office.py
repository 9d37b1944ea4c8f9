"""The partners service as staff, partners and strangers use it, and the steps that most tests begin with."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import Engine

from chassis.context import Principal
from chassis.testing import ANYBODY, Harness, principal
from services.partners.onboarding.jobs import follow_records
from services.partners.service import PartnersService

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STAFF = principal("0193f5c0-7a10-7000-8000-000000000099", roles=["program_manager"], scope="all")


class Office:
    """The partners service as people of the vendor, of partners and of nobody use it."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self._numbers = count(1)

    @classmethod
    def on(cls, engine: Engine) -> "Office":
        return cls(Harness(PartnersService, engine))

    def ask(self, method: str, who: Principal = STAFF, **command: Any) -> Any:
        return self.harness.call(method, command, principal=who)

    def apply(self, **wanted: Any) -> dict[str, Any]:
        number = next(self._numbers)
        form = {
            "legal_name": f"Company {number} S.L.",
            "country": "ES",
            "domain": f"company{number}.example",
            "contact": {"name": f"Person {number}", "email": f"person{number}@company{number}.example"},
        }
        answer: dict[str, Any] = self.ask("submit_application", ANYBODY, **{**form, **wanted})
        return answer

    def approve(self, application: dict[str, Any], **wanted: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.ask("approve_application", application_id=application["application_id"], **wanted)
        return answer

    def partner(self, **wanted: Any) -> dict[str, Any]:
        """An onboarding partner: {partner_id, person_id}."""
        return self.approve(self.apply(**wanted))

    def active_partner(self, **wanted: Any) -> dict[str, Any]:
        made = self.partner(**wanted)
        self.ask("join_person", ANYBODY, person_id=made["person_id"])
        return made

    def status(self, partner_id: str) -> str:
        return str(self.ask("get_partner", partner_id=partner_id)["status"])


def admin_of(made: dict[str, Any], scope: str = "company") -> Principal:
    return principal(made["person_id"], roles=["partner_admin"], scope=scope, partner_id=made["partner_id"])


FACTS = {
    "deal_registration.submitted.v1": "deals",
    "certificate.issued.v1": "enablement",
    "certificate.revoked.v1": "enablement",
    "course.completed.v1": "enablement",
    "asset.downloaded.v1": "content",
}


def hear(office: Office, fact: str, made: dict[str, Any], subject: str | None = None) -> None:
    """Deliver another service's fact about a partner."""
    office.harness.deliver(FACTS[fact], fact, {"partner_id": made["partner_id"]}, subject=subject)


def onboard(office: Office, made: dict[str, Any]) -> None:
    """Everything that both sides are asked for, until nothing is left."""
    partner_id = made["partner_id"]
    manager = office.ask("add_person", name="Max", email=f"max-{partner_id}@northbeam.example", role="channel_manager")
    office.ask("assign_channel_manager", partner_id=partner_id, person_id=manager["person_id"])
    version = office.ask("get_partner", partner_id=partner_id)["version"]
    office.ask("update_partner", partner_id=partner_id, version=version, city="Vigo", registration_no="B12345674")
    colleague = {"name": "Eva", "email": f"eva-{partner_id}@vega.example", "role": "partner_seller"}
    person = office.ask("add_person", admin_of(made), **colleague)
    office.ask("join_person", ANYBODY, person_id=person["person_id"])
    office.harness.run_job(follow_records)
    for task in ("welcome_call", "first_plan"):
        office.ask("complete_onboarding_task", partner_id=partner_id, task_code=task)
    for fact in (
        "course.completed.v1",
        "certificate.issued.v1",
        "asset.downloaded.v1",
        "deal_registration.submitted.v1",
    ):
        hear(office, fact, made)
