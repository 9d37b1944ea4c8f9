"""The overview's numbers: this quarter with its past, each on its own, and for nobody who may not see them."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_babel import force_locale

from chassis.errors import ServiceError
from gateway.console import key_figures
from services.metrics.catalogue.model import METRICS
from tests.gateway.console.conftest import CannedServices, Desk

SILENT = ServiceError("unavailable", "service_silent", "", {"service": "metrics"})


def measured(command: dict[str, Any]) -> dict[str, Any]:
    """As metrics answers: a finished quarter would be compared, the running one is told so far."""
    metric = METRICS[command["metric"]]
    trend = [{"period": f"2026-Q{n}", "value": str(n)} for n in (1, 2, 3)]
    return {
        "metric": metric.code, "unit": metric.unit.value, "currency": "EUR" if metric.unit == "money" else None,
        "period": command["period"], "starts_on": "2099-10-01", "ends_on": "2099-12-31", "value": "0.5",
        "direction": metric.direction, "trend": trend,
    }  # fmt: skip


@pytest.fixture
def figures(services: CannedServices) -> CannedServices:
    services.answers["measure_metric"] = measured
    return services


def test_each_number_stands_with_its_past_and_leads_to_its_rows(figures: CannedServices, browser: FlaskClient) -> None:
    page = browser.get("/console").text
    asked = figures.commands("measure_metric")
    assert [command["metric"] for command in asked] == list(key_figures.METRICS)
    assert {command["trend_periods"] for command in asked} == {6}
    for code in key_figures.METRICS:
        assert f"/console/metrics/{code}?period={asked[0]['period']}" in page
    assert page.count('class="spark"') == len(key_figures.METRICS)
    assert "so far; Q2 2026: 2" in page


def test_a_number_that_is_silent_leaves_the_others_and_the_page(figures: CannedServices, browser: FlaskClient) -> None:
    figures.answers["measure_metric"] = lambda command: (
        SILENT if command["metric"] == "active_partners" else measured(command)
    )
    answer = browser.get("/console")
    assert answer.status_code == 200
    assert answer.text.count("cannot be told now") == 1
    assert answer.text.count('class="spark"') == len(key_figures.METRICS) - 1
    assert "Deals protected" in answer.text


def test_who_may_not_see_numbers_is_neither_asked_nor_shown_any(figures: CannedServices, desk: Desk) -> None:
    desk.sign_in_as("platform_operator")
    assert "The program in" not in desk.browser().get("/console").text
    assert figures.commands("measure_metric") == []


@pytest.mark.parametrize("code", key_figures.METRICS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_number_is_called_as_in_the_catalogue(desk: Desk, code: str, language: str) -> None:
    with desk.app.test_request_context(), force_locale(language):
        assert key_figures.title(code) == METRICS[code].title[language]
