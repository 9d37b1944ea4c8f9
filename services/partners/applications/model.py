"""An organisation's request to become a partner: its review and its decision, from submission to the end."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from services.partners import errors
from services.partners.applications import events
from services.partners.organisations.model import search_key
from services.partners.screening.model import CheckResult, Company, ReviewRules, ScreeningItem, screen


class ApplicationStatus(StrEnum):
    SUBMITTED = "submitted"
    SCREENING = "screening"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ApplicationVerb(StrEnum):
    SCREEN = "screen"
    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


S, V = ApplicationStatus, ApplicationVerb

TRANSITIONS: Final[Mapping[tuple[ApplicationStatus, ApplicationVerb], ApplicationStatus]] = MappingProxyType(
    {
        (S.SUBMITTED, V.SCREEN): S.SCREENING,
        (S.SUBMITTED, V.APPROVE): S.APPROVED,
        (S.SUBMITTED, V.DECLINE): S.DECLINED,
        (S.SUBMITTED, V.WITHDRAW): S.WITHDRAWN,
        (S.SCREENING, V.APPROVE): S.APPROVED,
        (S.SCREENING, V.DECLINE): S.DECLINED,
        (S.SCREENING, V.WITHDRAW): S.WITHDRAWN,
    }
)

OPEN: Final = (S.SUBMITTED, S.SCREENING)
REVIEWER_VERBS: Final = (V.SCREEN, V.APPROVE, V.DECLINE)


@dataclass(eq=False, kw_only=True)
class Decision:
    """Who decided what and why, under which rules and on which inputs: enough to replay it."""

    application_id: UUID
    decision: str
    reason_code: str | None
    text: str | None
    override_reason: str | None
    decided_by: str
    decided_at: datetime
    rule_version: int
    inputs: dict[str, object]


@dataclass(eq=False, kw_only=True)
class Application:
    """A request to become a partner. Of the token that opens its status page only a hash is kept."""

    application_id: UUID
    legal_name: str
    country: str
    domain: str | None
    city: str | None
    registration_no: str | None
    partner_type: str
    contact_name: str
    contact_email: str
    language: str
    submitted_at: datetime
    decide_by: datetime
    token_hash: str
    status: ApplicationStatus = ApplicationStatus.SUBMITTED
    screening: list[dict[str, str | None]] = field(default_factory=list)
    reapply_on: date | None = None
    partner_id: UUID | None = None
    name_key: str = ""
    registration_key: str | None = None
    search_key: str = ""
    version: int = 1

    def __post_init__(self) -> None:
        company = self.company()
        self.domain, self.registration_key = company.domain, company.registration_key
        self.name_key = company.name_key or ""
        self.search_key = search_key(self.legal_name, self.domain)
        self.contact_email = self.contact_email.strip().casefold()

    def company(self) -> Company:
        return Company.of(
            legal_name=self.legal_name,
            country=self.country,
            domain=self.domain,
            registration_no=self.registration_no,
        )

    def submit(self, rules: ReviewRules, now: datetime) -> list[events.ApplicationSubmitted]:
        """Enter the review, with the checks a machine can do done."""
        if self.domain in rules.free_mail_domains:
            raise errors.FreeMailDomain(field="domain")
        self._note(screen(self.company(), self.contact_email, rules, now))
        return [events.ApplicationSubmitted(**self._fact(), decide_by=self.decide_by)]

    def start_screening(self) -> None:
        """Someone looks at it now; saying so twice is harmless."""
        if self.status is not ApplicationStatus.SCREENING:
            self._move(ApplicationVerb.SCREEN)

    def record_screening(self, found: list[ScreeningItem]) -> None:
        """Keep what a reviewer found out; checks that are not on the list are refused."""
        self.start_screening()
        listed = {item.check: item for item in self.checks()}
        for item in found:
            if item.check not in listed:
                raise errors.UnknownCheck(check=item.check, checks=sorted(listed))
            listed[item.check] = item
        self._note(list(listed.values()))

    def approve(
        self, *, partner_id: UUID, person_id: UUID, rules: ReviewRules, override_reason: str | None
    ) -> list[events.ApplicationApproved]:
        """Accept; a failed check needs a written reason for the exception."""
        self.require(ApplicationVerb.APPROVE)
        failed = [item.check for item in self.checks() if item.result is CheckResult.FAILED]
        if failed and not (override_reason or "").strip():
            raise errors.ScreeningFailed(checks=failed)
        self._move(ApplicationVerb.APPROVE)
        self.partner_id = partner_id
        approved = events.ApplicationApproved(
            **self._fact(), partner_id=partner_id, person_id=person_id, rule_version=rules.version
        )
        return [approved]

    def decline(
        self, *, reason_code: str, text: str, rules: ReviewRules, now: datetime
    ) -> list[events.ApplicationDeclined]:
        """Turn down for a reason that the rules know; they also say when the company may apply again."""
        if reason_code not in rules.decline_reasons:
            raise errors.UnknownReasonCode(reason_code=reason_code, allowed=sorted(rules.decline_reasons))
        self._move(ApplicationVerb.DECLINE)
        self.reapply_on = (now + timedelta(days=rules.decline_reasons[reason_code])).date()
        declined = events.ApplicationDeclined(
            **self._fact(),
            reason_code=reason_code,
            text=text,
            reapply_on=self.reapply_on,
            rule_version=rules.version,
        )
        return [declined]

    def withdraw(self) -> list[events.ApplicationWithdrawn]:
        self._move(ApplicationVerb.WITHDRAW)
        return [events.ApplicationWithdrawn(**self._fact())]

    def checks(self) -> list[ScreeningItem]:
        return [ScreeningItem.from_data(data) for data in self.screening]

    def require(self, verb: ApplicationVerb) -> ApplicationStatus:
        """Where the verb leads from here; a decided application leads nowhere and says how it was decided."""
        target = TRANSITIONS.get((self.status, verb))
        if target is None:
            partner_id = str(self.partner_id) if self.partner_id else None
            raise errors.ApplicationDecided(status=self.status.value, partner_id=partner_id)
        return target

    def _move(self, verb: ApplicationVerb) -> None:
        self.status = self.require(verb)

    def _note(self, items: list[ScreeningItem]) -> None:
        self.screening = [item.as_data() for item in items]

    def _fact(self) -> events.ApplicationRecord:
        return {
            "application_id": self.application_id,
            "legal_name": self.legal_name,
            "country": self.country,
            "partner_type": self.partner_type,
            "status": self.status.value,
        }


def decision_on(
    application: Application,
    *,
    actor: str,
    now: datetime,
    rules: ReviewRules,
    duplicates: list[str],
    reason_code: str | None = None,
    text: str | None = None,
    override_reason: str | None = None,
) -> Decision:
    """The record of the decision that an application has just been given."""
    inputs: dict[str, object] = {
        "screening": application.screening,
        "duplicates": duplicates,
        "decide_by": application.decide_by.isoformat(),
    }
    return Decision(
        application_id=application.application_id,
        decision=application.status.value,
        reason_code=reason_code,
        text=text,
        override_reason=override_reason,
        decided_by=actor,
        decided_at=now,
        rule_version=rules.version,
        inputs=inputs,
    )


def reviewer_actions(status: ApplicationStatus) -> list[str]:
    """The steps that a status allows to a reviewer."""
    return [verb.value for verb in REVIEWER_VERBS if (status, verb) in TRANSITIONS]


def applicant_actions(status: ApplicationStatus) -> list[str]:
    """The steps that a status allows to the applicant."""
    return [ApplicationVerb.WITHDRAW.value] if status in OPEN else []


def new_status_token() -> str:
    """An unguessable key to the status page; only its hash is stored."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
