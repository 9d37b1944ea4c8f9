"""The partner organisation: its record, its lifecycle and the keys it is found by. Knows neither people nor storage."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from publicsuffixlist import PublicSuffixList

from services.partners import errors
from services.partners.organisations import events
from services.partners.regions.model import region_of

PARTNER_TYPES: Final = (
    "reseller",
    "distributor",
    "integrator",
    "service_provider",
    "consultant",
    "referral",
    "technology",
)
TIERS: Final = ("registered", "silver", "gold")


class PartnerStatus(StrEnum):
    APPLICANT = "applicant"
    ONBOARDING = "onboarding"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"


class PartnerVerb(StrEnum):
    ADMIT = "admit"
    ACTIVATE = "activate"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    TERMINATE = "terminate"


S, V = PartnerStatus, PartnerVerb

TRANSITIONS: Final[Mapping[tuple[PartnerStatus, PartnerVerb], PartnerStatus]] = MappingProxyType(
    {
        (S.APPLICANT, V.ADMIT): S.ONBOARDING,
        (S.ONBOARDING, V.ACTIVATE): S.ACTIVE,
        (S.ONBOARDING, V.SUSPEND): S.SUSPENDED,
        (S.ACTIVE, V.SUSPEND): S.SUSPENDED,
        (S.SUSPENDED, V.REINSTATE): S.ACTIVE,
        (S.ONBOARDING, V.TERMINATE): S.TERMINATED,
        (S.ACTIVE, V.TERMINATE): S.TERMINATED,
        (S.SUSPENDED, V.TERMINATE): S.TERMINATED,
    }
)

STAFF_VERBS: Final = (V.SUSPEND, V.REINSTATE, V.TERMINATE)
EDITABLE: Final = (
    "legal_name",
    "country",
    "domain",
    "city",
    "registration_no",
    "partner_type",
    "tier",
    "parent_partner_id",
)
FILLABLE: Final = ("domain", "city", "registration_no")  # What a partner may add to its own record.
RECORDED: Final = (*EDITABLE, "region", "channel_manager_id", "status", "status_reason")
MOMENTS: Final = ("status_since", "activated_at")

LEGAL_FORMS: Final = frozenset({
    "ab", "ag", "as", "asa", "aps", "bv", "bvba", "co", "company", "corp", "corporation", "cv", "eirl", "ev",
    "gmbh", "inc", "incorporated", "kft", "kg", "lda", "limitada", "limited", "llc", "llp", "lp", "ltd", "ltda",
    "mbh", "nv", "ohg", "oo", "oy", "oyj", "plc", "pty", "sa", "sab", "sapi", "sarl", "sas", "sasu", "sca",
    "scl", "se", "sl", "slne", "slp", "slu", "sp", "spa", "srl", "srls", "sro", "ug", "unipersonal",
    "unipessoal", "zoo",
})  # fmt: skip
_JOINED_BY: Final = frozenset({"de", "y", "z"})
_LONGEST_KEY: Final = 200  # Some characters decompose into many; keys must fit their columns and indexes.
_SUFFIXES: Final = PublicSuffixList()


def fold(text: str) -> str:
    """Lower case without accents or punctuation: how names are compared and searched."""
    lower = unicodedata.normalize("NFKD", text).casefold()  # Letters in circles and squares are capitals inside.
    decomposed = unicodedata.normalize("NFKD", lower)[:_LONGEST_KEY]
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return re.sub(r"[^\w]+", " ", re.sub(r"[.']", "", bare)).strip()


def name_key(legal_name: str) -> str:
    """A legal name without the legal form at its end: 'Vega Systems, S.L.' and 'VEGA SYSTEMS SL' are one company."""
    words = fold(legal_name).split()
    kept = len(words)
    while kept and (words[kept - 1] in LEGAL_FORMS or (kept < len(words) and words[kept - 1] in _JOINED_BY)):
        kept -= 1
    return " ".join(words[:kept] or words)


def company_domain(raw: str | None) -> str | None:
    """The registrable domain in what people paste: an address, a host or a mail domain."""
    if raw is None or not raw.strip():
        return None
    host = re.sub(r"^[a-z+]+://", "", raw.strip().casefold()).rsplit("@", 1)[-1]
    host = re.split(r"[/?#:]", host, maxsplit=1)[0].strip(".")
    return str(_SUFFIXES.privatesuffix(host) or host)


def registration_key(raw: str | None) -> str | None:
    """A registration number as registers compare it: letters and digits only."""
    return re.sub(r"[^0-9A-Z]", "", raw.upper())[:50] or None if raw else None


def search_key(name: str, domain: str | None) -> str:
    """What a search by part of a name or a domain looks into; also the order of lists by name."""
    return f"{fold(name)} {domain or ''}".strip()


@dataclass(eq=False, kw_only=True)
class Partner:
    """An organisation that sells or serves for the vendor."""

    partner_id: UUID
    legal_name: str
    country: str
    domain: str | None
    city: str | None
    registration_no: str | None
    partner_type: str
    created_at: datetime
    status_since: datetime
    parent_partner_id: UUID | None = None
    channel_manager_id: UUID | None = None
    application_id: UUID | None = None
    tier: str = TIERS[0]
    region: str = ""
    status: PartnerStatus = PartnerStatus.APPLICANT
    status_reason: str | None = None
    activated_at: datetime | None = None
    name_key: str = ""
    registration_key: str | None = None
    search_key: str = ""
    version: int = 1

    def __post_init__(self) -> None:
        self._index()

    def admit(self, now: datetime) -> list[events.PartnerCreated]:
        """Start the relationship: what an approved application leads to."""
        self._move(PartnerVerb.ADMIT, now, reason=None)
        return [events.PartnerCreated(**self._fact(), application_id=self.application_id)]

    def activate(self, now: datetime) -> list[events.PartnerActivated]:
        """Nothing happens to a partner that works already, or may not at present."""
        if (self.status, PartnerVerb.ACTIVATE) not in TRANSITIONS:
            return []
        self._move(PartnerVerb.ACTIVATE, now, reason=None)
        self.activated_at = now
        return [events.PartnerActivated(**self._fact())]

    def suspend(self, now: datetime, reason: str) -> list[events.PartnerSuspended]:
        self._move(PartnerVerb.SUSPEND, now, reason=_stated(reason))
        return [events.PartnerSuspended(**self._fact(), reason=reason.strip())]

    def reinstate(self, now: datetime) -> list[events.PartnerReinstated]:
        """Back to the status before: a partner suspended while onboarding has still to be activated."""
        self._move(PartnerVerb.REINSTATE, now, reason=None)
        if self.activated_at is None:
            self.status = PartnerStatus.ONBOARDING
        return [events.PartnerReinstated(**self._fact())]

    def terminate(self, now: datetime, reason: str) -> list[events.PartnerTerminated]:
        self._move(PartnerVerb.TERMINATE, now, reason=_stated(reason))
        return [events.PartnerTerminated(**self._fact(), reason=reason.strip())]

    def change(self, **attributes: object) -> list[events.PartnerUpdated]:
        """Correct attributes of the record; whoever keeps a replica learns which ones."""
        if self.status is PartnerStatus.TERMINATED:
            raise errors.PartnerTerminated
        before = self.record()
        for name, value in attributes.items():
            setattr(self, name, value)
        self._index()
        changed = differing(before, self.record())
        return [events.PartnerUpdated(**self._fact(), changed=changed)] if changed else []

    def record(self) -> dict[str, str | None]:
        """Every attribute whose history is kept, as text."""
        values = {name: getattr(self, name) for name in (*RECORDED, *MOMENTS)}
        return {name: None if value is None else str(value) for name, value in values.items()}

    def _move(self, verb: PartnerVerb, now: datetime, reason: str | None) -> None:
        target = TRANSITIONS.get((self.status, verb))
        if target is None:
            raise errors.IllegalTransition(
                f"A partner that is {self.status} cannot {verb}.", status=self.status, verb=verb
            )
        self.status, self.status_since, self.status_reason = target, now, reason

    def _index(self) -> None:
        self.region = region_of(self.country)
        self.domain = company_domain(self.domain)
        self.name_key = name_key(self.legal_name)
        self.registration_key = registration_key(self.registration_no)
        self.search_key = search_key(self.legal_name, self.domain)

    def _fact(self) -> events.PartnerRecord:
        return {
            "partner_id": self.partner_id,
            "legal_name": self.legal_name,
            "country": self.country,
            "partner_type": self.partner_type,
            "tier": self.tier,
            "region": self.region,
            "status": self.status.value,
            "parent_partner_id": self.parent_partner_id,
            "channel_manager_id": self.channel_manager_id,
        }


def staff_actions(status: PartnerStatus) -> list[str]:
    """The steps that a status allows to staff."""
    return [verb.value for verb in STAFF_VERBS if (status, verb) in TRANSITIONS]


def differing(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> tuple[str, ...]:
    """The names of the attributes whose values differ, in the order of the record."""
    return tuple(name for name in RECORDED if before.get(name) != after.get(name))


def _stated(reason: str) -> str:
    if not reason.strip():
        raise errors.ReasonRequired
    return reason.strip()
