"""The list of deals: tabs, search and filters live in the address; the same list as CSV."""

import csv
import io
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from flask_babel import pgettext

from gateway.pages.boxes import Box, ask
from gateway.pages.places import country_name
from gateway.pages.words import SALES_STAGE, look
from gateway.portal.next_steps import next_step
from gateway.portal.products import product_name

blueprint = Blueprint("deals", __name__)
PAGE: Final = 25
CSV_PAGE: Final = 200
CSV_PAGES: Final = 50
SORTS: Final = ("-created_at", "created_at", "decide_by", "protected_until")
OPEN_STAGES: Final = ("prospecting", "qualified", "proposal", "negotiation")
# The statuses of each tab, as the view of the same name in the deals service has them; the others are counted there.
TABS: Final = {
    "": None,
    "needs_me": None,
    "in_review": ("submitted", "in_review", "pending_approval"),
    "protected": ("approved", "converted"),
    "won": ("closed_won",),
    "lost": ("closed_lost",),
}
RISKY_IN_A_SHEET: Final = ("=", "+", "-", "@", "\t", "\r")


def chosen() -> dict[str, Any]:
    """The filters of the address that this page knows; anything else is ignored."""
    args = request.args
    return {
        "view": args.get("view") if args.get("view") in TABS else "",
        "q": (args.get("q") or "").strip()[:120],
        "sales_stage": args.get("sales_stage") if args.get("sales_stage") in SALES_STAGE else "",
        "sort": args.get("sort") if args.get("sort") in SORTS else SORTS[0],
    }


def address(**changes: Any) -> str:
    """This list with other filters; paging starts again."""
    wanted = {**chosen(), **changes}
    query = {name: value for name, value in wanted.items() if value and (name, value) != ("sort", SORTS[0])}
    return f"/deals?{urlencode(query)}" if query else "/deals"


@blueprint.get("/deals")
def deals() -> str:
    filters, cursor = chosen(), request.args.get("cursor")
    found = ask("list_deal_registrations", **filters, limit=PAGE, cursor=cursor)
    counts = ask("count_deal_registrations")
    box = found.box()
    return render_template(
        "portal/deals.html",
        filters=filters,
        filtered=bool(filters["q"] or filters["sales_stage"]),
        found=box,
        tabs=tabs(filters["view"], counts.box()),
        address=address,
        next_step=next_step,
        first_href=address() if cursor else None,
        next_href=address(cursor=box.next_cursor) if box.next_cursor else None,
        csv_href=address().replace("/deals", "/deals.csv", 1),
    )


def tabs(view: str, counts: Box) -> list[tuple[str, str, int | None, bool]]:
    return [(address(view=code), tab_words()[code], count_of(code, counts), code == view) for code in TABS]


def tab_words() -> dict[str, str]:
    return {
        "": _("All"),
        "needs_me": _("Needs me"),
        "in_review": _("In review"),
        "protected": pgettext("several deals", "Protected"),
        "won": pgettext("several deals", "Won"),
        "lost": pgettext("several deals", "Lost"),
    }


def count_of(code: str, counts: Box) -> int | None:
    """How many rows the tab of this name lists; None where nobody can tell now."""
    if not counts.ok:
        return None
    statuses = TABS[code]
    if statuses is None:
        return int(counts.value[code or "total"])
    return sum(counts.value["by_status"].get(status, 0) for status in statuses)


@blueprint.get("/deals.csv")
def deals_csv() -> Response:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(headings())
    writer.writerows([harmless(cell) for cell in row(deal)] for deal in every(chosen()))
    headers = {"Content-Disposition": "attachment; filename=deals.csv"}
    return Response("\N{BYTE ORDER MARK}" + sheet.getvalue(), mimetype="text/csv", headers=headers)


def headings() -> list[str]:
    return [
        *(_("Number"), _("Customer"), _("Country"), _("Status"), _("Sales stage"), _("Product line")),
        *(_("Value"), _("Currency"), _("Expected close"), _("Protected until")),
    ]


def every(filters: dict[str, Any]) -> Iterator[dict[str, Any]]:
    cursor = None
    for _page in range(CSV_PAGES):
        box = Box(ask("list_deal_registrations", **filters, limit=CSV_PAGE, cursor=cursor).value())
        yield from box.items
        cursor = box.next_cursor
        if cursor is None:
            return


def row(deal: dict[str, Any]) -> list[str]:
    return [
        deal["number"],
        deal["customer"]["legal_name"],
        country_name(deal["customer"]["country"]),
        str(look("registration", deal["status"]).text),
        str(SALES_STAGE.get(deal["sales_stage"], deal["sales_stage"])),
        product_name(deal["product_line"]),
        deal["amount"] or "",
        deal["currency"] or "",
        deal["expected_close_on"] or "",
        (deal["protected_until"] or "")[:10],
    ]


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is kept as text."""
    return f"'{cell}" if cell.startswith(RISKY_IN_A_SHEET) else cell
