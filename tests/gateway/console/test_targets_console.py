"""Targets at the console: what is shown of whom, how a value is read, and that nobody overwrites unseen."""

from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from chassis.errors import ServiceError
from tests.gateway.console.conftest import CannedServices, Desk

VEGA, PIA = str(UUID(int=201)), str(UUID(int=9))
ALL, OF_ALL = ["partner", "program", "period"], ["program", "period"]
SILENT = ServiceError("unavailable", "service_silent", "", {"service": "metrics"})


def metric(code: str, unit: str, grain: list[str] = ALL) -> dict[str, Any]:
    words = {"en": code.replace("_", " ").capitalize(), "es": code}
    return {
        "code": code, "title": words, "formula": words, "unit": unit, "direction": "up", "grain": grain,
        "sources": [], "audience": "partner",
    }  # fmt: skip


def target(value: str | None, code: str = "approval_rate", **changes: Any) -> dict[str, Any]:
    return {
        "metric": code, "period": "2026-Q2", "set_for": "program", "partner_id": None, "partner_type": None,
        "partner_name": None, "value": value, "version": 3, "set_by": PIA, "set_at": "2026-04-02T09:00:00+00:00",
        **changes,
    }  # fmt: skip


@pytest.fixture
def numbers(services: CannedServices, desk: Desk) -> CannedServices:
    """Four metrics, and whoever sets targets at the desk."""
    desk.sign_in_as("program_manager")
    known = [
        metric("approval_rate", "share"), metric("registration_volume", "count"),
        metric("partner_sourced_revenue", "money"), metric("active_partners", "count", OF_ALL),
    ]  # fmt: skip
    services.answers |= {
        "list_metrics": {"currency": "EUR", "items": known},
        "get_people": {"items": [{"person_id": PIA, "name": "Pia Alonso"}]},
        "get_partner": {"partner_id": VEGA, "legal_name": "Vega Systems"},
        "set_target": target("0.9"),
    }
    return services


def listed(items: list[dict[str, Any]]) -> Any:
    """As metrics answers: targets of one kind of addressee."""
    return lambda command: {
        "items": [one for one in items if one["set_for"] == command["set_for"]],
        "next_cursor": None,
    }


def test_every_metric_is_listed_with_what_is_expected_and_who_said_so(
    numbers: CannedServices, browser: FlaskClient
) -> None:
    of_vega = target("40", "registration_volume", set_for="partner", partner_id=VEGA, partner_name="Vega Systems")
    numbers.answers["list_targets"] = listed([target("0.8500"), of_vega])
    page = browser.get("/console/targets?period=2026-Q2").text
    assert "85%" in page
    assert "Pia Alonso" in page
    assert "Registration volume" in page
    assert "Vega Systems" in page
    assert f"/console/targets/registration_volume?period=2026-Q2&amp;whom=partner:{VEGA}" in page
    assert "Nothing is expected yet" not in page


def test_a_period_without_targets_says_so_and_offers_to_set_them(numbers: CannedServices, browser: FlaskClient) -> None:
    page = browser.get("/console/targets?period=2027-Q1").text
    assert "Nothing is expected yet in Q1 2027." in page
    assert "None in this period." in page
    assert "/console/targets/approval_rate?period=2027-Q1&amp;whom=program" in page


def test_what_counts_partners_is_expected_of_all_together_alone(numbers: CannedServices, browser: FlaskClient) -> None:
    assert "Active partners" in browser.get("/console/targets").text
    page = browser.get("/console/targets?whom=type:reseller").text
    assert "Each partner: Reseller" in page
    assert "Active partners" not in page
    assert numbers.commands("list_targets")[-2]["partner_type"] == "reseller"


@pytest.mark.parametrize("period", ["last_90_days", "1999-Q1", "2026-Q9", "x"])
def test_what_is_no_period_of_the_calendar_is_read_as_this_quarter(
    numbers: CannedServices, browser: FlaskClient, period: str
) -> None:
    assert browser.get(f"/console/targets?period={period}").status_code == 200
    assert numbers.commands("list_targets")[0]["period"] not in {period, ""}


def test_a_part_that_is_silent_leaves_the_other_standing(numbers: CannedServices, browser: FlaskClient) -> None:
    own = listed([target("7", "registration_volume", set_for="partner", partner_id=VEGA, partner_name="Vega Systems")])
    numbers.answers["list_targets"] = _silent_for_program(own)
    page = browser.get("/console/targets").text
    assert "This part cannot be shown now" in page
    assert "Vega Systems" in page


def _silent_for_program(answer: Any) -> Any:
    def found(command: dict[str, Any]) -> Any:
        return SILENT if command["set_for"] == "program" else answer(command)

    return found


@pytest.mark.parametrize(
    ("code", "typed", "sent"),
    [
        ("approval_rate", "85", "0.8500"),
        ("approval_rate", "12.5 %", "0.1250"),
        ("registration_volume", "1,200", "1200.0000"),
        ("partner_sourced_revenue", "1200.5", "1200.5000"),
        ("partner_sourced_revenue", "0", "0.0000"),
    ],
)
def test_a_value_is_read_as_its_unit_is_written(
    numbers: CannedServices, browser: FlaskClient, code: str, typed: str, sent: str
) -> None:
    answer = browser.post(
        f"/console/targets/{code}?period=2026-Q2&whom=program", data={"value": typed, "version": "3", "key": "k"}
    )
    assert answer.status_code == 303
    assert answer.location == "/console/targets?period=2026-Q2&whom=program"
    assert numbers.commands("set_target") == [{"metric": code, "period": "2026-Q2", "value": sent, "version": 3}]


@pytest.mark.parametrize(
    ("code", "typed", "said"),
    [
        ("approval_rate", "", "Enter the value that you expect"),
        ("approval_rate", "most of them", "Enter a number"),
        ("approval_rate", "NaN", "Enter a number"),
        ("approval_rate", "101", "Enter at most 100 per cent"),
        ("registration_volume", "-1", "Enter 0 or more"),
        ("registration_volume", "2.5", "Enter a whole number"),
        ("partner_sourced_revenue", "1e999999", "Enter a smaller number"),
    ],
)
def test_what_is_no_value_is_refused_in_clear_words_and_stays_in_the_field(
    numbers: CannedServices, browser: FlaskClient, code: str, typed: str, said: str
) -> None:
    answer = browser.post(f"/console/targets/{code}?period=2026-Q2", data={"value": typed, "version": "0"})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'name="value" type="text" value="{typed}"' in answer.text
    assert numbers.commands("set_target") == []


def test_in_spanish_a_comma_parts_the_decimals(numbers: CannedServices, browser: FlaskClient) -> None:
    browser.set_cookie("language", "es")
    numbers.answers["list_target_versions"] = {"items": [target("0.8550")]}
    assert 'value="85,5"' in browser.get("/console/targets/approval_rate?period=2026-Q2").text
    browser.post("/console/targets/approval_rate?period=2026-Q2", data={"value": "85,5", "version": "3"})
    assert numbers.commands("set_target")[0]["value"] == "0.8550"


def test_a_target_is_taken_away_by_a_button_of_its_own(numbers: CannedServices, browser: FlaskClient) -> None:
    numbers.answers["list_target_versions"] = {"items": [target("0.8500")]}
    address = f"/console/targets/approval_rate?period=2026-Q2&whom=partner:{VEGA}"
    assert "Take the target away" in browser.get(address).text
    assert browser.post(address, data={"value": "85", "version": "3", "verb": "clear"}).status_code == 303
    (sent,) = numbers.commands("set_target")
    assert (sent["value"], sent["partner_id"], sent["version"]) == (None, VEGA, 3)


def test_whoever_saw_an_older_value_is_shown_the_one_in_force_before_saving(
    numbers: CannedServices, browser: FlaskClient
) -> None:
    numbers.answers |= {
        "set_target": ServiceError("conflict", "stale_version", "", {}),
        "list_target_versions": {"items": [target("0.7000", version=4), target("0.8500")]},
    }
    answer = browser.post("/console/targets/approval_rate?period=2026-Q2", data={"value": "90", "version": "3"})
    assert answer.status_code == 409
    assert "It was changed since you read it." in answer.text
    assert 'name="version" value="4"' in answer.text
    assert 'value="90"' in answer.text
    assert "70%" in answer.text


def test_a_version_that_is_no_number_saves_nothing_over_another(numbers: CannedServices, browser: FlaskClient) -> None:
    browser.post("/console/targets/approval_rate", data={"value": "90", "version": "x"})
    assert numbers.commands("set_target")[0]["version"] == 0


def test_the_history_tells_who_set_what_and_when_it_was_taken_away(
    numbers: CannedServices, browser: FlaskClient
) -> None:
    numbers.answers["list_target_versions"] = {"items": [target(None, version=4), target("0.8500")]}
    page = browser.get("/console/targets/approval_rate?period=2026-Q2").text
    assert "taken away" in page
    assert "85%" in page
    assert page.count("Pia Alonso") == 2
    assert 'name="version" value="4"' in page
    assert "Take the target away" not in page


def test_who_may_not_set_targets_reads_them(numbers: CannedServices, desk: Desk) -> None:
    desk.sign_in_as("auditor")
    browser = desk.browser()
    page = browser.get("/console/targets/approval_rate").text
    assert "Nobody has set this target yet." in page
    assert 'name="value"' not in page
    assert "Targets are set by program managers." in browser.get("/console/targets").text
    assert browser.post("/console/targets/approval_rate", data={"value": "9", "version": "0"}).status_code == 403
    assert numbers.commands("set_target") == []


@pytest.mark.parametrize("address", ["/console/targets/no_such_metric", "/console/targets?whom=partner:nobody"])
def test_what_there_is_not_is_not_found(numbers: CannedServices, browser: FlaskClient, address: str) -> None:
    numbers.answers["get_partner"] = ServiceError("not_found", "not_found", "", {})
    assert browser.get(address).status_code == 404


def test_a_silent_history_offers_no_form_that_could_overwrite(numbers: CannedServices, browser: FlaskClient) -> None:
    numbers.answers["list_target_versions"] = SILENT
    page = browser.get("/console/targets/approval_rate").text
    assert "This part cannot be shown now" in page
    assert 'name="value"' not in page
