"""Home: what must I do, what is protected, what is waiting. Each box asks for itself and fails alone."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, render_template
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from chassis import clock
from gateway.pages.boxes import Box, ask
from gateway.pages.formats import days_until
from gateway.portal.deals import count_of, tab_words
from gateway.portal.glances import Glances
from gateway.portal.next_steps import Task, task_of

blueprint = Blueprint("home", __name__)
LATEST = 6
SOON_DAYS = 14


@blueprint.get("/")
def home() -> str:
    counts = ask("count_deal_registrations")
    needs_me = ask("list_deal_registrations", view="needs_me", limit=LATEST)
    protected = ask("list_deal_registrations", view="protected", sort="protected_until", limit=LATEST)
    in_review = ask("list_deal_registrations", view="in_review", sort="decide_by", limit=LATEST)
    latest = ask("list_deal_registrations", limit=LATEST)
    partner = ask("get_partner", partner_id=str(g.account.partner_id))
    onboarding = ask("get_onboarding", partner_id=str(g.account.partner_id))
    glances = Glances.asked()
    boxes = {
        "counts": counts.box(),
        "onboarding": onboarding.box(),
        "protected": protected.box(),
        "in_review": in_review.box(),
        "latest": latest.box(),
        "partner": partner.box(),
    }
    waiting = needs_me.box()
    return render_template(
        "portal/home.html",
        greeting=greeting(),
        waiting=waiting,
        tiles=tiles(boxes["counts"]),
        tasks=tasks(waiting, boxes["protected"]),
        **boxes,
        **glances.read(),
    )


@blueprint.get("/menu")
def menu() -> str:
    return render_template("portal/menu.html")


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A number that leads to the rows it counts: the words, the count and the address of that tab of the list."""

    label: str
    value: int
    href: str
    note: str
    kind: str = ""


def tiles(counts: Box) -> list[Tile]:
    if not counts.ok:
        return []
    notes = _tile_notes(counts.value)
    return [
        Tile(
            label=tab_words()[code],
            value=count_of(code, counts) or 0,
            href=f"/deals?view={code}",
            note=note,
            kind="warn-t" if is_warning else "",
        )
        for code, (note, is_warning) in notes.items()
    ]


def _tile_notes(counts: dict[str, Any]) -> dict[str, tuple[str, int]]:
    """What stands below each number, and whether it warns."""
    late, ending, mine = counts["overdue"], counts["expiring_soon"], counts["needs_me"]
    closed = sum(counts["by_status"].get(status, 0) for status in ("closed_won", "closed_lost"))
    return {
        "needs_me": (_("deals waiting for your answer") if mine else _("nothing waits for you"), 0),
        "in_review": (
            ngettext("%(num)d later than promised", "%(num)d later than promised", late)
            if late
            else _("all within the promise"),
            late,
        ),
        "protected": (
            ngettext("%(num)d ends within 14 days", "%(num)d end within 14 days", ending)
            if ending
            else _("none ends soon"),
            ending,
        ),
        "won": (ngettext("of %(num)d closed", "of %(num)d closed", closed), 0),
    }


def greeting() -> str:
    first_name = g.account.display_name.split()[0]
    hour = int(format_datetime(clock.now(), "H"))
    if hour < 12:
        return _("Good morning, %(name)s", name=first_name)
    if hour < 20:
        return _("Good afternoon, %(name)s", name=first_name)
    return _("Good evening, %(name)s", name=first_name)


def tasks(waiting: Box, protected: Box) -> list[Task]:
    """What waits for the partner first, then protection that ends soon."""
    seen: dict[str, Any] = {deal["deal_registration_id"]: deal for deal in waiting.items}
    for deal in protected.items:
        left = days_until(deal["protected_until"])
        if left is not None and left <= SOON_DAYS:
            seen.setdefault(deal["deal_registration_id"], deal)
    return [task_of(deal) for deal in seen.values()][:LATEST]
