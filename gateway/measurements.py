"""What the gateway counts and times. Labels come from the table of routes, the services and fixed words, never from
what a caller sends.
"""

from __future__ import annotations

import time
from typing import Final

from flask import Flask, Response, g, request
from prometheus_client import Counter, Gauge, Histogram

_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
UNKNOWN: Final = "unknown"
UNCOUNTED: Final = frozenset({"livez", "readyz"})

REQUESTS: Final = Counter("prm_gateway_requests", "Requests by operation or page and status.", ["operation", "status"])
SECONDS: Final = Histogram(
    "prm_gateway_request_seconds", "Time from a request to its answer.", ["operation"], buckets=_BUCKETS
)
RPC_SECONDS: Final = Histogram(
    "prm_gateway_rpc_seconds", "Time from asking a service to its answer or its silence.", ["service"], buckets=_BUCKETS
)
BREAKER_OPEN: Final = Gauge(
    "prm_gateway_breaker_open",
    "1 while a worker asks a service no more because it was silent.",
    ["service"],
    multiprocess_mode="livemax",
)
SIGN_IN_FAILURES: Final = Counter("prm_gateway_sign_in_failures", "Refused sign-ins by reason.", ["reason"])


def register(app: Flask) -> None:
    """First of all, so that nothing a request passes is left out of its time."""
    app.before_request(_begin)
    app.after_request(_count)


def _begin() -> None:
    g.began = time.perf_counter()


def _count(response: Response) -> Response:
    operation = (request.endpoint or UNKNOWN).removeprefix("api.")
    if operation not in UNCOUNTED:
        REQUESTS.labels(operation, response.status_code).inc()
        SECONDS.labels(operation).observe(time.perf_counter() - g.began)
    return response
