"""Numbers, scorecards and exports in the API: one line an operation."""

from __future__ import annotations

from typing import Any, Final

from gateway.api.operation import Operation, asks

EXPORT: Final = "/exports/{export_id}"


def metrics(line: str, **more: Any) -> Operation:
    return asks("metrics", "metrics", line, **more)


def targets(line: str, **more: Any) -> Operation:
    return asks("metrics", "targets", line, **more)


def exports(line: str, **more: Any) -> Operation:
    return asks("metrics", "exports", line, **more)


MEASURING: Final = (
    metrics("GET /metrics list_metrics"),
    metrics("GET /metrics/{metric} measure_metric"),
    metrics("GET /metrics/{metric}/rows list_metric_rows"),
    metrics("GET /metric-freshness get_freshness"),
    metrics("GET /exchange-rates list_exchange_rates"),
    metrics("PUT /exchange-rates set_exchange_rate"),
    metrics("GET /ageing list_ageing"),
    metrics("GET /ageing-rows list_ageing_rows"),
)

JUDGING: Final = (
    metrics("GET /partners/{partner_id}/scorecard get_scorecard"),
    metrics("GET /dashboard get_dashboard"),
    targets("GET /targets list_targets"),
    targets("PUT /targets set_target"),
    targets("GET /target-versions list_target_versions"),
)

EXPORTS: Final = (
    exports("POST /exports request_export", success=201, location="/v1" + EXPORT),
    exports("GET /exports list_exports"),
    exports(f"GET {EXPORT} get_export"),
    exports(f"GET {EXPORT}/file download_export", sends_file=True),
)

OPERATIONS: Final[tuple[Operation, ...]] = (*MEASURING, *JUDGING, *EXPORTS)
