"""Two partners, one customer: who may have it, who learns what."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chassis.clock import FrozenClock
from chassis.errors import ServiceError
from services.deals.claims.jobs import notice_conflicts
from services.deals.protection.jobs import expire_registrations
from tests.service.deals.market import APPROVER, MANAGER, Market, customer
from tests.service.deals.refusals import refused


def outcome_of(call: Callable[..., dict[str, Any]], *arguments: Any, **more: Any) -> str:
    try:
        return str(call(*arguments, **more)["status"])
    except ServiceError as error:
        return error.code


def test_a_conflict_is_told_to_the_vendor_alone_and_cleared_when_one_claim_ends(market: Market) -> None:
    first = market.register(market.seller(market.partner()), customer=customer())
    second = market.register(market.seller(market.partner()), customer=customer())
    assert market.facts(second) == ["submitted", "conflict_detected"]
    detected = market.harness.events("deal_registration.conflict_detected.v1")[0]
    assert "partnerid" not in detected
    assert detected["data"]["other_deal_registration_id"] == first["deal_registration_id"]
    assert market.see(first)["has_conflict"]
    market.reject(first)
    assert market.facts(second)[-1] == "conflict_cleared"
    assert not market.see(second)["has_conflict"]


def test_partners_do_not_see_that_there_is_a_conflict(market: Market) -> None:
    by = market.seller(market.partner())
    market.register(market.seller(market.partner()), customer=customer())
    mine = market.register(by, customer=customer())
    assert "has_conflict" not in mine
    assert "has_conflict" not in market.see(mine, by)
    assert refused(market.do, "get_registration_conflicts", mine, by).code == "not_permitted"


def test_events_a_partner_may_read_never_name_another_partner(market: Market) -> None:
    first, second = market.partner(), market.partner()
    one = market.register(market.seller(first), customer=customer())
    market.register(market.seller(second), customer=customer())
    market.approve(one)
    for event in market.harness.events():
        if event.get("partnerid") == second:
            assert first not in json.dumps(event)
            assert one["deal_registration_id"] not in json.dumps(event)


def test_events_carry_no_name_and_no_mail_of_a_person(market: Market) -> None:
    contact = {"name": "Berenguela Quintanilla", "email": "bq@acerosdelnorte.es", "phone": "+34 91 000 00 00"}
    by = market.seller(market.partner())
    registered = market.register(by, customer=customer(), contact=contact)
    market.reject(registered, text="Ask Berenguela again.")
    text = json.dumps(market.harness.events())
    assert "Berenguela" not in text
    assert "bq@" not in text


def test_two_submissions_in_one_moment_give_exactly_one_priority(market: Market) -> None:
    sellers = [market.seller(market.partner()) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda by: market.register(by, customer=customer()), sellers))
    views = [market.do("get_registration_conflicts", each, APPROVER)["candidates"] for each in both]
    assert sorted(view[0]["has_priority"] for view in views) == [False, True]


def test_the_second_look_finds_conflicts_that_submissions_in_one_second_could_not_see(
    market: Market, time: FrozenClock
) -> None:
    # No key in common: only the search for similar names finds it, and a submission does not wait for that.
    for name in ("Sun Power Bilbao SL", "SunPower Bilbao SL"):
        small = {"legal_name": name, "country": "ES", "city": "Bilbao"}
        registered = market.register(market.seller(market.partner()), customer=small)
        assert market.facts(registered) == ["submitted"]
    time.advance(seconds=3)
    assert market.harness.run_job(notice_conflicts) == 2
    assert market.harness.run_job(notice_conflicts) == 0
    assert len(market.harness.events("deal_registration.conflict_detected.v1")) == 1


def test_the_later_claim_waits_for_the_earlier_one_unless_somebody_says_why(market: Market) -> None:
    market.register(market.seller(market.partner()), customer=customer())
    later = market.register(market.seller(market.partner()), customer=customer())
    assert refused(market.approve, later).code == "earlier_claim_undecided"
    assert market.approve(later, override_reason="The first one never met the customer.")["status"] == "approved"


def test_an_approved_overlap_is_refused_unless_another_person_overrides_with_a_reason(market: Market) -> None:
    first = market.register(market.seller(market.partner()), customer=customer())
    second = market.register(market.seller(market.partner()), customer=customer())
    market.approve(first, APPROVER)
    assert refused(market.approve, second, MANAGER).code == "scope_protected"
    error = refused(market.approve, second, APPROVER, override_reason="Customer asked for them")
    assert (error.kind, error.code) == ("forbidden", "second_person_required")
    assert market.approve(second, MANAGER, override_reason="Customer asked for them")["status"] == "approved"
    candidates = market.do("get_registration_conflicts", second, MANAGER)["candidates"]
    assert candidates[0]["resolution"] == "overridden"


def test_a_second_partner_may_team_up_on_a_protected_scope(market: Market) -> None:
    market.approved(market.seller(market.partner()), customer=customer())
    second = market.register(market.seller(market.partner()), customer=customer(), registration_type="teaming")
    assert market.approve(second)["status"] == "approved"


def test_of_two_concurrent_approvals_in_one_scope_exactly_one_succeeds(market: Market) -> None:
    for round_ in range(5):
        who = customer(domain=f"aceros-{round_}.es")
        first, second = (market.register(market.seller(market.partner()), customer=who) for _ in range(2))
        with ThreadPoolExecutor(2) as pool:
            pairs = [(first, APPROVER), (second, MANAGER)]
            results = sorted(pool.map(lambda pair: outcome_of(market.approve, *pair), pairs))
        assert results in (["approved", "scope_protected"], ["approved", "earlier_claim_undecided"])


def test_the_database_itself_refuses_a_second_exclusive_protection(market: Market) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import IntegrityError

    first = market.register(market.seller(market.partner()), customer=customer())
    second = market.register(market.seller(market.partner()), customer=customer())
    market.approve(first)
    statement = text(
        "UPDATE claims SET standing = 'protected', protected = tstzrange(now(), now() + interval '9 days')"
        " WHERE deal_registration_id = :id"
    )
    with pytest.raises(IntegrityError, match="ex_claims_protected"), market.harness.sessions.engine.begin() as c:
        c.execute(statement, {"id": second["deal_registration_id"]})


def test_fifty_parallel_submissions_of_one_partner_for_one_customer_make_one_registration(market: Market) -> None:
    by = market.seller(market.partner())

    def register(_: int) -> str:
        return outcome_of(market.register, by, customer=customer())

    with ThreadPoolExecutor(10) as pool:
        results = list(pool.map(register, range(50)))
    assert results.count("submitted") == 1
    assert results.count("duplicate_same_partner") == 49


def test_the_incumbent_keeps_a_weeks_priority_after_expiry(market: Market, time: FrozenClock) -> None:
    incumbent, other = market.seller(market.partner()), market.seller(market.partner())
    market.approved(incumbent, customer=customer())
    time.advance(days=91)
    market.harness.run_job(expire_registrations)
    assert market.check(other)["outcome"] == "possible_conflict"
    theirs = market.register(other, customer=customer())
    assert refused(market.approve, theirs).code == "scope_protected"
    time.advance(days=7)
    assert market.check(other, customer())["outcome"] in ("ineligible", "clear")
    assert market.approve(theirs)["status"] == "approved"


def test_a_closed_deal_cannot_come_back_into_a_scope_somebody_else_holds_now(market: Market, time: FrozenClock) -> None:
    by = market.seller(market.partner())
    lost = market.approved(by, customer=customer())
    market.do("mark_deal_registration_lost", lost, by)
    time.advance(days=1)
    market.approved(market.seller(market.partner()), customer=customer("Aceros Norte", domain="acerosdelnorte.es"))
    assert refused(market.do, "reopen_deal_registration", lost, MANAGER).code == "scope_protected"


def test_the_reviewer_sees_both_sides_with_score_band_and_signals(market: Market) -> None:
    first_partner = market.partner()
    first = market.register(market.seller(first_partner), customer=customer())
    second = market.register(market.seller(market.partner()), customer=customer())
    view = market.do("get_registration_conflicts", second, APPROVER)
    candidate = view["candidates"][0]
    assert view["registration"]["number"] == second["number"]
    assert candidate["registration"]["number"] == first["number"]
    assert candidate["registration"]["partner_name"] == f"Partner {first_partner[:8]}"
    assert (candidate["band"], candidate["in_scope"], candidate["has_priority"]) == ("same", True, True)
    assert {"signal": "same_domain", "points": 85, "ours": "acerosdelnorte.es", "theirs": "acerosdelnorte.es"} in (
        candidate["signals"]
    )


def test_an_override_is_stored_with_its_reason_inputs_and_rule_versions(market: Market) -> None:
    from sqlalchemy import text

    market.register(market.seller(market.partner()), customer=customer())
    later = market.register(market.seller(market.partner()), customer=customer())
    market.approve(later, override_reason="Never met")
    with market.harness.sessions.engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM decisions")).one()
    assert (row.outcome, row.override_reason) == ("approved", "Never met")
    assert row.rule_versions == {"protection": 1, "matching": 1, "sla": 1}
    assert row.inputs["rivals"][0]["score"] > 90


def test_a_corrected_customer_is_looked_at_again_and_keeps_its_place(market: Market, time: FrozenClock) -> None:
    by = market.seller(market.partner())
    mine = market.register(by)
    time.advance(hours=1)
    market.register(market.seller(market.partner()), customer=customer())
    market.ask(mine, "customer")
    asked = market.see(mine, by)
    market.do("update_deal_registration", asked, by, version=asked["version"], customer=customer())
    market.do("submit_deal_registration", mine, by)
    candidate = market.do("get_registration_conflicts", mine, APPROVER)["candidates"][0]
    assert candidate["has_priority"] is False
