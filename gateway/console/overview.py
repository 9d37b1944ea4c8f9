"""Overview: what must I do, what is late, how does the program stand. Each box asks for itself and fails alone."""

from __future__ import annotations

from typing import Any, Final

from flask import g, render_template
from flask_babel import format_datetime
from flask_babel import gettext as _

from chassis import clock
from gateway.console.blueprint import console
from gateway.console.key_figures import ask_key_figures, tiles
from gateway.console.waiting import OPEN_APPLICATIONS, QueueQuestion
from gateway.invoke import may
from gateway.pages.boxes import Box, ask
from gateway.pages.formats import days_until
from gateway.pages.periods import this_quarter

SHOWN: Final = 6
SOON_DAYS: Final = 14


@console.get("")
def overview() -> str:
    queue = QueueQuestion("all") if may("list_decision_queue") else None
    applications = ask("list_applications", status=list(OPEN_APPLICATIONS), sort="decide_by", limit=SHOWN)
    ending = ask("list_deal_registrations", view="protected", sort="protected_until", limit=SHOWN)
    counts, counted_applications = ask("count_deal_registrations"), ask("count_applications")
    partners = ask("list_partners", status=["suspended"], limit=SHOWN)
    parts, flow, known = ask("get_health"), ask("get_event_flow"), ask("get_freshness")
    figures = ask_key_figures()
    answered = queue.answer() if queue else None
    return render_template(
        "console/overview.html",
        greeting=_greeting(),
        queue=answered,
        first=answered.items[:SHOWN] if answered else (),
        counts=counts.box(),
        application_counts=counted_applications.box(),
        applications=applications.box(),
        ending=_ending(ending.box()),
        suspended=partners.box(),
        parts=parts.box(),
        flow=flow.box(),
        known=known.box(),
        tiles=tiles(figures),
        quarter=this_quarter(),
        checked_at=clock.now(),
    )


def _ending(box: Box) -> Box:
    """Only protections that end soon are news."""
    if not box.ok:
        return box
    return Box({"items": [deal for deal in box.items if (days_until(deal["protected_until"]) or 0) <= SOON_DAYS]})


def _greeting() -> Any:
    first_name = g.account.display_name.split()[0]
    hour = int(format_datetime(clock.now(), "H"))
    if hour < 12:
        return _("Good morning, %(name)s", name=first_name)
    if hour < 20:
        return _("Good afternoon, %(name)s", name=first_name)
    return _("Good evening, %(name)s", name=first_name)
