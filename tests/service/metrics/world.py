"""A world in events: partners, people, deals and content that happen at given moments, as their owners say it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, text

from chassis.consumer import Outcome
from chassis.testing import Harness
from services.metrics.service import MetricsService

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Q2 = "2026-Q2"
Happening = tuple[str, str, str, datetime, dict[str, Any], UUID | None]


def day(text: str, hour: int = 12) -> datetime:
    """A moment at noon of a day: day("2026-03-02")."""
    return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC) + timedelta(hours=hour)


def fresh(engine: Engine) -> Harness:
    """The service on an empty database."""
    made = Harness(MetricsService, engine)
    made.forget_everything()
    names = ", ".join(table.name for table in MetricsService.made_of_events)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names}, targets, exports"))
        connection.execute(text("DELETE FROM exchange_rates WHERE currency = 'XPF'"))
    return made


class World:
    """Collects what happens, in order; tell() hands it to the service (or hold it back and shuffle it first)."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self.happened: list[Happening] = []
        self._versions: dict[str, int] = {}
        self._told = 0
        self._number = 20000

    def happen(
        self, source: str, name: str, subject: str, at: datetime, data: dict[str, Any], partner: UUID | None = None
    ) -> None:
        self.happened.append((source, f"{name}.v1", subject, at, data, partner))

    def tell(self) -> None:
        """Deliver what has not been told yet, in order."""
        waiting, self._told = self.happened[self._told :], len(self.happened)
        for source, name, subject, at, data, partner in waiting:
            version = self._versions[subject] = self._versions.get(subject, 0) + 1
            attributes = {"time": at, "partnerid": partner}
            done = self.harness.deliver(source, name, data, subject=subject, version=version, attributes=attributes)
            assert done is Outcome.DONE

    def partner(self, at: datetime, name: str = "Norte", **record: Any) -> UUID:
        partner_id = uuid4()
        self.partner_says("created", partner_id, at, name=name, **record)
        return partner_id

    def partner_says(self, fact: str, partner_id: UUID, at: datetime, name: str = "Norte", **record: Any) -> None:
        data = {
            "partner_id": partner_id, "legal_name": name, "country": "ES", "partner_type": "reseller",
            "status": "active", "parent_partner_id": None, "channel_manager_id": None, **record,
        }  # fmt: skip
        self.happen("partners", f"partner.{fact}", f"partner/{partner_id}", at, data, partner_id)

    def person(self, partner_id: UUID | None, at: datetime) -> UUID:
        person_id = uuid4()
        self.person_says("joined", person_id, partner_id, at)
        return person_id

    def person_says(self, fact: str, person_id: UUID, partner_id: UUID | None, at: datetime) -> None:
        data = {"person_id": person_id, "partner_id": partner_id, "roles": ["partner_seller"]}
        self.happen("partners", f"person.{fact}", f"person/{person_id}", at, data, partner_id)

    def application(self, at: datetime, due_at: datetime) -> UUID:
        application_id = uuid4()
        self.application_says("submitted", application_id, at, status="submitted", decide_by=due_at)
        return application_id

    def application_says(self, fact: str, application_id: UUID, at: datetime, **more: Any) -> None:
        data = {
            "application_id": application_id, "legal_name": "Sur", "country": "ES", "partner_type": "reseller",
            "status": fact, **more,
        }  # fmt: skip
        self.happen("partners", f"application.{fact}", f"application/{application_id}", at, data)

    def registration(self, partner_id: UUID, at: datetime, **record: Any) -> "Deal":
        self._number += 1
        deal = Deal(self, partner_id, f"D-{self._number}", at, record)
        deal.says("submitted", at)
        return deal

    def certificate(self, person_id: UUID, partner_id: UUID | None, at: datetime, until: datetime | None) -> UUID:
        certificate_id = uuid4()
        self.certificate_says("issued", certificate_id, person_id, partner_id, at, until, at)
        return certificate_id

    def certificate_says(
        self,
        fact: str,
        certificate_id: UUID,
        person_id: UUID,
        partner_id: UUID | None,
        issued_at: datetime,
        until: datetime | None,
        at: datetime,
        **more: Any,
    ) -> None:
        data = {
            "certificate_id": certificate_id, "person_id": person_id, "partner_id": partner_id,
            "issued_at": issued_at, "expires_at": until, **more,
        }  # fmt: skip
        self.happen("enablement", f"certificate.{fact}", f"certificate/{certificate_id}", at, data, partner_id)

    def requirement(self, partner_id: UUID, met_at: datetime) -> UUID:
        company_requirement_id = uuid4()
        self.requirement_says("met", company_requirement_id, partner_id, met_at)
        return company_requirement_id

    def requirement_says(self, fact: str, company_requirement_id: UUID, partner_id: UUID, at: datetime) -> None:
        data = {"company_requirement_id": company_requirement_id, "partner_id": partner_id}
        subject = f"company_requirement/{company_requirement_id}"
        self.happen("enablement", f"company_requirement.{fact}", subject, at, data, partner_id)

    def asset(self, at: datetime, title: str = "Deck") -> UUID:
        asset_id = uuid4()
        self.asset_says("published", asset_id, at, title)
        return asset_id

    def asset_says(self, fact: str, asset_id: UUID, at: datetime, title: str = "Deck") -> None:
        data = {"asset_id": asset_id, "title": title}
        self.happen("content", f"asset.{fact}", f"asset/{asset_id}", at, data)

    def download(self, asset_id: UUID, partner_id: UUID | None, at: datetime) -> None:
        data = {"asset_id": asset_id, "partner_id": partner_id}
        self.happen("content", "asset.downloaded", f"asset_use/{uuid4()}", at, data, partner_id)


class Deal:
    """One registration; each method is an event of it."""

    def __init__(self, world: World, partner_id: UUID, number: str, at: datetime, record: dict[str, Any]) -> None:
        self.id = uuid4()
        self.world, self.partner_id = world, partner_id
        self.record: dict[str, Any] = {
            "deal_registration_id": self.id, "number": number, "revision": 1, "partner_id": partner_id,
            "status": "submitted", "registration_type": "sourced", "amount": "1000.00", "currency": "EUR",
            "submitted_at": at, "decide_by": at + timedelta(days=2), **record,
        }  # fmt: skip

    def says(self, fact: str, at: datetime, **more: Any) -> "Deal":
        data = {**self.record, **more}
        self.world.happen(
            "deals", f"deal_registration.{fact}", f"deal_registration/{self.id}", at, data, self.partner_id
        )
        return self

    def approved(self, at: datetime, minutes: int | None = None) -> "Deal":
        self.record |= {"status": "approved", "decide_by": None}
        return self.says("approved", at, decided_at=at, business_minutes=minutes)

    def rejected(self, at: datetime, minutes: int | None = None) -> "Deal":
        self.record |= {"status": "rejected", "decide_by": None}
        return self.says("rejected", at, decided_at=at, business_minutes=minutes)

    def asked(self, at: datetime) -> "Deal":
        self.record |= {"status": "info_requested", "decide_by": None}
        return self.says("info_requested", at)

    def answered(self, at: datetime, due_at: datetime) -> "Deal":
        self.record |= {"status": "in_review", "decide_by": due_at}
        return self.says("resubmitted", at)

    def withdrawn(self, at: datetime) -> "Deal":
        self.record |= {"status": "withdrawn"}
        return self.says("withdrawn", at)

    def revised(self, at: datetime, due_at: datetime) -> "Deal":
        self.record |= {"status": "submitted", "submitted_at": at, "decide_by": due_at}
        self.record["revision"] += 1
        return self.says("submitted", at)

    def won(self, at: datetime, amount: str | None = None) -> "Deal":
        self.record |= {"status": "closed_won"} | ({"amount": amount} if amount else {})
        return self.says("won", at, won_on=at.date())

    def lost(self, at: datetime) -> "Deal":
        self.record |= {"status": "closed_lost"}
        return self.says("lost", at)

    def reopened(self, at: datetime) -> "Deal":
        self.record |= {"status": "approved"}
        return self.says("reopened", at)

    def in_conflict(self, at: datetime) -> "Deal":
        return self.says("conflict_detected", at)


def number(harness: Harness, metric: str, period: str = Q2, partner_id: UUID | None = None) -> Any:
    """The value as text, None where there is none."""
    asked = {"metric": metric, "period": period, "partner_id": partner_id}
    return harness.call("measure_metric", {name: value for name, value in asked.items() if value})["value"]


def two_partners(world: World) -> tuple[UUID, UUID]:
    return world.partner(day("2025-01-10"), "Norte"), world.partner(day("2025-02-10"), "Sur")
