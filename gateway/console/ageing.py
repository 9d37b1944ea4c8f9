"""What waits and for how long: every queue by owner and age, red past its promise, each number leading to its rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from gateway.console.blueprint import console
from gateway.console.listing import listing
from gateway.pages.boxes import ask
from gateway.pages.names import names_of

QUEUES: Final = {
    "deal_registrations": _l("Registrations to decide"),
    "partner_answers": _l("Questions that partners have not answered"),
    "applications": _l("Applications to decide"),
}
BUCKETS: Final = {
    "up_to_1_day": _l("Up to 1 day"),
    "up_to_3_days": _l("1 to 3 days"),
    "up_to_7_days": _l("3 to 7 days"),
    "up_to_30_days": _l("7 to 30 days"),
    "over_30_days": _l("Over 30 days"),
}
PAGES: Final = {"deal_registration": "/console/deals", "application": "/console/applications"}


@console.get("/ageing")
def ageing() -> str:
    queue = _queue()
    box = ask("list_ageing", queue=queue).box()
    owners = box.value["owners"] if box.ok else []
    return render_template(
        "console/ageing.html",
        box=box,
        queue=queue,
        queues=QUEUES,
        buckets=BUCKETS,
        owners=owners,
        totals=_totals(owners),
        names=names_of(owner["owner_id"] for owner in owners),
    )


def _totals(owners: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each bucket over all owners."""
    found = []
    for code in BUCKETS:
        cells = [cell for owner in owners for cell in owner["cells"] if cell["bucket"] == code]
        found.append({"bucket": code, **{what: sum(cell[what] for cell in cells) for what in ("waiting", "overdue")}})
    return found


@console.get("/ageing/rows")
def ageing_rows() -> str:
    queue, bucket = _queue(), request.args.get("bucket", "")
    owner, overdue = request.args.get("owner", ""), request.args.get("overdue", "")
    wanted = {"queue": queue, "bucket": bucket if bucket in BUCKETS else "", "owner": owner, "overdue": overdue}
    page = listing(
        "list_ageing_rows",
        "console.ageing_rows",
        wanted,
        queue=queue,
        bucket=wanted["bucket"],
        owner_id=owner if owner not in ("", "nobody") else None,
        unowned=True if owner == "nobody" else None,
        overdue=True if overdue else None,
    )
    return render_template(
        "console/ageing_rows.html",
        page=page,
        queue=queue,
        queues=QUEUES,
        buckets=BUCKETS,
        wanted=wanted,
        names=names_of(row["owner_id"] for row in page.box.items),
        pages=PAGES,
    )


def _queue() -> str:
    asked = request.args.get("queue", "")
    return asked if asked in QUEUES else next(iter(QUEUES))
