"""The trail: who did or tried what, when, on which object and how it ended. Found by filters, taken away as CSV."""

from __future__ import annotations

from operator import itemgetter
from typing import Any, Final

from flask import Response, render_template

from gateway.console.blueprint import console
from gateway.console.listing import csv_response, listing, read_filters
from gateway.console.operation_words import OPERATION, READING, REFUSAL
from gateway.pages.names import names_of
from gateway.runtime import runtime

FILTERS: Final = ("actor", "operation", "accepted")
COLUMNS: Final = (
    *("occurred_at", "actor", "operation", "object_id", "accepted", "detail", "channel", "address", "request_id"),
)


@console.get("/audit")
def audit() -> str:
    filters = read_filters(FILTERS)
    page = listing("list_audit_entries", "console.audit", filters, **_command(filters))
    return render_template(
        "console/audit.html",
        page=page,
        filters=filters,
        operations=sorted(((name, str(OPERATION.get(name, name))) for name in _written()), key=itemgetter(1)),
        refusals=REFUSAL,
        phrase=lambda name: OPERATION.get(name, READING),
        names=names_of([filters["actor"], *(entry["actor"] for entry in page.box.items)]),
    )


@console.get("/audit.csv")
def audit_csv() -> Response:
    command = _command(read_filters(FILTERS))
    return csv_response(
        "audit", "list_audit_entries", COLUMNS, lambda entry: [entry[name] for name in COLUMNS], **command
    )


def _written() -> set[str]:
    return {name for name, operation in runtime().operations.items() if operation.writes}


def _command(filters: dict[str, str]) -> dict[str, Any]:
    outcome = {"yes": True, "no": False}.get(filters["accepted"])
    return {"actor": filters["actor"], "operation": filters["operation"], "accepted": outcome}
