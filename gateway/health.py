"""Which parts of the suite answer. A service that answers anything at all, even that it knows no such method, lives."""

from __future__ import annotations

import threading
import time
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from chassis.context import Principal
from chassis.errors import ServiceError
from gateway.rpc import Request
from gateway.runtime import Pending, Runtime

LOOK_EVERY_SECONDS: Final = 1.0
PATIENCE_SECONDS: Final = 2.0


def parts(running: Runtime) -> list[dict[str, Any]]:
    """Database, broker and every service that an operation asks; without a broker nobody is asked."""
    services = sorted({operation.rpc.split(".")[0] for operation in running.operations.values() if operation.rpc})
    connected = running.services.is_connected()
    found = [{"name": "database", "ok": _database(running)}, {"name": "broker", "ok": connected}]
    asked = {service: _ping(running, service) for service in services} if connected else {}
    return found + [{"name": service, "ok": _answered(asked.get(service))} for service in services]


class Readiness:
    """What a probe is told; asked at most once a second, because anybody may probe and every look costs calls."""

    def __init__(self, running: Runtime) -> None:
        self._running = running
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._found: dict[str, bool] = {}

    def report(self) -> dict[str, bool]:
        with self._lock:
            if time.monotonic() - self._looked_at >= LOOK_EVERY_SECONDS:
                self._found = {part["name"]: part["ok"] for part in parts(self._running)}
                self._looked_at = time.monotonic()
            return self._found


def _database(running: Runtime) -> bool:
    try:
        with running.sessions.begin() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _ping(running: Runtime, service: str) -> Pending | None:
    """A question on its way, so that all services are asked at the same time; nothing where it cannot even be sent."""
    headers = {"prm-principal": Principal(actor="service:gateway").to_header()}
    try:
        return running.services.submit(Request(service, "ping", {}, headers, PATIENCE_SECONDS))
    except ServiceError:
        return None


def _answered(asked: Pending | None) -> bool:
    if asked is None:
        return False
    try:
        asked.result()
    except ServiceError as error:
        return error.kind != "unavailable"
    return True
