"""Business metrics for the platform team's monitoring, in the OpenMetrics text format. Apart from telemetry, which
measures the software: these come from the metrics service, need a token, and are asked for at most twice a minute.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from weakref import WeakKeyDictionary

from flask import Response
from marshmallow import Schema
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from gateway.api.call import LocalCall
from gateway.api.operation import Operation
from gateway.rpc import Request
from gateway.runtime import Services

KEEP_SECONDS: Final = 30.0
PREFIX: Final = "prm_business_"
_UNITS: Final = {"share": "ratio", "hours": "hours", "days": "days"}
_kept: WeakKeyDictionary[Services, tuple[float, bytes]] = WeakKeyDictionary()


class OpenMetricsQuery(Schema):
    """Nothing to choose: the numbers are of the last 90 days."""


def get_open_metrics(call: LocalCall) -> Response:
    """Read the business metrics of all partners together, for a monitoring system to scrape."""
    services = call.runtime.services
    kept_at, page = _kept.get(services, (float("-inf"), b""))
    if time.monotonic() - kept_at > KEEP_SECONDS:
        headers = {"prm-principal": call.principal.to_header(), "prm-channel": "api"}
        figures = services.submit(Request("metrics", "list_figures", {}, headers)).result()
        page = written(figures)
        _kept[services] = (time.monotonic(), page)
    return Response(page, content_type=CONTENT_TYPE_LATEST)


def written(figures: Mapping[str, Any]) -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(figures))
    page: bytes = generate_latest(registry)  # type: ignore[no-untyped-call]
    return page


class _Figures(Collector):
    """One answer of the service as gauges. A metric without a value has no sample: absent is not zero."""

    def __init__(self, figures: Mapping[str, Any]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[GaugeMetricFamily]:
        period, currency = self._figures["period"], self._figures["currency"]
        for item in self._figures["items"]:
            labels = {"period": period} | ({"currency": currency} if item["unit"] == "money" else {})
            unit = _UNITS.get(item["unit"], "")
            gauge = GaugeMetricFamily(f"{PREFIX}{item['metric']}", item["title"]["en"], labels=list(labels), unit=unit)
            if item["value"] is not None:
                gauge.add_metric(list(labels.values()), float(item["value"]))
            yield gauge
        yield self._as_of()

    def _as_of(self) -> GaugeMetricFamily:
        gauge = GaugeMetricFamily(f"{PREFIX}as_of", "Time of the last event heard", labels=["source"], unit="seconds")
        for source in self._figures["sources"]:
            gauge.add_metric([source["source"]], datetime.fromisoformat(source["as_of"]).timestamp())
        return gauge


OPERATIONS: Final = (
    Operation(
        name="get_open_metrics",
        method="GET",
        path="/open-metrics",
        tag="open-metrics",
        local=get_open_metrics,
        loads=OpenMetricsQuery(),
        gives={"type": "string", "description": "OpenMetrics 1.0 text; every name begins with prm_business_."},
        media_type="application/openmetrics-text",
    ),
)
