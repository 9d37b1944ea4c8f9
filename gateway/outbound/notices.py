"""Which event owes whom a letter. A table from event type to letters; the words are in templates/.

A letter says what its reader may know: texts written for the partner, never an internal note, never another partner.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from chassis import clock
from chassis.errors import ServiceError
from gateway.identity import accounts, invitations
from gateway.outbound import mail
from gateway.outbound.tables import event_log

Event = Mapping[str, Any]

_NEWEST: Final = (
    select(event_log.c.body)
    .where(event_log.c.subject == bindparam("subject"))
    .order_by(event_log.c.position.desc())
    .limit(1)
)
# Where the owner keeps the sentence written for the partner; it is asked for when the letter is written.
_WORDS_IN: Final = {"info_requested": "info_request", "rejected": "decision", "revoked": "decision"}
_TEMPLATE_OF: Final = {"resubmitted": "submitted"}


def owe_receipt(session: Session, answer: Mapping[str, Any]) -> None:
    """The receipt for an application, owed before the submission is answered: no event holds the status page's key."""
    application_id = answer["application_id"]
    if answer["status_token"] is None:  # A repetition that cannot know the key any more: the first answer owed it.
        return
    data = {"decide_by": answer["decide_by"], "status_token": answer["status_token"]}
    to = f"application:{application_id}"
    mail.queue(session, "application_submitted", to, None, data, event_id=UUID(application_id))


@dataclass(frozen=True)
class Notices:
    """Writes the letters an event owes into the queue, in the transaction that moves the reader forward."""

    public_url: str

    def write(self, session: Session, event: Event) -> None:
        _LETTERS[event["type"]](self, session, event)

    def _queue(self, session: Session, event: Event, template: str, to: str, data: Mapping[str, Any]) -> None:
        mail.queue(session, template, to, None, data, event_id=UUID(event["id"]))

    def application_declined(self, session: Session, event: Event) -> None:
        said = event["data"]
        data = {name: said.get(name) for name in ("legal_name", "text", "reapply_on")}
        self._queue(session, event, "application_declined", f"application:{said['application_id']}", data)

    def person_invited(self, session: Session, event: Event) -> None:
        """The invitation is made here, once for this event, and its secret exists only in the letter."""
        said = event["data"]
        if said.get("partner_id") is None:
            return
        now, about = clock.now(), _newest_about_partner(session, said["partner_id"])
        try:
            secret = invitations.invite(
                session,
                person_id=UUID(said["person_id"]),
                partner_id=UUID(said["partner_id"]),
                email=said["email"],
                display_name=said["name"],
                roles=said["roles"],
                language=said.get("language") or "en",
                now=now,
            )
        except ServiceError as refused:
            if refused.code == "invitation_accepted":
                return
            raise ValueError(f"the invitation was refused: {refused.code}") from refused
        data = {
            "name": said["name"],
            "legal_name": about["data"].get("legal_name"),
            "link": f"{self.public_url}/invitations/{secret}",
            "expires_at": (now + invitations.VALID).isoformat(),
        }
        # The approval of an application invites its contact in one go: then the letter is the welcome, too.
        welcome = about.get("type") == "partner.created.v1" and about.get("correlationid") == event.get("correlationid")
        template = "application_approved" if welcome else "invitation"
        mail.queue(session, template, said["email"], said.get("language"), data, event_id=UUID(event["id"]))

    def registration_submitted(self, session: Session, event: Event) -> None:
        """A receipt for who sent it, and work for the partner's channel manager; without one, for who assigns them."""
        self.to_submitter(session, event)
        partner = _newest_about_partner(session, event["data"]["partner_id"])["data"]
        manager = partner.get("channel_manager_id")
        data = self._registration(event, f"{self.public_url}/console/approvals")
        data["partner"] = partner.get("legal_name")
        for person_id in [manager] if manager else accounts.people_with_role(session, "program_manager"):
            self._queue(session, event, "deal_registration_to_decide", f"person:{person_id}", data)

    def to_submitter(self, session: Session, event: Event) -> None:
        """The letter of a registration's own event, to the person who sent the registration."""
        said = event["data"]
        try:
            sender = UUID(said["submitted_by"])
        except ValueError:  # registered by a service: nobody to write to
            return
        fact = event["type"].split(".")[1]
        data = self._registration(event, f"{self.public_url}/deals/{said['deal_registration_id']}")
        if fact in _WORDS_IN:
            data |= {"words_of": said["deal_registration_id"], "words_in": _WORDS_IN[fact], "fact": fact}
        self._queue(session, event, f"deal_registration_{_TEMPLATE_OF.get(fact, fact)}", f"person:{sender}", data)

    def to_holder(self, session: Session, event: Event) -> None:
        """The letter of a certificate's own event, to the person who holds it; its title is asked for in the end."""
        said = event["data"]
        data = {
            "certificate_of": said["certificate_id"],
            "number": said["number"],
            "expires_at": said.get("expires_at"),
            "days_left": said.get("days_left"),
            "reason": said.get("reason"),
            "link": f"{self.public_url}/certificates",
        }
        template = "_".join(event["type"].split(".")[:2])
        self._queue(session, event, template, f"person:{said['person_id']}", data)

    def to_owner(self, session: Session, event: Event) -> None:
        """The owner of an asset is asked whether it still holds."""
        said = event["data"]
        data = {
            "title": said["title"],
            "review_on": said["review_on"],
            "link": f"{self.public_url}/console/content/{said['asset_id']}",
        }
        self._queue(session, event, "asset_review_due", f"person:{said['owner_id']}", data)

    def _registration(self, event: Event, link: str) -> dict[str, Any]:
        said = event["data"]
        return {
            "number": said["number"],
            "customer": (said.get("customer") or {}).get("legal_name"),
            "text": None,
            "decide_by": said.get("decide_by"),
            "protected_until": said.get("protected_until"),
            "link": link,
        }


_LETTERS: Final[Mapping[str, Callable[[Notices, Session, Event], None]]] = {
    "application.declined.v1": Notices.application_declined,
    "person.invited.v1": Notices.person_invited,
    "deal_registration.submitted.v1": Notices.registration_submitted,
    "deal_registration.resubmitted.v1": Notices.registration_submitted,
    "deal_registration.info_requested.v1": Notices.to_submitter,
    "deal_registration.approved.v1": Notices.to_submitter,
    "deal_registration.rejected.v1": Notices.to_submitter,
    "deal_registration.lapsed.v1": Notices.to_submitter,
    "deal_registration.extended.v1": Notices.to_submitter,
    "deal_registration.expired.v1": Notices.to_submitter,
    "deal_registration.revoked.v1": Notices.to_submitter,
    "certificate.issued.v1": Notices.to_holder,
    "certificate.expiring.v1": Notices.to_holder,
    "certificate.expired.v1": Notices.to_holder,
    "certificate.revoked.v1": Notices.to_holder,
    "asset.review_due.v1": Notices.to_owner,
}
NOTICED: Final = frozenset(_LETTERS)
LEAVING: Final = frozenset({"person.left.v1"})


def close_account(session: Session, event: Event) -> None:
    """A person left: the account is disabled and every session and token of it dies."""
    accounts.disable_person(session, UUID(event["data"]["person_id"]), now=clock.now())


def _newest_about_partner(session: Session, partner_id: str) -> Event:
    """The partner as its newest event tells it: the log is the replica, read once for all letters of one session."""
    read: dict[str, Event] = session.info.setdefault("partners", {})
    if partner_id not in read:
        body = session.scalar(_NEWEST, {"subject": f"partner/{partner_id}"})
        read[partner_id] = {"data": {}} if body is None else json.loads(bytes(body))
    return read[partner_id]
