"""Facts about people. They carry ids, not names; only the invitation carries what a letter needs."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict
from uuid import UUID


class PersonRecord(TypedDict):
    """The fields that every event about a person carries."""

    person_id: UUID
    partner_id: UUID | None
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonFact:
    """What every event about a person says."""

    TYPE: ClassVar[str]
    SUBJECT: ClassVar[str] = "person"
    EXTENSIONS: ClassVar[dict[str, str]] = {"partnerid": "partner_id"}

    person_id: UUID
    partner_id: UUID | None
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonInvited(PersonFact):
    """Someone may act for a partner or the vendor, and is to be invited by mail."""

    TYPE: ClassVar[str] = "person.invited.v1"

    name: str
    email: str
    language: str


@dataclass(frozen=True, kw_only=True)
class PersonJoined(PersonFact):
    """An invited person accepted and acts for their organisation from now on."""

    TYPE: ClassVar[str] = "person.joined.v1"


@dataclass(frozen=True, kw_only=True)
class PersonUpdated(PersonFact):
    """A person's roles changed; whoever goes by them has the new ones here."""

    TYPE: ClassVar[str] = "person.updated.v1"

    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonLeft(PersonFact):
    """A person no longer acts for their organisation; whatever lets them in is to be closed."""

    TYPE: ClassVar[str] = "person.left.v1"

    reason: str
