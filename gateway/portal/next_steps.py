"""What comes next for a registration, by when and by whom: one sentence for every status."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from gateway.pages.formats import day, days_until, long_day, moment

Deal = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Task:
    href: str
    icon: str
    title: str
    text: str
    kind: str = ""


def next_step(deal: Deal) -> str:
    """For lists: what happens next and by when."""
    status = deal["status"]
    waits = {
        "draft": _("Finish it and send it"),
        "info_requested": _("Answer the question"),
        "rejected": _("Read why, then revise it"),
        "withdrawn": _("You can revise it and send it again"),
        "lapsed": _("No answer came in time; you can revise it"),
        "expired": _("Protection ended; you can register it again"),
        "released": _("You gave the protection back"),
        "revoked": _("Protection was taken back"),
        "closed_won": _("Nothing more to do"),
        "closed_lost": _("Nothing more to do"),
    }
    if status in ("submitted", "in_review", "pending_approval"):
        return decision_promise(deal)
    if status in ("approved", "converted"):
        return protection_left(deal)
    return waits.get(status, "")


def decision_promise(deal: Deal) -> str:
    left = days_until(deal.get("decide_by"))
    if left is None:
        return _("Waiting for a decision")
    if left < 0:
        return _("The decision is late; it was promised by %(day)s", day=day(deal["decide_by"]))
    return _("Decision by %(day)s", day=long_day(deal["decide_by"]))


def protection_left(deal: Deal) -> str:
    left = days_until(deal.get("protected_until"))
    if left is None:
        return ""
    if left <= 0:
        return _("Protection ends today")
    return ngettext("%(num)d day of protection left", "%(num)d days of protection left", left)


def task_of(deal: Deal) -> Task:
    """For home: what to do, in the customer's name."""
    name = deal["customer"]["legal_name"]
    href = f"/deals/{deal['deal_registration_id']}"
    status = deal["status"]
    if status == "draft":
        saved = _("Saved on %(when)s", when=moment(deal.get("updated_at")))
        return Task(href=href, icon="pencil", title=_("Finish the draft for %(name)s", name=name), text=saved)
    if status == "info_requested":
        asked = deal.get("info_request") or {}
        title = _("Answer a question about %(name)s", name=name)
        return Task(href=href, icon="message-question", kind="info", title=title, text=f"“{asked.get('text', '')}”")
    if status in ("approved", "converted"):
        return Task(
            href=href,
            icon="clock-exclamation",
            kind="warn",
            title=_("Protection for %(name)s ends on %(day)s", name=name, day=long_day(deal["protected_until"])),
            text=_("Extend it, or say whether you won or lost the deal"),
        )
    return Task(href=href, icon="circle-x", kind="bad", title=name, text=next_step(deal))
