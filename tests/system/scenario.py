"""The first trip through the product, using HTTP alone: what any other system could do."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from deploy.demo.client import Api, Refused, wait_for


class Vendor:
    """The suite as the people of one status document see it."""

    def __init__(self, status: dict[str, Any]) -> None:
        self.anybody = Api(status["gateway"])
        for name, account in status["accounts"].items():
            setattr(self, name, self.anybody.as_(account["token"]))
        self.staff: Api
        self.approver: Api
        self.partner_a: Api
        self.partner_b: Api

    def join(self, legal_name: str) -> Api:
        """From the public application form to a signed-in partner administrator."""
        word = uuid4().hex[:8]
        email = f"ana@{word}.example"
        application = self.anybody.post("/v1/partner-applications", {
            "legal_name": f"{legal_name} {word}", "country": "ES", "domain": f"{word}.example", "city": "Sevilla",
            "contact": {"name": "Ana Gil", "email": email},
        })  # fmt: skip
        approval = self.staff.post(f"/v1/partner-applications/{application['application_id']}/approve", {})
        assert approval["partner_id"]
        token = wait_for(lambda: self._invitation(email), "the invitation")
        self.anybody.post(f"/v1/invitations/{token}/accept", {"password": f"seven tall {word} trees"})
        session = self.anybody.post("/v1/sessions", {"email": email, "password": f"seven tall {word} trees"})
        return self.anybody.as_(session["token"])

    def events_of(self, *subjects: str) -> dict[str, list[dict[str, Any]]]:
        """The feed's events about each subject, in the feed's order."""
        found: dict[str, list[dict[str, Any]]] = {subject: [] for subject in subjects}
        for subject in subjects:
            found[subject] = self.staff.get(f"/v1/events?subject={subject}&limit=100")
        return found

    def _invitation(self, email: str) -> str | None:
        for mail in self.staff.get(f"/v1/mailbox?to={email}")["items"]:
            for link in mail["links"]:
                if "/invitations/" in link:
                    return str(link.rstrip("/").rpartition("/")[2])
        return None


def registration(customer: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A complete claim to a deal with that customer."""
    return {
        "customer": customer,
        "contact": {"name": "Teresa Soto", "email": f"teresa@{customer.get('domain', 'mail.example')}"},
        "product_line": "platform",
        "amount": "48000.00",
        "currency": "EUR",
        "expected_close_on": str((datetime.now(UTC) + timedelta(days=80)).date()),
        **changes,
    }


def new_customer() -> dict[str, Any]:
    word = uuid4().hex[:8]
    return {
        "legal_name": f"Molinos {word} S.A.",
        "country": "ES",
        "domain": f"molinos-{word}.example",
        "city": "Burgos",
    }


__all__ = ["Refused", "Vendor", "new_customer", "registration", "wait_for"]
