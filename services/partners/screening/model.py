"""How an applicant is looked at: the rules in force, the company's identity, and the checks a machine can do."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from services.partners.organisations.model import company_domain, name_key, registration_key

STRONG: Final = frozenset({"domain", "registration_no"})


class CheckOutcome(StrEnum):
    """What an applicant is told about their own company before they submit."""

    CLEAR = "clear"
    ALREADY_PARTNER = "already_partner"
    APPLICATION_PENDING = "application_pending"
    REAPPLY_LATER = "reapply_later"


class CheckResult(StrEnum):
    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class ReviewRules:
    """One published version of the rules by which applications are reviewed."""

    version: int
    sla_business_days: int
    calendar_region: str
    calendar_timezone: str
    decline_reasons: Mapping[str, int]  # the reason's code, and the days before the company may apply again
    checks: tuple[str, ...]
    free_mail_domains: frozenset[str]
    competitor_domains: frozenset[str]
    sanctioned_names: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Company:
    """What identifies a company, in the form in which companies are compared."""

    country: str | None
    domain: str | None
    registration_key: str | None
    name_key: str | None

    @classmethod
    def of(
        cls, *, legal_name: str | None, country: str | None, domain: str | None, registration_no: str | None
    ) -> "Company":
        return cls(
            country=country,
            domain=company_domain(domain),
            registration_key=registration_key(registration_no),
            name_key=name_key(legal_name) if legal_name else None,
        )


class Known(Protocol):
    """A partner or an application that is on record."""

    legal_name: str
    status: str
    country: str
    domain: str | None
    registration_key: str | None
    name_key: str


@dataclass(frozen=True, kw_only=True)
class Match:
    """A record that may be the company, and the signals that say so."""

    kind: str
    id: UUID
    legal_name: str
    status: str
    matched_on: tuple[str, ...]

    @classmethod
    def of(cls, kind: str, record_id: UUID, known: Known, company: Company) -> "Match":
        same_country = company.country == known.country
        signals = {
            "domain": company.domain is not None and company.domain == known.domain,
            "registration_no": same_country
            and company.registration_key not in (None, "")
            and company.registration_key == known.registration_key,
            "legal_name": same_country and company.name_key == known.name_key,
        }
        matched_on = tuple(name for name, agrees in signals.items() if agrees)
        return cls(kind=kind, id=record_id, legal_name=known.legal_name, status=known.status, matched_on=matched_on)

    @property
    def is_strong(self) -> bool:
        return not STRONG.isdisjoint(self.matched_on)


@dataclass(frozen=True, kw_only=True)
class Check:
    """The answer to 'do you know us?'; it names nobody and blocks only on what cannot be a coincidence."""

    outcome: CheckOutcome
    matched_on: tuple[str, ...] = ()
    blocking: bool = False
    reapply_on: date | None = None


def assess(matches: Sequence[Match], reapply_on: date | None) -> Check:
    """Strong signals first, a partner before an application; a name alone is only a hint."""
    outcomes = {"partner": CheckOutcome.ALREADY_PARTNER, "application": CheckOutcome.APPLICATION_PENDING}
    ranked = sorted(matches, key=lambda match: (not match.is_strong, match.kind != "partner"))
    if ranked and ranked[0].is_strong:
        return Check(outcome=outcomes[ranked[0].kind], matched_on=ranked[0].matched_on, blocking=True)
    if reapply_on is not None:
        return Check(outcome=CheckOutcome.REAPPLY_LATER, blocking=True, reapply_on=reapply_on)
    if ranked:
        return Check(outcome=outcomes[ranked[0].kind], matched_on=ranked[0].matched_on)
    return Check(outcome=CheckOutcome.CLEAR)


@dataclass(frozen=True, kw_only=True)
class ScreeningItem:
    """One line of the screening list, with who found out what and when."""

    check: str
    result: CheckResult = CheckResult.OPEN
    note: str | None = None
    checked_by: str | None = None
    checked_at: datetime | None = None

    def as_data(self) -> dict[str, str | None]:
        at = self.checked_at
        return {**asdict(self), "result": self.result.value, "checked_at": at.isoformat() if at else None}

    @classmethod
    def from_data(cls, data: Mapping[str, str | None]) -> "ScreeningItem":
        at = data["checked_at"]
        return cls(
            check=str(data["check"]),
            result=CheckResult(str(data["result"])),
            note=data["note"],
            checked_by=data["checked_by"],
            checked_at=datetime.fromisoformat(at) if at else None,
        )


def screen(company: Company, contact_email: str, rules: ReviewRules, now: datetime) -> list[ScreeningItem]:
    """Do the checks that need no human; whatever stays open is for the reviewer."""
    found = {
        "domain_ownership": _domain_ownership(company, contact_email),
        "sanctions_list": _listed(company.name_key, rules.sanctioned_names),
        "competitor_list": _listed(company.domain, rules.competitor_domains),
    }
    items = []
    for check in rules.checks:
        result, note = found.get(check, (CheckResult.OPEN, None))
        is_done = result is not CheckResult.OPEN
        by, at = ("service:partners", now) if is_done else (None, None)
        items.append(ScreeningItem(check=check, result=result, note=note, checked_by=by, checked_at=at))
    return items


def _domain_ownership(company: Company, contact_email: str) -> tuple[CheckResult, str | None]:
    if company.domain and company_domain(contact_email) == company.domain:
        return CheckResult.PASSED, "The contact writes from the company's own domain."
    return CheckResult.OPEN, None


def _listed(value: str | None, entries: frozenset[str]) -> tuple[CheckResult, str | None]:
    if value in entries:
        return CheckResult.FAILED, "Found on the list."
    return (CheckResult.PASSED, "Not on the list.") if value and entries else (CheckResult.OPEN, None)
