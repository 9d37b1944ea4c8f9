"""The life of a registration through the RPC methods, on a real PostgreSQL."""

from datetime import timedelta

import pytest

from chassis.clock import FrozenClock
from services.deals.decisions.jobs import lapse_unanswered_requests
from services.deals.protection.jobs import expire_registrations
from tests.service.deals.market import APPROVER, AUDITOR, MANAGER, MONDAY, Market, a_customer
from tests.service.deals.refusals import refused

pytestmark = pytest.mark.usefixtures("time")


def test_a_complete_registration_is_submitted_with_a_number_a_promise_and_no_protection(market: Market) -> None:
    registered = market.register(market.seller(market.partner()))
    assert registered["status"] == "submitted"
    assert registered["number"].startswith("D-")
    assert registered["decide_by"] == "2026-03-04T09:00:00+00:00"
    assert registered["protected_until"] is None
    assert registered["amount"] == "48500.00"
    assert market.facts(registered) == ["submitted"]


def test_a_draft_needs_the_customers_name_alone_and_says_nothing_to_anybody(market: Market) -> None:
    by = market.seller(market.partner())
    command = {"customer": {"legal_name": "Río"}, "submit": False}
    draft = market.harness.call("register_deal", command, principal=by)
    assert (draft["status"], draft["actions"]) == ("draft", ["update", "delete", "submit"])
    assert market.facts(draft) == []


def test_submitting_an_incomplete_draft_names_every_missing_field(market: Market) -> None:
    by = market.seller(market.partner())
    draft = market.harness.call("register_deal", {"customer": {"legal_name": "Río"}, "submit": False}, principal=by)
    error = refused(market.do, "submit_deal_registration", draft, by)
    pointers = [field["pointer"] for field in error.details["fields"]]
    assert (error.kind, error.code) == ("invalid", "validation_failed")
    assert pointers == [
        *("/customer/country", "/customer/domain", "/contact", "/product_line", "/amount", "/currency"),
        "/expected_close_on",
    ]


def test_the_same_incomplete_payload_is_refused_alike_at_once_and_at_submit(market: Market) -> None:
    by = market.seller(market.partner())
    body = {"customer": {"legal_name": "Río", "country": "ES"}}
    draft = market.harness.call("register_deal", {**body, "submit": False}, principal=by)
    at_once = refused(market.harness.call, "register_deal", body, principal=by)
    later = refused(market.do, "submit_deal_registration", draft, by)
    assert at_once.details == later.details


@pytest.mark.parametrize("status", ["applicant", "suspended", "terminated"])
def test_a_partner_who_is_not_eligible_cannot_register(market: Market, status: str) -> None:
    error = refused(market.register, market.seller(market.partner(status)))
    assert (error.kind, error.code) == ("forbidden", "partner_not_eligible")


def test_a_partner_deals_never_heard_of_cannot_register(market: Market) -> None:
    unknown = market.seller("00000000-0000-4000-8000-000000000001")
    assert refused(market.register, unknown).code == "partner_not_eligible"


def test_a_partner_still_onboarding_may_register(market: Market) -> None:
    assert market.register(market.seller(market.partner("onboarding")))["status"] == "submitted"


def test_a_partner_suspended_in_the_middle_of_a_review_is_held_and_not_rejected(market: Market) -> None:
    partner_id = market.partner()
    registered = market.register(market.seller(partner_id))
    market.hear(partner_id, "suspended")
    assert refused(market.approve, registered).code == "partner_not_eligible"
    assert market.see(registered)["status"] == "submitted"


def test_suspension_keeps_protection_that_was_earned(market: Market) -> None:
    partner_id = market.partner()
    approved = market.approved(market.seller(partner_id))
    market.hear(partner_id, "suspended")
    assert market.see(approved)["protected_until"] == approved["protected_until"]


def test_protection_starts_at_the_approval_and_not_at_the_submission(market: Market, time: FrozenClock) -> None:
    registered = market.register(market.seller(market.partner()))
    approved_at = time.advance(days=3)
    approved = market.approve(registered)
    assert approved["protected_until"] == (approved_at + timedelta(days=90)).isoformat()
    assert (approved["decide_by"], approved["decision"]["decided_by"]) == (None, "approver")


def test_information_asked_for_opens_only_the_ticked_fields(market: Market) -> None:
    by = market.seller(market.partner())
    asked = market.ask(market.register(by), "evidence", "amount")
    error = refused(market.do, "update_deal_registration", asked, by, version=asked["version"], description="Other")
    assert (error.code, error.details["locked"]) == ("fields_locked", ["description"])
    changed = market.do("update_deal_registration", asked, by, version=asked["version"], amount="50000")
    assert changed["amount"] == "50000.00"


def test_the_clock_rests_while_information_is_asked_for_and_shows_it(market: Market, time: FrozenClock) -> None:
    by = market.seller(market.partner())
    registered = market.register(by)
    time.advance(hours=3)
    asked = market.ask(registered)
    assert asked["decide_by"] is None
    assert asked["sla_paused_at"] == (MONDAY + timedelta(hours=3)).isoformat()
    time.advance(days=7)
    answered = market.do("submit_deal_registration", asked, by)
    assert answered["status"] == "in_review"
    assert answered["decide_by"] == "2026-03-11T09:00:00+00:00"  # 13 of 16 hours were left on the next Monday noon.
    assert answered["sla_paused_minutes"] == 5 * 8 * 60


def test_an_answered_request_keeps_its_place_in_the_line(market: Market, time: FrozenClock) -> None:
    by = market.seller(market.partner())
    registered = market.register(by)
    asked = market.ask(registered)
    time.advance(days=2)
    answered = market.do("submit_deal_registration", asked, by)
    assert answered["submitted_at"] == registered["submitted_at"]
    assert market.facts(registered) == ["submitted", "info_requested", "resubmitted"]


def test_an_unanswered_request_lapses_after_ten_business_days_once(market: Market, time: FrozenClock) -> None:
    asked = market.ask(market.register(market.seller(market.partner())))
    time.advance(days=11)
    assert market.harness.run_job(lapse_unanswered_requests) == 0
    time.advance(days=4)
    assert market.harness.run_job(lapse_unanswered_requests) == 1
    assert market.harness.run_job(lapse_unanswered_requests) == 0
    assert market.see(asked)["status"] == "lapsed"
    assert market.facts(asked).count("lapsed") == 1


def test_a_rejection_without_a_reason_code_is_refused(market: Market) -> None:
    registered = market.register(market.seller(market.partner()))
    error = refused(market.do, "reject_deal_registration", registered, APPROVER, text="No.")
    assert [field["pointer"] for field in error.details["fields"]] == ["/reason_code"]


def test_the_partner_reads_the_text_of_a_rejection_and_never_the_internal_note(market: Market) -> None:
    by = market.seller(market.partner())
    registered = market.register(by)
    market.reject(registered, text="Add a meeting.", internal_note="Smells like fishing.")
    seen = market.see(registered, by)
    assert seen["decision"]["text"] == "Add a meeting."
    history = market.do("get_deal_registration_history", registered, by)
    notes = market.do("list_notes", registered, by)
    assert "fishing" not in f"{seen}{history}{notes}"
    assert market.do("list_internal_notes", registered, MANAGER)["items"][0]["text"] == "Smells like fishing."


def test_a_rejected_registration_becomes_the_next_revision_and_the_old_one_stays_readable(market: Market) -> None:
    by = market.seller(market.partner())
    rejected = market.reject(market.register(by))
    draft = market.do("revise_deal_registration", rejected, by)
    assert (draft["status"], draft["revision"], draft["decision"]) == ("draft", 2, None)
    assert draft["number"] == rejected["number"]
    again = market.do("submit_deal_registration", draft, by)
    assert again["status"] == "submitted"
    entries = market.do("get_deal_registration_history", again, by)["items"]
    revised = next(entry for entry in entries if entry["action"] == "revised")
    assert revised["before"]["decision_reason_code"] == "insufficient_evidence"


def test_a_registration_can_be_revised_three_times(market: Market) -> None:
    by = market.seller(market.partner())
    registered = market.register(by)
    for _ in range(3):
        registered = market.do("revise_deal_registration", market.reject(registered), by)
        registered = market.do("submit_deal_registration", registered, by)
    assert registered["revision"] == 4
    assert refused(market.do, "revise_deal_registration", market.reject(registered), by).code == (
        "resubmission_limit_reached"
    )


def test_whoever_submitted_cannot_decide(market: Market) -> None:
    registered = market.harness.call("register_deal", market.command(partner_id=market.partner()), principal=MANAGER)
    assert refused(market.approve, registered, MANAGER).code == "self_approval"
    assert market.approve(registered, APPROVER)["status"] == "approved"


def test_staff_who_only_read_cannot_decide(market: Market) -> None:
    registered = market.register(market.seller(market.partner()))
    assert refused(market.approve, registered, AUDITOR).code == "not_permitted"
    assert market.see(registered, AUDITOR)["actions"] == []


def test_partners_extend_near_the_end_and_say_what_happened(market: Market, time: FrozenClock) -> None:
    by = market.seller(market.partner())
    approved = market.approved(by)
    assert refused(market.do, "extend_deal_registration", approved, by, reason="Met").details["rule"] == "too_early"
    time.advance(days=70)
    assert refused(market.do, "extend_deal_registration", approved, by).details["rule"] == "no_progress"
    extended = market.do("extend_deal_registration", approved, by, reason="Met the board on Tuesday.")
    assert extended["protected_until"] == (MONDAY + timedelta(days=135)).isoformat()
    assert extended["extensions_used"] == 1


def test_a_moved_sales_stage_is_progress_enough_for_an_extension(market: Market, time: FrozenClock) -> None:
    by = market.seller(market.partner())
    approved = market.approved(by)
    time.advance(days=70)
    market.do("set_deal_registration_stage", approved, by, sales_stage="proposal")
    assert market.do("extend_deal_registration", approved, by)["extensions_used"] == 1


def test_staff_extend_when_they_see_fit_but_only_twice(market: Market) -> None:
    approved = market.approved(market.seller(market.partner()))
    market.do("extend_deal_registration", approved, MANAGER)
    extended = market.do("extend_deal_registration", approved, MANAGER, days=10, reason="Tender moved")
    assert extended["protected_until"] == (MONDAY + timedelta(days=145)).isoformat()
    assert refused(market.do, "extend_deal_registration", approved, MANAGER).details["rule"] == "limit"


def test_expiry_gives_one_event_however_late_and_however_often_it_runs(market: Market, time: FrozenClock) -> None:
    approved = market.approved(market.seller(market.partner()))
    time.advance(days=93)
    assert market.harness.run_job(expire_registrations) == 1
    assert market.harness.run_job(expire_registrations) == 0
    assert market.see(approved)["status"] == "expired"
    assert market.facts(approved) == ["submitted", "approved", "expired"]


def test_a_hundred_expired_registrations_are_caught_up_in_one_run(market: Market, time: FrozenClock) -> None:
    by = market.seller(market.partner())
    for _ in range(60):
        market.approved(by)
    time.advance(days=91)
    assert market.harness.run_job(expire_registrations) == 60
    assert len(market.harness.events("deal_registration.expired.v1")) == 60


def test_converting_twice_keeps_one_opportunity(market: Market) -> None:
    approved = market.approved(market.seller(market.partner()))
    market.do("convert_deal_registration", approved, MANAGER, crm_opportunity_ref="006-1")
    twice = market.do("convert_deal_registration", approved, MANAGER, crm_opportunity_ref="006-1")
    assert (twice["status"], twice["crm_opportunity_ref"]) == ("converted", "006-1")
    assert market.facts(approved).count("converted") == 1
    error = refused(market.do, "convert_deal_registration", approved, MANAGER, crm_opportunity_ref="006-2")
    assert error.code == "illegal_transition"


@pytest.mark.parametrize("converted", [False, True])
def test_a_deal_closed_by_mistake_returns_to_where_it_was(market: Market, converted: bool) -> None:
    by = market.seller(market.partner())
    approved = market.approved(by)
    market.do("set_deal_registration_stage", approved, by, sales_stage="negotiation")
    if converted:
        market.do("convert_deal_registration", approved, MANAGER)
    won = market.do("mark_deal_registration_won", approved, by, amount="52000.5")
    assert (won["status"], won["sales_stage"], won["amount"]) == ("closed_won", "won", "52000.50")
    reopened = market.do("reopen_deal_registration", approved, MANAGER)
    assert reopened["status"] == ("converted" if converted else "approved")
    assert reopened["sales_stage"] == "negotiation"
    assert reopened["protected_until"] == approved["protected_until"]


@pytest.mark.parametrize(
    "verb", ["release_deal_registration", "revoke_deal_registration", "mark_deal_registration_lost"]
)
def test_a_protection_that_ended_early_names_no_day_any_more(market: Market, verb: str) -> None:
    by = market.seller(market.partner())
    approved = market.approved(by)
    more = {"reason": "No progress was shown."} if verb == "revoke_deal_registration" else {}
    ended = market.do(verb, approved, MANAGER if verb == "revoke_deal_registration" else by, **more)
    assert ended["protected_until"] is None
    assert market.see(approved)["protected_until"] is None


def test_a_closed_deal_cannot_be_reopened_after_thirty_days(market: Market, time: FrozenClock) -> None:
    by = market.seller(market.partner())
    approved = market.approved(by)
    market.do("mark_deal_registration_lost", approved, by, reason="Price")
    time.advance(days=31)
    assert refused(market.do, "reopen_deal_registration", approved, MANAGER).code == "reopen_window_over"


def test_a_released_registration_is_final(market: Market) -> None:
    by = market.seller(market.partner())
    released = market.do("release_deal_registration", market.approved(by), by)
    assert (released["status"], released["actions"]) == ("released", [])


def test_a_revoked_registration_tells_its_partner_why(market: Market) -> None:
    by = market.seller(market.partner())
    approved = market.approved(by)
    market.do("revoke_deal_registration", approved, MANAGER, reason="No contact with the customer.")
    seen = market.see(approved, by)
    assert (seen["status"], seen["decision"]["status"]) == ("revoked", "revoked")
    assert seen["decision"]["text"] == "No contact with the customer."


def test_a_stale_version_is_refused(market: Market) -> None:
    registered = market.register(market.seller(market.partner()))
    market.do("claim_deal_registration", registered, APPROVER)
    error = refused(market.approve, registered, version=registered["version"])
    assert (error.kind, error.code) == ("conflict", "stale_version")


def test_a_draft_can_be_deleted_and_leaves_its_history(market: Market) -> None:
    by = market.seller(market.partner())
    draft = market.register(by, submit=False)
    market.do("delete_deal_registration", draft, by)
    assert refused(market.see, draft, by).code == "deal_registration_not_found"
    registered = market.register(by)
    assert refused(market.do, "delete_deal_registration", registered, by).code == "illegal_transition"


def test_the_history_says_who_changed_what_from_what_to_what_and_through_which_channel(market: Market) -> None:
    by = market.seller(market.partner(), person="ana")
    draft = market.register(by, submit=False, description="First")
    market.harness.call(
        "update_deal_registration",
        {"deal_registration_id": draft["deal_registration_id"], "version": 1, "description": "Second"},
        principal=by,
        channel="portal",
    )
    entry = market.do("get_deal_registration_history", draft, by)["items"][-1]
    assert (entry["actor"], entry["channel"], entry["action"]) == ("person:ana", "portal", "updated")
    assert (entry["before"], entry["after"]) == ({"description": "First"}, {"description": "Second"})


def test_a_part_of_the_customer_changes_that_part_alone(market: Market) -> None:
    by = market.seller(market.partner())
    draft = market.register(by, submit=False, customer={**a_customer(), "legal_name": "Uno SL"})
    changed = market.do("update_deal_registration", draft, by, version=1, customer={"city": "Bilbao"})
    assert (changed["customer"]["legal_name"], changed["customer"]["city"]) == ("Uno SL", "Bilbao")


def test_the_sales_stage_moves_by_an_update_and_won_is_no_stage_to_move_to(market: Market) -> None:
    by = market.seller(market.partner())
    approved = market.approved(by)
    moved = market.do("update_deal_registration", approved, by, version=approved["version"], sales_stage="qualified")
    assert moved["sales_stage"] == "qualified"
    assert market.facts(approved)[-1] == "stage_changed"
    error = refused(market.do, "update_deal_registration", approved, by, version=moved["version"], sales_stage="won")
    assert error.code == "illegal_transition"


def test_the_promise_is_kept_in_the_hours_of_the_region_that_decides(market: Market, time: FrozenClock) -> None:
    time.at = MONDAY + timedelta(days=4, hours=6)  # Friday 16:00 in Madrid, 10:00 in New York.
    spain = market.register(market.seller(market.partner(country="ES")))
    states = market.register(market.seller(market.partner(country="US")))
    assert spain["decide_by"] == "2026-03-10T15:00:00+00:00"  # Tuesday 16:00.
    assert states["decide_by"] == "2026-03-10T14:00:00+00:00"  # Tuesday 10:00 after their change to summer time.


def test_staff_read_what_a_decision_was_made_of_and_partners_do_not(market: Market) -> None:
    seller = market.seller(market.partner())
    registered = market.register(seller)
    market.do("approve_deal_registration", registered, APPROVER)
    (record,) = market.do("list_decisions", registered, MANAGER)["items"]
    assert (record["outcome"], record["decided_by"]) == ("approved", "approver")
    assert set(record["rule_versions"]) == {"matching", "protection", "sla"}
    assert record["inputs"]["partner_status"] == "active"
    assert refused(market.do, "list_decisions", registered, seller).code == "not_permitted"
