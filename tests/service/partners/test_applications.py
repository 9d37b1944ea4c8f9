"""From a form on the web to a partner: what applicants and reviewers may rely on."""

import hashlib
from typing import Any

import pytest
from sqlalchemy import select

from chassis.clock import FrozenClock
from chassis.database import command_log
from chassis.errors import ServiceError
from chassis.testing import ANYBODY, Harness, principal
from services.partners.applications.tables import application_decisions, applications
from tests.service.partners.office import MONDAY, STAFF, Office

SPANISH = {
    "legal_name": "Vega Systems, S.L.",
    "country": "ES",
    "domain": "vega.example",
    "registration_no": "B-1234 5678",
}

SEAL = "c2VhbGVkIHdpdGggdGhpcnR5LXR3byBieXRlcy4uLi4="


def refusal(office: Office, method: str, who: Any = STAFF, **command: Any) -> ServiceError:
    with pytest.raises(ServiceError) as refused:
        office.ask(method, who, **command)
    return refused.value


def test_an_approved_application_becomes_an_onboarding_partner_with_its_first_person(office: Office) -> None:
    made = office.approve(office.apply(**SPANISH))
    partner = office.ask("get_partner", partner_id=made["partner_id"])
    person = office.ask("get_person", person_id=made["person_id"])
    assert (partner["status"], partner["legal_name"]) == ("onboarding", "Vega Systems, S.L.")
    assert (person["status"], person["roles"], person["partner_id"]) == (
        "invited",
        ["partner_admin"],
        made["partner_id"],
    )


def test_approval_says_all_it_did_in_one_transaction(office: Office, harness: Harness) -> None:
    office.partner()
    assert harness.published() == [
        "application.submitted.v1",
        "application.approved.v1",
        "partner.created.v1",
        "person.invited.v1",
    ]


def test_a_second_approval_is_refused_and_names_the_partner_of_the_first(office: Office, harness: Harness) -> None:
    application = office.apply()
    made = office.approve(application)
    refused = refusal(office, "approve_application", application_id=application["application_id"])
    assert (refused.kind, refused.code) == ("conflict", "application_already_decided")
    assert refused.details == {"status": "approved", "partner_id": made["partner_id"]}
    assert harness.published().count("partner.created.v1") == 1


def test_the_promise_is_three_working_days_and_skips_the_weekend(office: Office, time: FrozenClock) -> None:
    time.advance(days=3)  # Thursday, ten o'clock in Madrid
    answer = office.apply()
    assert answer["decide_by"] == "2026-03-10T09:00:00+00:00"


def test_an_overdue_application_is_late_for_everybody_who_may_look(office: Office, time: FrozenClock) -> None:
    answer = office.apply()
    time.advance(days=4)
    assert office.ask("get_application_status", ANYBODY, status_token=answer["status_token"])["is_late"] is True
    assert office.ask("list_applications")["items"][0]["is_late"] is True
    assert office.ask("count_applications") == {"counts": {"submitted": 1}, "late": 1}


def test_the_token_opens_the_status_page_and_is_stored_as_a_hash_only(office: Office, harness: Harness) -> None:
    answer = office.apply()
    with harness.sessions.reading() as session:
        stored = session.execute(select(applications.c.token_hash)).scalar_one()
    assert stored == hashlib.sha256(answer["status_token"].encode()).hexdigest()
    status = office.ask("get_application_status", ANYBODY, status_token=answer["status_token"])
    assert (status["application_id"], status["actions"]) == (answer["application_id"], ["withdraw"])


def test_a_wrong_token_finds_nothing(office: Office) -> None:
    office.apply()
    assert refusal(office, "get_application_status", ANYBODY, status_token="guessed").kind == "not_found"


def test_the_applicant_may_withdraw_and_then_apply_again(office: Office, harness: Harness) -> None:
    first = office.apply(**SPANISH)
    assert office.ask("withdraw_application", ANYBODY, status_token=first["status_token"])["status"] == "withdrawn"
    office.apply(**SPANISH)
    assert harness.published()[1] == "application.withdrawn.v1"


@pytest.mark.parametrize(
    ("asked", "matched_on"),
    [
        ({"domain": "https://www.vega.example/es/contacto"}, ["domain"]),
        ({"country": "ES", "registration_no": "b12345678"}, ["registration_no"]),
    ],
)
@pytest.mark.parametrize("known_as", ["already_partner", "application_pending"])
def test_the_check_before_submitting_knows_the_company_and_names_nobody(
    office: Office, asked: dict[str, str], matched_on: list[str], known_as: str
) -> None:
    application = office.apply(**SPANISH)
    if known_as == "already_partner":
        office.approve(application)
    answer = office.ask("check_application", ANYBODY, **asked)
    assert answer == {"outcome": known_as, "matched_on": matched_on, "blocking": True, "reapply_on": None}


def test_a_name_alone_is_a_hint_that_does_not_stop_anybody(office: Office) -> None:
    office.partner(**SPANISH)
    answer = office.ask("check_application", ANYBODY, legal_name="VEGA SYSTEMS SL", country="ES")
    assert (answer["outcome"], answer["blocking"]) == ("already_partner", False)
    namesake = office.apply(legal_name="Vega Systems SL", country="ES", domain="vega-systems-sevilla.example")
    seen = office.ask("get_application", application_id=namesake["application_id"])
    assert [found["matched_on"] for found in seen["duplicates"]] == [["legal_name"]]


def test_a_namesake_in_another_country_is_somebody_else(office: Office) -> None:
    office.partner(**SPANISH)
    assert office.ask("check_application", ANYBODY, legal_name="Vega Systems", country="MX")["outcome"] == "clear"


@pytest.mark.parametrize("code", ["already_partner", "application_pending"])
def test_submitting_for_a_known_company_is_refused_without_a_name(office: Office, code: str) -> None:
    first = office.apply(**SPANISH)
    if code == "already_partner":
        office.approve(first)
    form = {**SPANISH, "legal_name": "Other S.A.", "contact": {"name": "X", "email": "x@vega.example"}}
    refused = refusal(office, "submit_application", ANYBODY, **form)
    assert (refused.kind, refused.code, refused.details) == ("conflict", code, {})
    assert "Vega" not in refused.message


def test_a_terminated_partner_may_apply_again(office: Office) -> None:
    made = office.partner(**SPANISH)
    office.ask("terminate_partner", partner_id=made["partner_id"], reason="Sold.")
    assert office.ask("check_application", ANYBODY, domain="vega.example")["outcome"] == "clear"


def test_a_mail_provider_is_no_company(office: Office) -> None:
    assert refusal(office, "check_application", ANYBODY, domain="gmail.com").code == "free_mail_domain"
    form = {**SPANISH, "domain": "gmail.com", "contact": {"name": "X", "email": "x@gmail.com"}}
    assert refusal(office, "submit_application", ANYBODY, **form).code == "free_mail_domain"


def test_two_companies_without_a_site_may_wait_at_the_same_time(office: Office) -> None:
    contact = {"name": "X", "email": "x@gmail.com"}
    office.apply(legal_name="Uno", domain=None, contact=contact)
    office.apply(legal_name="Dos", domain=None, contact={"name": "Y", "email": "y@gmail.com"})
    assert office.ask("count_applications")["counts"] == {"submitted": 2}


def test_a_declined_company_hears_why_and_waits_ninety_days(office: Office, time: FrozenClock) -> None:
    first = office.apply(**SPANISH)
    office.ask(
        "decline_application", application_id=first["application_id"], reason_code="not_a_fit", text="No desk yet."
    )
    status = office.ask("get_application_status", ANYBODY, status_token=first["status_token"])
    assert (status["decision"]["reason_code"], status["decision"]["text"]) == ("not_a_fit", "No desk yet.")
    assert status["reapply_on"] == "2026-05-31"
    assert office.ask("check_application", ANYBODY, domain="vega.example")["outcome"] == "reapply_later"
    form = {**SPANISH, "contact": {"name": "X", "email": "x@vega.example"}}
    refused = refusal(office, "submit_application", ANYBODY, **form)
    assert (refused.code, refused.details) == ("reapply_later", {"reapply_on": "2026-05-31"})
    time.advance(days=90)
    office.apply(**SPANISH)


def test_an_incomplete_form_may_be_sent_again_at_once(office: Office) -> None:
    first = office.apply(**SPANISH)
    office.ask("decline_application", application_id=first["application_id"], reason_code="incomplete", text="")
    office.apply(**SPANISH)


def test_declining_needs_a_reason_that_the_rules_know(office: Office) -> None:
    application_id = office.apply()["application_id"]
    assert refusal(office, "decline_application", application_id=application_id, text="no").code == "validation_failed"
    refused = refusal(office, "decline_application", application_id=application_id, reason_code="mood", text="no")
    assert (refused.kind, refused.code) == ("invalid", "unknown_reason_code")
    assert "not_a_fit" in refused.details["allowed"]


def test_a_decision_keeps_actor_reason_rules_and_what_it_was_based_on(office: Office, harness: Harness) -> None:
    application_id = office.apply()["application_id"]
    office.ask("decline_application", application_id=application_id, reason_code="other", text="Later.")
    with harness.sessions.reading() as session:
        decision = session.execute(select(application_decisions)).one()
    assert (decision.decided_by, decision.reason_code, decision.rule_version) == (STAFF.actor, "other", 1)
    assert {item["check"] for item in decision.inputs["screening"]} == {
        "domain_ownership", "company_register", "sanctions_list", "competitor_list",
    }  # fmt: skip


def test_a_contact_who_writes_from_the_companys_domain_proves_its_ownership(office: Office) -> None:
    own = office.ask("get_application", application_id=office.apply()["application_id"])
    stranger = office.apply(contact={"name": "X", "email": "x@gmail.com"})
    foreign = office.ask("get_application", application_id=stranger["application_id"])
    results = [
        {item["check"]: item["result"] for item in seen["screening"]}["domain_ownership"] for seen in (own, foreign)
    ]
    assert results == ["passed", "open"]


def test_a_failed_check_is_overruled_only_with_a_written_reason(office: Office) -> None:
    application_id = office.apply(legal_name="Kestrel Arms Trading Ltd", country="GB")["application_id"]
    refused = refusal(office, "approve_application", application_id=application_id)
    assert (refused.code, refused.details) == ("screening_failed", {"checks": ["sanctions_list"]})
    office.approve({"application_id": application_id}, override_reason="Another firm of that name; legal agreed.")
    seen = office.ask("get_application", application_id=application_id)
    assert seen["decision"]["override_reason"] == "Another firm of that name; legal agreed."


def test_a_reviewer_records_the_screening_and_it_starts_the_screening(office: Office) -> None:
    application_id = office.apply()["application_id"]
    item = {"check": "company_register", "result": "failed", "note": "Not registered."}
    seen = office.ask("record_screening", application_id=application_id, items=[item])
    assert seen["status"] == "screening"
    recorded = next(found for found in seen["screening"] if found["check"] == "company_register")
    assert (recorded["result"], recorded["checked_by"]) == ("failed", STAFF.actor)
    assert refusal(office, "approve_application", application_id=application_id).code == "screening_failed"


def test_a_check_that_is_not_on_the_list_is_refused(office: Office) -> None:
    item = {"check": "astrology", "result": "passed"}
    refused = refusal(office, "record_screening", application_id=office.apply()["application_id"], items=[item])
    assert refused.code == "unknown_check"


def test_a_decision_on_an_outdated_reading_is_refused(office: Office) -> None:
    application_id = office.apply()["application_id"]
    office.ask("start_screening", application_id=application_id)
    assert refusal(office, "approve_application", application_id=application_id, version=1).code == "stale_version"


def test_applications_do_not_exist_for_anybody_but_the_vendor(office: Office) -> None:
    application_id = office.apply()["application_id"]
    partner = principal(roles=["partner_admin"], scope="company", partner_id="0193f5c0-7a10-7000-8000-000000000001")
    for who in (partner, ANYBODY):
        assert refusal(office, "get_application", who, application_id=application_id).kind == "not_found"
        assert refusal(office, "approve_application", who, application_id=application_id).kind == "not_found"
        assert refusal(office, "list_applications", who).kind == "not_found"


def test_the_queue_is_paged_by_urgency_without_gaps(office: Office, time: FrozenClock) -> None:
    wanted = []
    for _ in range(5):
        wanted.append(office.apply()["application_id"])
        time.advance(hours=1)
    seen, cursor = [], None
    while True:
        page = office.ask("list_applications", sort="decide_by", status=["submitted"], limit=2, cursor=cursor)
        seen += [item["application_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == wanted


def test_reviewers_find_an_application_by_part_of_its_name(office: Office) -> None:
    office.apply(legal_name="Ágora Informática S.A.")
    office.apply(legal_name="Other")
    found = office.ask("list_applications", q="agora infor")["items"]
    assert [item["legal_name"] for item in found] == ["Ágora Informática S.A."]


def test_the_same_submission_sent_twice_is_one_application(office: Office, harness: Harness) -> None:
    form = {**SPANISH, "contact": {"name": "X", "email": "x@vega.example"}}
    sent = {"principal": ANYBODY, "command_id": "form-1", "seal_key": SEAL}
    answers = [harness.call("submit_application", form, **sent) for _ in range(2)]
    assert answers[0] == answers[1]
    assert harness.published() == ["application.submitted.v1"]
    with harness.sessions.reading() as session:
        (kept,) = session.scalars(select(command_log.c.reply)).all()
    assert answers[0]["status_token"] not in kept


def test_monday_is_where_these_tests_stand() -> None:
    assert MONDAY.weekday() == 0
