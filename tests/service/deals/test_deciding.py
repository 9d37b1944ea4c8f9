"""Who may decide, what a decision says to whom, and the revisions after a rejection."""

import pytest

from tests.service.deals.market import APPROVER, AUDITOR, MANAGER, Market
from tests.service.deals.refusals import refused

pytestmark = pytest.mark.usefixtures("time")


def test_a_partner_suspended_in_the_middle_of_a_review_is_held_and_not_rejected(market: Market) -> None:
    partner_id = market.partner()
    registered = market.register(market.seller(partner_id))
    market.hear(partner_id, "suspended")
    assert refused(market.approve, registered).code == "partner_not_eligible"
    assert market.see(registered)["status"] == "submitted"


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


def test_a_stale_version_is_refused(market: Market) -> None:
    registered = market.register(market.seller(market.partner()))
    market.do("claim_deal_registration", registered, APPROVER)
    error = refused(market.approve, registered, version=registered["version"])
    assert (error.kind, error.code) == ("conflict", "stale_version")


def test_staff_read_what_a_decision_was_made_of_and_partners_do_not(market: Market) -> None:
    seller = market.seller(market.partner())
    registered = market.register(seller)
    market.do("approve_deal_registration", registered, APPROVER)
    (record,) = market.do("list_decisions", registered, MANAGER)["items"]
    assert (record["outcome"], record["decided_by"]) == ("approved", "approver")
    assert set(record["rule_versions"]) == {"matching", "protection", "sla"}
    assert record["inputs"]["partner_status"] == "active"
    assert refused(market.do, "list_decisions", registered, seller).code == "not_permitted"
