"""Which parts of the suite answer. A service that answers anything at all, even that it knows no such method, lives."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from chassis.context import Principal
from chassis.errors import ServiceError
from gateway.rpc import Request
from gateway.runtime import Runtime


def parts(running: Runtime) -> list[dict[str, Any]]:
    """Database, broker and every service that an operation asks."""
    services = sorted({operation.rpc.split(".")[0] for operation in running.operations.values() if operation.rpc})
    found = [{"name": "database", "ok": _database(running)}, {"name": "broker", "ok": running.services.is_connected()}]
    return found + [{"name": service, "ok": _answers(running, service)} for service in services]


def is_ready(running: Runtime) -> bool:
    return all(part["ok"] for part in parts(running))


def _database(running: Runtime) -> bool:
    try:
        with running.sessions.begin() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _answers(running: Runtime, service: str) -> bool:
    principal = Principal(actor="service:gateway")
    try:
        running.services.submit(Request(service, "ping", {}, {"prm-principal": principal.to_header()})).result()
    except ServiceError as error:
        return error.kind != "unavailable"
    return True
