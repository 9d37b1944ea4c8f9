"""All partners' deals in one list: filters in the address, the next page by cursor, the same rows as CSV."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template
from werkzeug.wrappers import Response

from gateway.console.blueprint import console
from gateway.console.listing import csv_response, listing, read_filters
from gateway.pages.boxes import ask
from gateway.pages.words import REGISTRATION, SALES_STAGE

FILTERS: Final = ("q", "status", "sales_stage", "partner_id", "sort")
SORTS: Final = ("-created_at", "created_at", "decide_by", "protected_until")


@console.get("/deals")
def deals() -> str:
    filters = read_filters(FILTERS)
    of_partner = ask("get_partner", partner_id=filters["partner_id"]) if filters["partner_id"] else None
    page = listing("list_deal_registrations", "console.deals", filters, **_command(filters))
    return render_template(
        "console/deals.html",
        page=page,
        filters=filters,
        partner=of_partner.box() if of_partner else None,
        statuses=[(code, look.text) for code, look in REGISTRATION.items()],
    )


@console.get("/deals.csv")
def deals_csv() -> Response:
    filters = read_filters(FILTERS)
    return csv_response("deals", "list_deal_registrations", HEADER, _row, **_command(filters))


HEADER: Final = (
    *("number", "partner", "customer", "country", "domain", "status", "sales_stage", "registration_type"),
    *("product_line", "amount", "currency", "expected_close_on", "submitted_at", "decided_at", "protected_until"),
)


def _row(item: Any) -> list[Any]:
    customer = item["customer"]
    told = {
        **item,
        "partner": item.get("partner_name"),
        "customer": customer["legal_name"],
        **{k: customer.get(k) for k in ("country", "domain")},
    }
    return [told.get(name) for name in HEADER]


def _command(filters: dict[str, str]) -> dict[str, Any]:
    return {
        "q": filters["q"][:120],
        "partner_id": filters["partner_id"],
        "status": [filters["status"]] if filters["status"] in REGISTRATION else [],
        "sales_stage": filters["sales_stage"] if filters["sales_stage"] in SALES_STAGE else "",
        "sort": filters["sort"] if filters["sort"] in SORTS else SORTS[0],
    }
