"""Ten seconds to undo: until then nothing happened, afterwards it happened once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chassis.clock import FrozenClock
from chassis.jobs import run_once
from services.deals.decisions.jobs import execute_pending_decisions
from tests.service.deals.market import APPROVER, MANAGER, Market, a_customer
from tests.service.deals.refusals import refused


def schedule(market: Market, registration: dict[str, Any], decision: str = "approve", **more: Any) -> dict[str, Any]:
    pending: dict[str, Any] = market.do("schedule_decision", registration, APPROVER, decision=decision, **more)
    return pending


def test_nothing_happens_for_ten_seconds_and_then_everything_once(market: Market, time: FrozenClock) -> None:
    registered = market.register(market.seller(market.partner()))
    pending = schedule(market, registered)
    time.advance(seconds=9)
    assert market.harness.run_job(execute_pending_decisions) == 0
    assert market.see(registered)["status"] == "submitted"
    assert market.see(registered)["pending_decision"]["pending_decision_id"] == pending["pending_decision_id"]
    time.advance(seconds=1)
    assert market.harness.run_job(execute_pending_decisions) == 1
    assert market.harness.run_job(execute_pending_decisions) == 0
    assert market.facts(registered) == ["submitted", "approved"]


def test_the_decision_is_of_whoever_pressed_and_not_of_the_worker(market: Market, time: FrozenClock) -> None:
    registered = market.register(market.seller(market.partner()))
    schedule(market, registered, "reject", reason_code="other", text="Sorry", internal_note="Weak")
    time.advance(seconds=11)
    market.harness.run_job(execute_pending_decisions)
    assert market.see(registered)["decision"]["decided_by"] == "approver"
    assert market.harness.events("deal_registration.rejected.v1")[0]["actor"] == "person:approver"
    assert market.do("list_internal_notes", registered, MANAGER)["items"][0]["author"] == "approver"


def test_a_request_for_information_can_be_scheduled_too(market: Market, time: FrozenClock) -> None:
    registered = market.register(market.seller(market.partner()))
    schedule(market, registered, "request_info", fields=["evidence"], text="When?")
    time.advance(seconds=11)
    market.harness.run_job(execute_pending_decisions)
    assert market.see(registered)["info_request"]["fields"] == ["evidence"]


def test_what_was_undone_never_happens(market: Market, time: FrozenClock) -> None:
    registered = market.register(market.seller(market.partner()))
    pending = schedule(market, registered)
    undo = {"pending_decision_id": pending["pending_decision_id"]}
    market.harness.call("undo_decision", undo, principal=MANAGER)
    time.advance(seconds=60)
    assert market.harness.run_job(execute_pending_decisions) == 0
    assert market.see(registered)["status"] == "submitted"
    assert refused(market.harness.call, "undo_decision", undo, principal=MANAGER).code == "pending_decision_not_found"


def test_one_decision_waits_at_a_time(market: Market) -> None:
    registered = market.register(market.seller(market.partner()))
    schedule(market, registered)
    error = refused(schedule, market, registered, "reject", reason_code="other", text="No")
    assert error.code == "decision_already_pending"


def test_a_rejection_without_reason_is_refused_at_once_and_not_in_ten_seconds(market: Market) -> None:
    registered = market.register(market.seller(market.partner()))
    error = refused(schedule, market, registered, "reject")
    assert [field["pointer"] for field in error.details["fields"]] == ["/reason_code", "/text"]


def test_a_decision_that_the_rules_refuse_by_then_fails_visibly_and_lets_others_pass(
    market: Market, time: FrozenClock
) -> None:
    by = market.seller(market.partner())
    gone, fine = market.register(by), market.register(by)
    schedule(market, gone)
    schedule(market, fine)
    market.do("withdraw_deal_registration", gone, by)
    time.advance(seconds=11)
    assert market.harness.run_job(execute_pending_decisions) == 2
    assert market.see(gone)["status"] == "withdrawn"
    assert market.see(fine)["status"] == "approved"
    assert market.see(gone)["pending_decision"] is None
    refused_one = market.see(gone)["refused_decision"]
    assert (refused_one["decision"], refused_one["failure_code"]) == ("approve", "illegal_transition")
    assert market.see(fine)["refused_decision"] is None


def test_a_refused_decision_is_no_news_any_more_once_somebody_decided(market: Market, time: FrozenClock) -> None:
    """Two partners ask for one customer; the later claim cannot be approved until the earlier one is decided."""
    customer = a_customer()
    first = market.register(market.seller(market.partner()), customer=customer)
    later = market.register(market.seller(market.partner()), customer=customer)
    schedule(market, later)
    time.advance(seconds=11)
    market.harness.run_job(execute_pending_decisions)
    assert market.see(later)["refused_decision"]["failure_code"] == "earlier_claim_undecided"
    market.do("reject_deal_registration", first, MANAGER, reason_code="other", text="Sorry")
    assert market.see(later)["refused_decision"] is not None
    market.do("approve_deal_registration", later, MANAGER)
    assert market.see(later)["refused_decision"] is None


def test_a_partner_hears_nothing_of_a_refused_decision(market: Market, time: FrozenClock) -> None:
    by = market.seller(market.partner())
    gone = market.register(by)
    schedule(market, gone)
    market.do("withdraw_deal_registration", gone, by)
    time.advance(seconds=11)
    market.harness.run_job(execute_pending_decisions)
    assert "refused_decision" not in market.see(gone, by)


def test_a_crash_before_the_commit_repeats_nothing_and_loses_nothing(
    market: Market, time: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered = market.register(market.seller(market.partner()))
    schedule(market, registered)
    time.advance(seconds=11)
    with monkeypatch.context() as broken:
        broken.setattr("sqlalchemy.orm.Session.commit", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run_once(execute_pending_decisions, market.harness.sessions)
    assert market.see(registered)["status"] == "submitted"
    assert market.harness.run_job(execute_pending_decisions) == 1
    assert market.facts(registered) == ["submitted", "approved"]


def test_two_workers_carry_a_decision_out_once(market: Market, time: FrozenClock) -> None:
    by = market.seller(market.partner())
    registered = [market.register(by) for _ in range(6)]
    for each in registered:
        schedule(market, each)
    time.advance(seconds=11)
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: run_once(execute_pending_decisions, market.harness.sessions), range(3)))
    assert sum(done) == 6
    assert all(market.facts(each) == ["submitted", "approved"] for each in registered)
