"""Onboarding as staff see it: how late each side is, who waits for what, and the vendor's own tasks done by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from gateway.console.blueprint import console
from gateway.console.listing import listing, read_filters
from gateway.pages.boxes import ask, tell
from gateway.pages.names import names_of

FILTERS: Final = ("state", "side", "mine")
VERBS: Final = ("complete", "reopen")
STATES: Final = {
    "overdue": lazy_gettext("With late tasks"),
    "blocked": lazy_gettext("With blocked tasks"),
    "completed": lazy_gettext("Complete"),
}
SIDES: Final = {"vendor": lazy_gettext("Vendor"), "partner": lazy_gettext("Partner")}


@console.get("/onboarding")
def onboarding() -> str:
    filters = read_filters(FILTERS)
    counts = ask("count_onboarding")
    page = listing("list_onboarding", "console.onboarding", filters, **_command(filters))
    return render_template(
        "console/onboarding.html",
        page=page,
        counts=counts.box(),
        filters=filters,
        states=STATES,
        sides=SIDES,
        names=names_of(item.get("channel_manager_id") for item in page.box.items),
    )


@console.post("/partners/<uuid:partner_id>/onboarding/<task_code>/<verb>")
def carry_out_task(partner_id: Any, task_code: str, verb: str) -> Response:
    if verb not in VERBS:
        abort(404)
    tell(f"{verb}_onboarding_task", partner_id=str(partner_id), task_code=task_code)
    flash(_("Done.") if verb == "complete" else _("Open again."), "ok")
    return redirect(url_for("console.partner", partner_id=partner_id, _anchor=f"task-{task_code}"), 303)


def task_url(partner_id: str) -> Callable[[str, str], str]:
    """Where a task of this partner's list is completed or opened again."""
    return lambda code, verb: url_for("console.carry_out_task", partner_id=partner_id, task_code=code, verb=verb)


def _command(filters: dict[str, str]) -> dict[str, str]:
    return {
        "state": filters["state"] if filters["state"] in STATES else "",
        "side": filters["side"] if filters["side"] in SIDES else "",
        "channel_manager_id": str(g.account.person_id) if filters["mine"] else "",
    }
