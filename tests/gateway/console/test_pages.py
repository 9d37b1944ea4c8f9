"""The console's pages over canned answers: what is shown to whom, what is sent, and how parts fail alone."""

from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from chassis.errors import ServiceError
from tests.gateway.console.conftest import CannedServices, Desk

DEAL, RIVAL = str(UUID(int=101)), str(UUID(int=102))
VEGA, IBERIA = str(UUID(int=201)), str(UUID(int=202))


def registration(identity: str = DEAL, **changes: Any) -> dict[str, Any]:
    return {
        "deal_registration_id": identity,
        "number": f"D-{identity[-3:]}",
        "revision": 1,
        "status": "submitted",
        "sales_stage": "qualified",
        "version": 1,
        "registration_type": "sourced",
        "partner_id": VEGA,
        "partner_name": "Vega Systems",
        "submitted_by": "person:" + str(UUID(int=9)),
        "channel": "portal",
        "customer": {"legal_name": "Grupo Meridional", "country": "ES", "domain": "meridional.es"},
        "contact": {"name": "Rosa Vidal", "email": "rosa@meridional.es"},
        "product_line": "northbeam-cloud",
        "amount": "122000.00",
        "currency": "EUR",
        "expected_close_on": "2030-01-15",
        "evidence": "Notes of a meeting",
        "created_at": "2026-11-16T09:12:00+00:00",
        "submitted_at": "2026-11-16T09:12:00+00:00",
        "priority_at": "2026-11-16T09:12:00+00:00",
        "decide_by": "2030-11-18T17:00:00+00:00",
        "decision": None,
        "info_request": None,
        "protected_until": None,
        "extensions_used": 0,
        "claimed_by": None,
        "has_conflict": False,
        "pending_decision": None,
        "actions": ["claim", "approve", "reject", "request_info"],
        **changes,
    }


def rival(**changes: Any) -> dict[str, Any]:
    later = "2026-11-19T17:40:00+00:00"
    return registration(
        RIVAL, partner_id=IBERIA, partner_name="Iberia Tech", submitted_at=later, priority_at=later, **changes
    )


def candidate(other: dict[str, Any], **changes: Any) -> dict[str, Any]:
    signal = {"signal": "same_domain", "points": 85, "ours": "meridional.es", "theirs": "meridional.es"}
    told = {"score": 97, "band": "same", "rule_version": 1, "in_scope": True, "same_partner": False}
    return {**told, "signals": [signal], "resolution": "open", "registration": other, **changes}


@pytest.fixture
def conflict(services: CannedServices) -> CannedServices:
    known = {DEAL: registration(), RIVAL: rival()}
    services.answers |= {
        "get_deal_registration": lambda command: known[command["deal_registration_id"]],
        "get_registration_conflicts": {"candidates": [candidate(rival())]},
        "list_decision_queue": {"items": [registration(has_conflict=True)], "next_cursor": None},
        "schedule_decision": lambda command: {"pending_decision_id": command["deal_registration_id"]},
    }
    return services


def decide(browser: FlaskClient, **form: Any) -> Any:
    return browser.post(f"/console/approvals/deals/{DEAL}/decision", data={"key": "k", **form})


def test_approving_one_declines_the_other_first(browser: FlaskClient, conflict: CannedServices) -> None:
    answer = decide(browser, verb="approve", winner=DEAL, text="Registered before yours.")
    assert answer.status_code == 303
    sent = conflict.commands("schedule_decision")
    assert [(one["deal_registration_id"], one["decision"]) for one in sent] == [(RIVAL, "reject"), (DEAL, "approve")]
    assert sent[0]["reason_code"] == "registered_other_partner"


def test_deciding_against_the_order_needs_a_reason(browser: FlaskClient, conflict: CannedServices) -> None:
    answer = decide(browser, verb="approve", winner=RIVAL, text="Registered before yours.")
    assert answer.status_code == 422
    assert "Say why you decide against the order of registration" in answer.text
    assert conflict.commands("schedule_decision") == []


def test_a_decline_without_reason_or_words_sends_nothing_and_keeps_what_was_typed(
    browser: FlaskClient, conflict: CannedServices
) -> None:
    answer = decide(browser, verb="decline", text="", internal_note="Ask Ana")
    assert answer.status_code == 422
    assert "Choose a reason" in answer.text
    assert "Ask Ana" in answer.text
    assert conflict.commands("schedule_decision") == []


def test_both_are_asked_with_the_ticked_fields(browser: FlaskClient, conflict: CannedServices) -> None:
    decide(browser, verb="ask", fields=["contact", "evidence"], text="Who did you meet?")
    assert [one["fields"] for one in conflict.commands("schedule_decision")] == [["contact", "evidence"]] * 2


def test_where_the_second_step_is_refused_the_first_is_undone(browser: FlaskClient, conflict: CannedServices) -> None:
    def answer(command: dict[str, Any]) -> Any:
        if command["deal_registration_id"] == DEAL:
            return ServiceError("conflict", "decision_already_pending", "", {})
        return {"pending_decision_id": "pending-of-the-rival"}

    conflict.answers["schedule_decision"] = answer
    assert decide(browser, verb="approve", winner=DEAL, text="Registered before yours.").status_code == 409
    assert conflict.commands("undo_decision") == [{"pending_decision_id": "pending-of-the-rival"}]


def test_whoever_set_a_protection_cannot_set_it_aside(desk: Desk, conflict: CannedServices) -> None:
    me = f"person:{desk.account.person_id}"
    standing = rival(status="approved", protected_until="2030-02-17T00:00:00+00:00", decided_by=me)
    conflict.answers["get_registration_conflicts"] = {"candidates": [candidate(standing)]}
    page = desk.browser().get(f"/console/approvals/deals/{DEAL}?form=approve").text
    assert "A colleague has to do this." in page
    assert 'class="btn btn-primary">Approve' not in page


def test_a_decision_that_was_not_carried_out_says_why_and_what_to_do_next(
    browser: FlaskClient, services: CannedServices
) -> None:
    refused = {
        "pending_decision_id": RIVAL,
        "decision": "approve",
        "decided_by": "person:" + str(UUID(int=9)),
        "execute_at": "2026-11-20T09:00:10+00:00",
        "failure_code": "earlier_claim_undecided",
    }
    failed = registration(refused_decision=refused)
    services.answers |= {
        "get_deal_registration": failed,
        "get_registration_conflicts": {"candidates": []},
        "list_decision_queue": {"items": [failed], "next_cursor": None},
        "get_people": {"items": [{"person_id": str(UUID(int=9)), "name": "Jonas Weber"}]},
    }
    page = browser.get(f"/console/approvals/deals/{DEAL}").text
    assert "Not carried out: Vega Systems approved (Jonas Weber)." in page
    assert "An earlier registration in this scope is undecided." in page
    assert "Look at it as it is now, then decide again." in page
    assert "A decision was not carried out" in browser.get("/console").text


def test_the_row_of_a_conflict_names_the_other_partner(browser: FlaskClient, services: CannedServices) -> None:
    entry = registration(has_conflict=True, rivals=["Iberia Tech"])
    services.answers["list_decision_queue"] = {"items": [entry], "next_cursor": None}
    assert "against Iberia Tech" in browser.get("/console").text


def test_an_automatic_note_is_read_in_the_readers_language_and_goes_back_as_it_came(
    browser: FlaskClient, services: CannedServices
) -> None:
    browser.set_cookie("language", "es")
    sent = {"result-sanctions_list": "passed", "note-sanctions_list": "No figura en la lista."}
    browser.post(f"/console/applications/{DEAL}/screening", data=sent)
    (told,) = services.commands("record_screening")
    assert told["items"][0]["note"] == "Not on the list."


def test_a_weak_match_is_told_but_is_no_conflict(browser: FlaskClient, conflict: CannedServices) -> None:
    conflict.answers["get_registration_conflicts"] = {"candidates": [candidate(rival(), score=55, band="possible")]}
    page = browser.get(f"/console/approvals/deals/{DEAL}").text
    assert "1 similar registration, no conflict" in page
    assert "Decline both" not in page


def test_a_silent_service_leaves_the_rest_of_the_overview_standing(
    browser: FlaskClient, services: CannedServices
) -> None:
    services.answers["list_applications"] = ServiceError("unavailable", "service_silent", "", {"service": "partners"})
    answer = browser.get("/console")
    assert answer.status_code == 200
    assert "This part cannot be shown now" in answer.text
    assert "Deals protected" in answer.text


def test_an_auditor_reads_a_case_and_is_offered_no_decision(desk: Desk, conflict: CannedServices) -> None:
    desk.sign_in_as("auditor")
    page = desk.browser().get(f"/console/approvals/deals/{DEAL}").text
    assert "You can read this." in page
    assert 'name="verb"' not in page


def test_the_side_bar_shows_only_what_the_role_may_open(desk: Desk) -> None:
    desk.sign_in_as("platform_operator")
    page = desk.browser().get("/console").text
    assert "/console/accounts" in page
    assert "/console/approvals" not in page
    assert "/console/deals" not in page


def test_to_a_partner_the_console_does_not_exist(desk: Desk) -> None:
    desk.sign_in_as("partner_admin", partner_id=UUID(VEGA))
    assert desk.browser().get("/console/partners").status_code == 404


def test_ending_a_partnership_needs_the_name_typed(desk: Desk, services: CannedServices) -> None:
    desk.sign_in_as("program_manager")
    services.answers["get_partner"] = partner()
    answer = desk.browser().post(
        f"/console/partners/{VEGA}/terminate", data={"reason": "Fraud", "confirmation": "Vega"}
    )
    assert answer.status_code == 422
    assert services.commands("terminate_partner") == []


def test_a_sheet_never_holds_a_formula(browser: FlaskClient, services: CannedServices) -> None:
    services.answers["list_partners"] = {"items": [partner(legal_name="=HYPERLINK(0)")], "next_cursor": None}
    sheet = browser.get("/console/partners.csv").text
    assert "'=HYPERLINK(0)" in sheet


def test_the_next_page_keeps_the_filters(browser: FlaskClient, services: CannedServices) -> None:
    services.answers["list_deal_registrations"] = {"items": [registration()], "next_cursor": "more"}
    page = browser.get("/console/deals?status=submitted&q=grupo").text
    assert "/console/deals?q=grupo&amp;status=submitted&amp;cursor=more" in page


def partner(**changes: Any) -> dict[str, Any]:
    return {
        "partner_id": VEGA,
        "legal_name": "Vega Systems",
        "country": "ES",
        "city": "Madrid",
        "domain": "vega.es",
        "partner_type": "reseller",
        "status": "active",
        "status_reason": None,
        "status_since": "2026-01-01T00:00:00+00:00",
        "parent_partner_id": None,
        "channel_manager_id": None,
        "registration_no": None,
        "created_at": "2026-01-01T00:00:00+00:00",
        "programs": [],
        "actions": ["suspend", "terminate"],
        **changes,
    }
