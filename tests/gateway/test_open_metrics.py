"""The page of business metrics: for a monitoring system with a token of its own, and apart from telemetry."""

from typing import Any

import pytest
from prometheus_client import REGISTRY
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from chassis.errors import ServiceError
from tests.gateway.canned import CannedServices
from tests.gateway.people import People


def figure(metric: str, unit: str, value: str | None) -> dict[str, Any]:
    return {"metric": metric, "title": {"en": metric.title(), "es": metric}, "unit": unit, "value": value, "n": 3}


FIGURES: dict[str, Any] = {
    "period": "last_90_days",
    "currency": "EUR",
    "items": [
        figure("approval_rate", "share", "0.6667"),
        figure("approval_cycle_time", "hours", None),
        figure("partner_sourced_revenue", "money", "1086.00"),
        figure("active_partners", "count", "7"),
    ],
    "sources": [{"source": "deals", "as_of": "2026-06-30T12:00:00+00:00", "events": 12}],
}


@pytest.fixture(autouse=True)
def _answered(services: CannedServices) -> None:
    services.answers["list_figures"] = FIGURES


def test_a_scraper_reads_every_number_under_a_name_of_its_own(people: People) -> None:
    page = people.sign_in("platform_operator").get("/open-metrics")
    assert page.status_code == 200
    assert page.content_type.startswith("application/openmetrics-text")
    samples = {
        sample.name: (sample.labels, sample.value)
        for family in text_string_to_metric_families(page.text)
        for sample in family.samples
    }
    assert samples == {
        "prm_business_approval_rate_ratio": ({"period": "last_90_days"}, 0.6667),
        "prm_business_partner_sourced_revenue": ({"period": "last_90_days", "currency": "EUR"}, 1086.0),
        "prm_business_active_partners": ({"period": "last_90_days"}, 7.0),
        "prm_business_as_of_seconds": ({"source": "deals"}, 1782820800.0),
    }


def test_it_is_asked_for_once_in_a_while_however_often_it_is_scraped(people: People, services: CannedServices) -> None:
    operator = people.sign_in("platform_operator")
    assert len({operator.get("/open-metrics").text for _ in range(5)}) == 1
    assert [request.method for request in services.asked] == ["list_figures"]


def test_a_token_needs_the_scope_and_its_owner_the_role(people: People) -> None:
    operator = people.sign_in("platform_operator")
    scoped = operator.post("/tokens", {"name": "scraper", "scopes": ["open-metrics:read"]}).json["token"]
    other = operator.post("/tokens", {"name": "other", "scopes": ["tokens:read"]}).json["token"]
    answers = [
        operator.client.get("/v1/open-metrics", headers={"Authorization": f"Bearer {token}"}).status_code
        for token in (scoped, other)
    ]
    assert answers == [200, 403]
    assert people.sign_in("partner_admin").get("/open-metrics").status_code == 403
    assert people.client.get("/v1/open-metrics").status_code == 401


def test_with_the_service_away_the_page_says_so_instead_of_old_numbers(
    people: People, services: CannedServices
) -> None:
    services.answers["list_figures"] = ServiceError("unavailable", "service_silent")
    assert people.sign_in("platform_operator").get("/open-metrics").status_code == 503


def test_business_metrics_are_no_part_of_telemetry(people: People) -> None:
    people.sign_in("platform_operator").get("/open-metrics")
    assert not [family.name for family in REGISTRY.collect() if family.name.startswith("prm_business")]
