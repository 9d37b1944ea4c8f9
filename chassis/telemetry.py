"""Prometheus measurements of the software, and the three pages every process shows on its own port.

Owns names of series and the health page; refuses business figures (those are the metrics service's).
"""

import json
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)

RPC_CALLS = Counter("prm_rpc_calls", "RPC requests by method and outcome.", ["method", "outcome"])
RPC_SECONDS = Histogram(
    "prm_rpc_seconds", "Time from receipt to reply of an RPC request.", ["method"], buckets=_BUCKETS
)
RPC_REFUSED = Counter("prm_rpc_refused", "Messages that were no RPC request, sent to the dead letter.", ["reason"])
REPLIES_LOST = Counter("prm_rpc_replies_lost", "Replies that could not be sent; the caller's deadline covers them.")
EVENTS_HANDLED = Counter(
    "prm_events_handled", "Events consumed by queue, type and outcome.", ["queue", "type", "outcome"]
)
EVENT_SECONDS = Histogram("prm_event_seconds", "Time to handle an event.", ["queue"], buckets=_BUCKETS)
INBOX_DUPLICATES = Counter("prm_inbox_duplicates", "Deliveries that had taken effect before.", ["queue"])
DEAD_LETTERS = Counter("prm_dead_letters", "Messages sent to a dead letter queue.", ["queue", "reason"])
EVENTS_PARKED = Gauge("prm_events_parked", "Events waiting behind a failed one of the same subject.", ["queue"])
EVENTS_PUBLISHED = Counter("prm_events_published", "Events confirmed by the broker.", ["service"])
PUBLISH_FAILURES = Counter("prm_publish_failures", "Events the broker did not take, by reason.", ["service", "reason"])
OUTBOX_DEPTH = Gauge("prm_outbox_depth", "Events not yet published.", ["service"])
OUTBOX_AGE = Gauge("prm_outbox_age_seconds", "Age of the oldest event not yet published.", ["service"])
RELAY_LEADER = Gauge("prm_relay_leader", "1 while this process leads.", ["service"])
JOB_SECONDS = Histogram("prm_job_seconds", "Time of one run of a job.", ["job"])
JOB_RUNS = Counter("prm_job_runs", "Runs of jobs by outcome.", ["job", "outcome"])

Check = Callable[[], bool]


class Health:
    """Named checks: alive means the process answers at all, ready means every check says yes."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}

    def add(self, name: str, check: Check) -> None:
        self._checks[name] = check

    def report(self) -> dict[str, bool]:
        return {name: _holds(check) for name, check in self._checks.items()}


def _holds(check: Check) -> bool:
    try:
        return check()
    except Exception:
        return False


class _Server(ThreadingHTTPServer):
    """Says nothing of those who ask and do not wait for the answer, as a probe does whose time is up."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def serve(port: int, health: Health, figures: CollectorRegistry = REGISTRY) -> ThreadingHTTPServer:
    """Answer /livez, /readyz and /metrics on loopback; under eventlet the thread is a green one."""

    class Pages(BaseHTTPRequestHandler):
        """The three pages; anything else is absent."""

        def do_GET(self) -> None:
            if self.path == "/metrics":
                self._answer(200, CONTENT_TYPE_LATEST, generate_latest(figures))
            elif self.path == "/livez":
                self._answer(200, "application/json", b'{"alive":true}')
            elif self.path == "/readyz":
                report = health.report()
                status = 200 if all(report.values()) else 503
                self._answer(status, "application/json", json.dumps(report).encode())
            else:
                self._answer(404, "text/plain", b"not here\n")

        def _answer(self, status: int, content_type: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name.
            """Probes come every second; they are not news."""

    server = _Server(("127.0.0.1", port), Pages)
    threading.Thread(target=server.serve_forever, name="telemetry", daemon=True).start()
    return server
