"""One number, everywhere: API, portal, console and file say the same for every metric of the catalogue."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import pytest

from chassis import clock
from gateway.console import key_figures
from services.metrics.catalogue.model import METRICS
from services.metrics.exports.jobs import write_exports
from tests.gateway.people import Caller
from tests.security.conftest import World

Values = Mapping[str, str | None]
OF_PARTNERS: Final = sorted(code for code, metric in METRICS.items() if metric.audience == "partner")
BIG: Final = re.compile(r'<data class="big-number num" value="([^"]*)"')
ON_CARDS: Final = re.compile(
    r'id="([a-z0-9_]+)">(?:(?!<data).)*?<data class="(?:s-v|k-v) num" value="([^"]*)"', re.DOTALL
)


@pytest.fixture(scope="module")
def period(world: World) -> str:
    """The running year, in which partner A has won a deal."""
    approver = world.staff["channel_manager"]
    for verb, body in (("approve", {}), ("won", {"amount": "48500.00"})):
        path = f"/deal-registrations/{world.a.deal_registration_id}/{verb}"
        answer = approver.post(path, body)
        assert answer.status_code == 200, answer.text
    world.real.carry()
    return str(clock.now().year)


@pytest.fixture(scope="module")
def of_program(world: World, period: str) -> dict[str, Values]:
    """By place the numbers of all partners together, as staff see them."""
    staff = world.staff["program_manager"]
    return {
        "API": {code: staff.get(f"/metrics/{code}?period={period}").json["value"] for code in METRICS},
        "API dashboard": _values(staff.get(f"/dashboard?period={period}").json),
        "console dashboard": _cards(_page(staff, f"/console/dashboards?period={period}")),
        "console metric": {code: _big(staff, f"/console/metrics/{code}?period={period}") for code in METRICS},
        "file": _file(world, staff, period),
    }


@pytest.fixture(scope="module")
def of_partner(world: World, period: str) -> dict[str, Values]:
    """By place the numbers of partner A, as its people and staff see them."""
    own, staff, partner_id = world.a.admin, world.staff["program_manager"], world.a.partner_id
    asked = f"period={period}&partner_id={partner_id}"
    return {
        "API": {code: own.get(f"/metrics/{code}?period={period}").json["value"] for code in OF_PARTNERS},
        "API for staff": {code: staff.get(f"/metrics/{code}?{asked}").json["value"] for code in OF_PARTNERS},
        "API scorecard": _values(own.get(f"/partners/{partner_id}/scorecard?period={period}").json),
        "portal scorecard": _cards(_page(own, f"/scorecard?period={period}")),
        "portal metric": {code: _big(own, f"/scorecard/{code}?period={period}") for code in OF_PARTNERS},
        "console scorecard": _cards(_page(staff, f"/console/partners/{partner_id}/scorecard?period={period}")),
        "console metric": {code: _big(staff, f"/console/metrics/{code}?{asked}") for code in OF_PARTNERS},
        "file": _file(world, own, period),
    }


@pytest.mark.parametrize("metric", sorted(METRICS))
def test_staff_read_the_same_number_in_api_console_and_file(of_program: dict[str, Values], metric: str) -> None:
    shown = {place: values[metric] for place, values in of_program.items()}
    assert len(set(shown.values())) == 1, shown


@pytest.mark.parametrize("metric", OF_PARTNERS)
def test_a_partner_reads_the_same_number_in_api_portal_and_file(of_partner: dict[str, Values], metric: str) -> None:
    """A number that counts partners stands on no partner's scorecard; everywhere else it does."""
    shown = {place: values[metric] for place, values in of_partner.items() if metric in values}
    assert {"API", "API for staff", "portal metric", "console metric", "file"} <= set(shown)
    assert len(set(shown.values())) == 1, shown
    assert ("portal scorecard" in shown) == ("partner" in METRICS[metric].grain)


def test_the_overview_shows_this_quarter_as_the_api_tells_it(world: World, period: str) -> None:
    staff = world.staff["program_manager"]
    shown = _cards(_page(staff, "/console"))
    now = clock.now()
    quarter = f"{now.year}-Q{(now.month + 2) // 3}"
    assert set(shown) == set(key_figures.METRICS)
    for metric, value in shown.items():
        assert value == staff.get(f"/metrics/{metric}?period={quarter}").json["value"], metric


def test_the_numbers_compared_are_not_all_nothing(of_partner: dict[str, Values]) -> None:
    """At least what this module did: others of this folder register for the same partner, in any order."""
    assert Decimal(of_partner["file"]["partner_sourced_revenue"] or 0) >= Decimal("48500.00")
    assert int(of_partner["file"]["registration_volume"] or 0) >= 1


def _values(answer: Mapping[str, Any]) -> Values:
    return {item["metric"]: item["value"] for item in answer["items"]}


def _page(caller: Caller, path: str) -> str:
    answer = caller.client.get(path, headers={"Authorization": f"Bearer {caller.token}"})
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


def _big(caller: Caller, path: str) -> str | None:
    found = BIG.search(_page(caller, path))
    assert found, path
    return found[1] or None


def _cards(page: str) -> Values:
    return {metric: value or None for metric, value in ON_CARDS.findall(page) if metric in METRICS}


def _file(world: World, caller: Caller, period: str) -> Values:
    asked = caller.post("/exports", {"dataset": "scorecard", "period": period})
    assert asked.status_code == 201, asked.text
    world.real.harnesses["metrics"].run_job(write_exports)
    fetched = caller.get(f"/exports/{asked.json['export_id']}/file")
    assert fetched.status_code == 200, fetched.text
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    rows = csv.DictReader(io.StringIO(fetched.get_data().decode("utf-8-sig")))
    return {row["Metric"]: row["Value"] or None for row in rows}
