"""A small market for tests: a vendor with two deciders, partners with a seller each, and customers to register."""

from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from chassis.context import Principal
from chassis.testing import Harness, principal

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # 10:00 in Madrid, nobody's holiday.
APPROVER = principal("approver", roles=["channel_manager"], scope="all")
MANAGER = principal("manager", roles=["program_manager"], scope="all")
AUDITOR = principal("auditor", roles=["auditor"], scope="all")
_numbers = count(1)


def customer(name: str = "Aceros del Norte SA", **more: str) -> dict[str, Any]:
    return {"legal_name": name, "country": "ES", "domain": "acerosdelnorte.es", **more}


def a_customer() -> dict[str, Any]:
    """A customer that nobody registered before."""
    word = uuid4().hex[:12].translate(str.maketrans("0123456789", "ghijklmnop"))
    return {"legal_name": f"{word.title()} SL", "country": "ES", "domain": f"{word}.es"}


class Market:
    """Drives the service through its RPC methods, as the gateway would."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness

    def partner(self, status: str = "active", *, parent: str | None = None, country: str = "ES") -> str:
        partner_id = str(uuid4())
        self.hear(partner_id, status, parent=parent, country=country)
        return partner_id

    def hear(self, partner_id: str, status: str, *, parent: str | None = None, country: str = "ES") -> None:
        """The event by which deals learns of a partner's standing."""
        event = {"onboarding": "created", "active": "activated", "suspended": "suspended", "terminated": "terminated"}
        data = {
            "partner_id": partner_id,
            "legal_name": f"Partner {partner_id[:8]}",
            "status": status,
            "partner_type": "reseller",
            "country": country,
            "parent_partner_id": parent,
            "channel_manager_id": None,
        }
        kind = f"partner.{event.get(status, 'created')}.v1"
        self.harness.deliver("partners", kind, data, subject=f"partner/{partner_id}")

    def seller(self, partner_id: str, *, scope: str = "company", person: str = "") -> Principal:
        roles = ["partner_seller"] if scope == "own" else ["partner_admin"]
        return principal(person or f"seller-{partner_id}", roles=roles, scope=scope, partner_id=partner_id)

    def command(self, **changes: Any) -> dict[str, Any]:
        body = {
            "customer": a_customer(),
            "contact": {"name": "Ana Ruiz", "email": f"ana{next(_numbers)}@gmail.com"},
            "product_line": "Analytics",
            "amount": "48500.00",
            "currency": "EUR",
            "expected_close_on": "2026-09-30",
        }
        return {**body, **changes}

    def register(self, by: Principal, **changes: Any) -> dict[str, Any]:
        registered: dict[str, Any] = self.harness.call("register_deal", self.command(**changes), principal=by)
        return registered

    def check(self, by: Principal, who: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        body = {"customer": who or customer(), "product_line": "analytics", **more}
        answer: dict[str, Any] = self.harness.call("check_conflict", body, principal=by)
        return answer

    def do(self, method: str, registration: dict[str, Any] | str, by: Principal, **more: Any) -> Any:
        known = registration if isinstance(registration, str) else registration["deal_registration_id"]
        return self.harness.call(method, {"deal_registration_id": known, **more}, principal=by)

    def approved(self, by: Principal, **changes: Any) -> dict[str, Any]:
        return self.approve(self.register(by, **changes))

    def approve(self, registration: dict[str, Any], by: Principal = APPROVER, **more: Any) -> dict[str, Any]:
        done: dict[str, Any] = self.do("approve_deal_registration", registration, by, **more)
        return done

    def reject(self, registration: dict[str, Any], by: Principal = APPROVER, **more: Any) -> dict[str, Any]:
        body = {"reason_code": "insufficient_evidence", "text": "Tell us about a meeting.", **more}
        done: dict[str, Any] = self.do("reject_deal_registration", registration, by, **body)
        return done

    def ask(self, registration: dict[str, Any], *fields: str) -> dict[str, Any]:
        body = {"fields": list(fields or ("evidence",)), "text": "When did you meet?"}
        done: dict[str, Any] = self.do("request_deal_registration_info", registration, APPROVER, **body)
        return done

    def see(self, registration: dict[str, Any] | str, by: Principal = APPROVER) -> dict[str, Any]:
        seen: dict[str, Any] = self.do("get_deal_registration", registration, by)
        return seen

    def facts(self, registration: dict[str, Any]) -> list[str]:
        """The events of one registration, in order, by their short names."""
        subject = f"deal_registration/{registration['deal_registration_id']}"
        found = [event for event in self.harness.events() if event["subject"] == subject]
        return [str(event["type"]).split(".")[1] for event in found]
