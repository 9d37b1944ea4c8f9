"""The check before submitting: what a partner learns, of whom never, and how often it may ask."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chassis.clock import FrozenClock
from chassis.errors import ServiceError
from services.deals.settings import Settings
from tests.service.deals.market import Market, customer
from tests.service.deals.refusals import refused


def test_a_customer_nobody_registered_is_clear(market: Market) -> None:
    assert market.check(market.seller(market.partner())) == {"outcome": "clear", "reasons": []}


def test_a_second_partner_learns_of_a_possible_conflict_and_nothing_about_whom(market: Market) -> None:
    first, second = market.partner(), market.partner()
    registered = market.register(market.seller(first), customer=customer())
    answer = market.check(market.seller(second), customer("ACEROS DEL NORTE, S.A.", domain="www.acerosdelnorte.es"))
    assert answer == {"outcome": "possible_conflict", "reasons": ["already_registered"]}
    for secret in (first, registered["number"], registered["submitted_by"], "48500"):
        assert secret not in json.dumps(answer)


def test_another_product_line_or_another_country_is_no_conflict(market: Market) -> None:
    market.register(market.seller(market.partner()), customer=customer())
    by = market.seller(market.partner())
    assert market.check(by, product_line="Storage")["outcome"] == "clear"
    assert market.check(by, customer(country="PT"))["outcome"] == "clear"
    assert market.check(by, product_line="ANALYTICS")["outcome"] == "possible_conflict"


def test_a_teaming_registration_keeps_nobody_out(market: Market) -> None:
    market.approved(market.seller(market.partner()), customer=customer(), registration_type="teaming")
    assert market.check(market.seller(market.partner()))["outcome"] == "clear"


def test_firms_without_a_site_match_by_name_and_city(market: Market) -> None:
    small = {"legal_name": "Panadería Río Ebro SL", "country": "ES", "city": "Zaragoza"}
    market.register(market.seller(market.partner()), customer=small)
    asked = {"legal_name": "PANADERIA RIO EBRO S.L.", "country": "ES", "city": "Saragossa"}
    assert market.check(market.seller(market.partner()), asked)["outcome"] == "possible_conflict"
    elsewhere = {**asked, "city": "Sevilla"}
    assert market.check(market.seller(market.partner()), elsewhere)["outcome"] == "clear"


def test_a_free_mail_contact_never_matches_companies(market: Market) -> None:
    contact = {"name": "Ana Ruiz", "email": "ana.ruiz@gmail.com"}
    market.register(market.seller(market.partner()), contact=contact)
    answer = market.check(market.seller(market.partner()), customer("Otra Cosa SL", domain="otra.es"), contact=contact)
    assert answer["outcome"] == "clear"


def test_the_partners_own_active_registration_is_a_duplicate(market: Market) -> None:
    by = market.seller(market.partner())
    mine = market.register(by, customer=customer())
    assert market.check(by) == {"outcome": "ineligible", "reasons": ["duplicate_same_partner"]}
    error = refused(market.register, by, customer=customer("Aceros Norte"))
    assert (error.kind, error.code) == ("conflict", "duplicate_same_partner")
    assert error.details["deal_registration_id"] == mine["deal_registration_id"]


def test_a_withdrawn_registration_is_no_duplicate_any_more(market: Market) -> None:
    by = market.seller(market.partner())
    market.do("withdraw_deal_registration", market.register(by, customer=customer()), by)
    assert market.register(by, customer=customer())["status"] == "submitted"


def test_a_suspended_partner_is_ineligible(market: Market) -> None:
    answer = market.check(market.seller(market.partner("suspended")))
    assert answer == {"outcome": "ineligible", "reasons": ["partner_not_eligible"]}


def test_the_quota_counts_distinct_customers_of_one_person_and_day(
    market: Market, time: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.deals.conflicts.use_cases.settings", lambda: Settings(conflict_checks_per_day=3))
    by, colleague = (market.seller(market.partner(), person=name) for name in ("ana", "luis"))
    asked = [customer(f"Firma {letter} SL", domain=f"firma-{letter}.es") for letter in "abcd"]
    for each in [*asked[:3], *asked[:3]]:
        market.check(by, each)
    error = refused(market.check, by, asked[3])
    assert (error.kind, error.code) == ("forbidden", "conflict_check_quota_exceeded")
    midnight = (time.at + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    assert error.details["retry_after"] == int((midnight - time.at).total_seconds())
    assert market.check(by, asked[0])["outcome"] == "clear"
    assert market.check(colleague, asked[3])["outcome"] == "clear"
    time.advance(days=1)
    assert market.check(by, asked[3])["outcome"] == "clear"


def test_parallel_checks_cannot_pass_the_quota(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.deals.conflicts.use_cases.settings", lambda: Settings(conflict_checks_per_day=3))
    by = market.seller(market.partner())

    def ask(n: int) -> str:
        try:
            return str(market.check(by, customer(f"Firma {n} SL", domain=f"firma-{n}.es"))["outcome"])
        except ServiceError as error:
            return error.code

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, range(12)))
    assert answers.count("clear") == 3
