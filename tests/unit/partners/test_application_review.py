"""The review of an application, walked through its table, and the checks a machine does."""

from datetime import UTC, date, datetime
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from services.partners import errors
from services.partners.applications.model import (
    OPEN,
    REVIEWER_VERBS,
    TRANSITIONS,
    Application,
    ApplicationStatus,
    ApplicationVerb,
    applicant_actions,
    hash_token,
    new_status_token,
    reviewer_actions,
)
from services.partners.screening.model import CheckOutcome, CheckResult, Match, ReviewRules, ScreeningItem, assess

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
RULES = ReviewRules(
    version=4,
    sla_business_days=3,
    calendar_region="ES",
    calendar_timezone="Europe/Madrid",
    decline_reasons={"not_a_fit": 90, "incomplete": 0},
    checks=("domain_ownership", "company_register", "sanctions_list", "competitor_list"),
    free_mail_domains=frozenset({"gmail.com"}),
    competitor_domains=frozenset({"southwind.example"}),
    sanctioned_names=frozenset({"kestrel arms"}),
)
PAIRS = list(product(ApplicationStatus, ApplicationVerb))


def an_application(status: ApplicationStatus = ApplicationStatus.SUBMITTED, **attributes: Any) -> Application:
    wanted: dict[str, Any] = {
        "application_id": UUID(int=1),
        "legal_name": "Vega Systems, S.L.",
        "country": "ES",
        "domain": "vega.example",
        "city": None,
        "registration_no": None,
        "partner_type": "reseller",
        "contact_name": "Lucía",
        "contact_email": "lucia@vega.example",
        "language": "es",
        "submitted_at": NOW,
        "decide_by": NOW,
        "token_hash": "",
        "status": status,
    }
    return Application(**{**wanted, **attributes})


def do(application: Application, verb: ApplicationVerb) -> list[Any]:
    match verb:
        case ApplicationVerb.SCREEN:
            application.start_screening()
            return []
        case ApplicationVerb.APPROVE:
            made = {"partner_id": UUID(int=2), "person_id": UUID(int=3)}
            return list(application.approve(**made, rules=RULES, override_reason=None))
        case ApplicationVerb.DECLINE:
            return list(application.decline(reason_code="not_a_fit", text="No.", rules=RULES, now=NOW))
        case ApplicationVerb.WITHDRAW:
            return list(application.withdraw())


@pytest.mark.parametrize(("status", "verb"), [pair for pair in PAIRS if pair in TRANSITIONS])
def test_a_legal_step_leads_where_the_table_says(status: ApplicationStatus, verb: ApplicationVerb) -> None:
    application = an_application(status)
    facts = do(application, verb)
    assert application.status is TRANSITIONS[status, verb]
    assert [fact.status for fact in facts] == [application.status.value] * (verb is not ApplicationVerb.SCREEN)


@pytest.mark.parametrize(
    ("status", "verb"),
    [
        pair
        for pair in PAIRS
        if pair not in TRANSITIONS and pair != (ApplicationStatus.SCREENING, ApplicationVerb.SCREEN)
    ],
)
def test_a_decided_application_is_not_decided_again(status: ApplicationStatus, verb: ApplicationVerb) -> None:
    application = an_application(status)
    with pytest.raises(errors.ApplicationDecided) as refused:
        do(application, verb)
    assert refused.value.details["status"] == status.value
    assert application.status is status


def test_starting_the_screening_twice_is_harmless() -> None:
    application = an_application(ApplicationStatus.SCREENING)
    application.start_screening()
    assert application.status is ApplicationStatus.SCREENING


@pytest.mark.parametrize("status", list(ApplicationStatus))
def test_the_actions_offered_are_those_that_the_table_allows(status: ApplicationStatus) -> None:
    offered = reviewer_actions(status)
    assert [verb.value for verb in REVIEWER_VERBS if (status, verb) in TRANSITIONS] == offered
    assert applicant_actions(status) == (["withdraw"] if status in OPEN else [])


def test_a_declined_company_may_apply_again_after_as_many_days_as_the_reason_says() -> None:
    declined = an_application()
    declined.decline(reason_code="not_a_fit", text="", rules=RULES, now=NOW)
    incomplete = an_application()
    incomplete.decline(reason_code="incomplete", text="", rules=RULES, now=NOW)
    assert (declined.reapply_on, incomplete.reapply_on) == (date(2026, 5, 31), date(2026, 3, 2))


def test_a_decision_names_the_rules_it_was_made_under() -> None:
    (fact,) = do(an_application(), ApplicationVerb.APPROVE)
    assert (fact.rule_version, fact.partner_id) == (4, UUID(int=2))


@pytest.mark.parametrize(
    ("attributes", "check", "result"),
    [
        ({}, "domain_ownership", CheckResult.PASSED),
        ({"contact_email": "lucia@gmail.com"}, "domain_ownership", CheckResult.OPEN),
        ({"domain": None}, "domain_ownership", CheckResult.OPEN),
        ({}, "company_register", CheckResult.OPEN),
        ({}, "sanctions_list", CheckResult.PASSED),
        ({"legal_name": "KESTREL ARMS LTD"}, "sanctions_list", CheckResult.FAILED),
        ({"domain": "shop.southwind.example"}, "competitor_list", CheckResult.FAILED),
        ({"domain": None}, "competitor_list", CheckResult.OPEN),
    ],
)
def test_the_machine_checks_what_it_can(attributes: dict[str, Any], check: str, result: CheckResult) -> None:
    application = an_application(**attributes)
    application.submit(RULES, NOW)
    found = {item.check: item for item in application.checks()}
    assert set(found) == set(RULES.checks)
    assert found[check].result is result
    assert (found[check].checked_by is None) is (result is CheckResult.OPEN)


def test_a_failed_check_stops_an_approval_until_somebody_writes_why_not() -> None:
    application = an_application(legal_name="Kestrel Arms")
    application.submit(RULES, NOW)
    with pytest.raises(errors.ScreeningFailed):
        do(application, ApplicationVerb.APPROVE)
    assert application.status is ApplicationStatus.SUBMITTED
    application.approve(partner_id=UUID(int=2), person_id=UUID(int=3), rules=RULES, override_reason="Another firm.")
    assert application.status is ApplicationStatus.APPROVED


def test_a_reviewers_finding_replaces_the_machines() -> None:
    application = an_application(legal_name="Kestrel Arms")
    application.submit(RULES, NOW)
    finding = ScreeningItem(check="sanctions_list", result=CheckResult.PASSED, checked_by="person:1", checked_at=NOW)
    application.record_screening([finding])
    assert next(item for item in application.checks() if item.check == "sanctions_list") == finding
    assert application.status is ApplicationStatus.SCREENING


def a_match(kind: str, *signals: str) -> Match:
    return Match(kind=kind, id=UUID(int=9), legal_name="Secret Ltd", status="active", matched_on=signals)


@pytest.mark.parametrize(
    ("matches", "waits", "outcome", "blocking"),
    [
        ([], None, CheckOutcome.CLEAR, False),
        ([a_match("partner", "legal_name")], None, CheckOutcome.ALREADY_PARTNER, False),
        ([a_match("partner", "domain")], None, CheckOutcome.ALREADY_PARTNER, True),
        ([a_match("application", "registration_no")], None, CheckOutcome.APPLICATION_PENDING, True),
        ([a_match("application", "domain"), a_match("partner", "domain")], None, CheckOutcome.ALREADY_PARTNER, True),
        (
            [a_match("partner", "legal_name"), a_match("application", "domain")],
            None,
            CheckOutcome.APPLICATION_PENDING,
            True,
        ),
        ([a_match("partner", "legal_name")], date(2026, 5, 1), CheckOutcome.REAPPLY_LATER, True),
        ([a_match("partner", "domain")], date(2026, 5, 1), CheckOutcome.ALREADY_PARTNER, True),
    ],
)
def test_the_strongest_knowledge_of_a_company_decides_the_answer(
    matches: list[Match], waits: date | None, outcome: CheckOutcome, blocking: bool
) -> None:
    check = assess(matches, waits)
    assert (check.outcome, check.blocking) == (outcome, blocking)
    assert "Secret" not in repr(check)


def test_status_tokens_cannot_be_guessed_from_one_another() -> None:
    tokens = {new_status_token() for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 43
    assert hash_token("a") != hash_token("b")
