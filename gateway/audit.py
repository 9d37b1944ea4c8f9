"""The trail: every accepted command and every refused permission, by ids alone. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from flask import g, request
from sqlalchemy import insert
from sqlalchemy.orm import Session

from gateway.identity.tables import audit_entries

_ENTER: Final = insert(audit_entries)


def record(
    session: Session,
    *,
    operation: str,
    accepted: bool,
    channel: str,
    now: datetime,
    object_id: str | None = None,
    detail: str | None = None,
) -> None:
    account = g.get("account")
    entry = {
        "occurred_at": now,
        "actor": f"person:{account.person_id}" if account else "anonymous",
        "operation": operation,
        "accepted": accepted,
        "object_id": object_id,
        "detail": detail,
        "channel": channel,
        "address": request.remote_addr or "",
        "request_id": g.get("request_id", ""),
    }
    session.execute(_ENTER, entry)


def object_of(*sources: Mapping[str, Any]) -> str | None:
    """The id the command was about: the first `…_id` among its path and answer."""
    for source in sources:
        for name, value in source.items():
            if name.endswith("_id") and isinstance(value, str):
                return value[:64]
    return None
