"""An outbound office run by hand: the readers of the log, the post, and the services it asks."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from chassis.database import uuid7
from chassis.errors import ServiceError
from gateway.outbound import notices
from gateway.outbound.carriers import EmbeddedMailbox
from gateway.outbound.enquiries import Enquiries
from gateway.outbound.follow import Follower
from gateway.outbound.post import Post, Stationery
from gateway.outbound.tables import mailbox, outbound_mail
from gateway.rpc import Request

URL = "https://partners.northbeam.example"
VEGA, ANA, MANAGER, REGISTRATION = uuid7(), uuid7(), uuid7(), uuid7()


class Services:
    """Partners and deals as far as letters ask them; `away` is the set of services that do not answer."""

    def __init__(self) -> None:
        self.away: set[str] = set()
        self.calls: list[Request] = []
        self.people: dict[UUID, dict[str, Any]] = {}
        self.registration: dict[str, Any] = {"decision": None, "info_request": None}

    def call(self, request: Request) -> Any:
        self.calls.append(request)
        if request.service in self.away:
            raise ServiceError("unavailable", "service_silent")
        return getattr(self, request.method)(request.command)

    def get_people(self, command: Mapping[str, Any]) -> Any:
        known = (self.people.get(UUID(person_id)) for person_id in command["person_ids"])
        return {"items": [person for person in known if person]}

    def get_application(self, command: Mapping[str, Any]) -> Any:
        contact = {"name": "Inés Rey", "email": "ines@rey.example"}
        return {"legal_name": "Rey Datos SL", "language": "es", "contact": contact, **command}

    def get_deal_registration(self, command: Mapping[str, Any]) -> Any:
        return {**self.registration, **command}

    def get_certificate(self, command: Mapping[str, Any]) -> Any:
        titles = {"en": "Cloud sales professional", "es": "Profesional de ventas en la nube"}
        return {"title": titles, **command}

    def add(self, person_id: UUID, name: str, email: str, language: str = "en") -> None:
        self.people[person_id] = {"person_id": str(person_id), "name": name, "email": email, "language": language}


class Office:
    """The readers of the log and the post, run by hand."""

    def __init__(self, sessions: sessionmaker[Session], services: Services) -> None:
        self.sessions = sessions
        self.notices = Follower("notices", sessions, notices.NOTICED, notices.Notices(URL).write)
        self.accounts = Follower("accounts", sessions, notices.LEAVING, notices.close_account)
        enquiries = Enquiries(sessions, services)
        self.post = Post(sessions, EmbeddedMailbox(), enquiries.answer, Stationery("Northbeam", URL))

    def work(self) -> list[Any]:
        self.notices.run_once()
        self.accounts.run_once()
        while self.post.run_once():
            pass
        return self.letters()

    def letters(self) -> list[Any]:
        with self.sessions() as session:
            return list(session.execute(select(mailbox).order_by(mailbox.c.mail_id)).all())

    def statuses(self) -> list[str]:
        with self.sessions() as session:
            return list(session.scalars(select(outbound_mail.c.status).order_by(outbound_mail.c.mail_id)))


def fact(**more: Any) -> dict[str, Any]:
    return {
        "deal_registration_id": str(REGISTRATION),
        "number": "D-20417",
        "partner_id": str(VEGA),
        "submitted_by": str(ANA),
        "customer": {"legal_name": "Molinos del Sur SA", "country": "ES", "domain": None},
        "decide_by": "2026-03-04T15:00:00.000Z",
        "protected_until": "2026-06-01T00:00:00.000Z",
        **more,
    }


def partner_fact() -> dict[str, Any]:
    return {"partner_id": str(VEGA), "legal_name": "Vega Systems", "channel_manager_id": str(MANAGER)}
