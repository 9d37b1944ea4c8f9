"""A person: who acts for a partner or the vendor, in which role, from the invitation to the farewell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from services.partners import errors
from services.partners.organisations.model import search_key
from services.partners.people import events

PARTNER_ROLES: Final = ("partner_seller", "partner_admin")
VENDOR_ROLES: Final = ("channel_manager", "program_manager", "platform_operator", "auditor")
ROLES: Final = (*PARTNER_ROLES, *VENDOR_ROLES)
LANGUAGES: Final = ("en", "es")


class PersonStatus(StrEnum):
    INVITED = "invited"
    ACTIVE = "active"
    LEFT = "left"


class PersonVerb(StrEnum):
    JOIN = "join"
    LEAVE = "leave"


S, V = PersonStatus, PersonVerb

TRANSITIONS: Final[Mapping[tuple[PersonStatus, PersonVerb], PersonStatus]] = MappingProxyType(
    {
        (S.INVITED, V.JOIN): S.ACTIVE,
        (S.INVITED, V.LEAVE): S.LEFT,
        (S.ACTIVE, V.LEAVE): S.LEFT,
    }
)


@dataclass(eq=False, kw_only=True)
class Person:
    """Someone who acts for one organisation; the vendor's own people have no partner."""

    person_id: UUID
    partner_id: UUID | None
    name: str
    email: str
    roles: list[str]
    invited_at: datetime
    job_title: str | None = None
    phone: str | None = None
    language: str = "en"
    status: PersonStatus = PersonStatus.INVITED
    joined_at: datetime | None = None
    left_at: datetime | None = None
    left_reason: str | None = None
    search_key: str = ""
    version: int = 1

    def __post_init__(self) -> None:
        self.email = self.email.strip().casefold()
        self.search_key = search_key(self.name, None)
        for role in self.roles:
            self._refuse_foreign(role)

    @property
    def administers_partner(self) -> bool:
        return "partner_admin" in self.roles

    def invite(self) -> list[events.PersonInvited]:
        return [events.PersonInvited(**self._fact(), name=self.name, email=self.email, language=self.language)]

    def join(self, now: datetime) -> list[events.PersonJoined]:
        """Accept the invitation; a second acceptance changes nothing."""
        if self.status is PersonStatus.ACTIVE:
            return []
        self._move(PersonVerb.JOIN)
        self.joined_at = now
        return [events.PersonJoined(**self._fact())]

    def leave(self, now: datetime, reason: str) -> list[events.PersonLeft]:
        self._move(PersonVerb.LEAVE)
        self.left_at, self.left_reason = now, reason
        return [events.PersonLeft(**self._fact(), reason=reason)]

    def change(self, *, role: str | None = None, **attributes: object) -> list[events.PersonUpdated]:
        """Correct what is known of a person; only another role is news for others. Who left is kept as they were."""
        if self.status is PersonStatus.LEFT:
            raise errors.IllegalTransition("This person has left.", status=self.status)
        held = self.roles
        if role is not None:
            self._refuse_foreign(role)
            self.roles = [role]
        for name, value in attributes.items():
            setattr(self, name, value)
        self.search_key = search_key(self.name, None)
        return [events.PersonUpdated(**self._fact(), changed=("roles",))] if self.roles != held else []

    def _move(self, verb: PersonVerb) -> None:
        target = TRANSITIONS.get((self.status, verb))
        if target is None:
            raise errors.IllegalTransition(
                f"A person who is {self.status} cannot {verb}.", status=self.status, verb=verb
            )
        self.status = target

    def _refuse_foreign(self, role: str) -> None:
        allowed = VENDOR_ROLES if self.partner_id is None else PARTNER_ROLES
        if role not in allowed:
            raise errors.RoleNotAllowed(role=role, allowed=list(allowed))

    def _fact(self) -> events.PersonRecord:
        return {"person_id": self.person_id, "partner_id": self.partner_id, "roles": tuple(self.roles)}
