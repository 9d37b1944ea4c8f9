"""What a letter needs and no event carries: the reader's name and address, and words written for that reader.

People with an account are known here; the others are asked for in one batch call to partners. Whatever cannot be
answered now is left out of the answer, and its letter waits.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from chassis.context import Principal
from chassis.errors import ServiceError
from gateway.identity.tables import accounts
from gateway.outbound.carriers import Addressee
from gateway.rpc import Request

PRINCIPAL = Principal(actor="service:outbound", scope="all")
PEOPLE_IN_A_CALL = 500


class Ask(Protocol):
    """A client of the services' RPC."""

    def call(self, request: Request) -> Any: ...


@dataclass(frozen=True)
class Answer:
    """The addressee (None: nobody is known) and what more the template gets."""

    to: Addressee | None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Enquiries:
    """Finds addressees and texts for a batch of letters."""

    sessions: Callable[[], Session]
    rpc: Ask

    def answer(self, mails: Sequence[Row[Any]]) -> dict[UUID, Answer]:
        """An answer for every letter that can be written now."""
        people = self._people(_ids("person:", mails))
        answers: dict[UUID, Answer] = {}
        for mail in mails:
            kind, _, name = mail.recipient.partition(":")
            try:
                if kind == "application":
                    answers[mail.mail_id] = self._applicant(UUID(name))
                elif kind != "person":
                    answers[mail.mail_id] = Answer(Addressee(mail.recipient, "", mail.language))
                elif UUID(name) in people:
                    to = people[UUID(name)]
                    answers[mail.mail_id] = Answer(to, self._words(mail.data, to.language if to else None))
            except ServiceError as error:
                if error.kind == "not_found":
                    answers[mail.mail_id] = Answer(None)
        return answers

    def _people(self, ids: Iterable[UUID]) -> dict[UUID, Addressee | None]:
        wanted = set(ids)
        known: dict[UUID, Addressee | None] = dict(self._account_holders(wanted))
        unknown = sorted(wanted - known.keys())[:PEOPLE_IN_A_CALL]
        if not unknown:
            return known
        try:
            command = {"person_ids": [str(person_id) for person_id in unknown]}
            found = self._ask("partners", "get_people", command)["items"]
        except ServiceError:
            return known
        known.update(dict.fromkeys(unknown, None))
        for person in found:
            if person.get("email") and person.get("status") != "left":
                addressee = Addressee(person["email"], person["name"], person.get("language"))
                known[UUID(person["person_id"])] = addressee
        return known

    def _account_holders(self, ids: set[UUID]) -> dict[UUID, Addressee | None]:
        if not ids:
            return {}
        with self.sessions() as session:
            rows = session.execute(select(accounts).where(accounts.c.person_id.in_(ids))).all()
        return {
            row.person_id: None if row.disabled_at else Addressee(row.email, row.display_name, row.language)
            for row in rows
        }

    def _applicant(self, application_id: UUID) -> Answer:
        found = self._ask("partners", "get_application", {"application_id": str(application_id)})
        contact = found["contact"]
        to = Addressee(contact["email"], contact["name"], found.get("language"))
        return Answer(to, {"legal_name": found["legal_name"]})

    def _words(self, data: Mapping[str, Any], language: str | None) -> Mapping[str, Any]:
        """What the owner keeps and the event does not say, as it stands now."""
        if "certificate_of" in data:
            return self._certificate(data["certificate_of"], language)
        if "words_of" not in data:
            return {}
        found = self._ask("deals", "get_deal_registration", {"deal_registration_id": data["words_of"]})
        words = found.get(data["words_in"]) or {}
        # A decision that has been replaced since has other words than this letter is about.
        return {"text": words.get("text") if words.get("status", data["fact"]) == data["fact"] else None}

    def _certificate(self, certificate_id: str, language: str | None) -> Mapping[str, Any]:
        """Its title in the reader's language."""
        titles = self._ask("enablement", "get_certificate", {"certificate_id": certificate_id})["title"]
        return {"title": titles.get(language) or titles["en"]}

    def _ask(self, service: str, method: str, command: Mapping[str, Any]) -> Any:
        headers = {
            "prm-principal": PRINCIPAL.to_header(),
            "prm-correlation-id": uuid.uuid4().hex,
            "prm-channel": "outbound",
        }
        return self.rpc.call(Request(service, method, command, headers))


def _ids(prefix: str, mails: Iterable[Row[Any]]) -> list[UUID]:
    return [UUID(mail.recipient.removeprefix(prefix)) for mail in mails if mail.recipient.startswith(prefix)]
