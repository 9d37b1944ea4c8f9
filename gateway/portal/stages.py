"""The two tracks of a registration as lines of steps: who has the claim, and how the sale is going."""

from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _

from gateway.pages.formats import day, days_until, local_day
from gateway.pages.words import SALES_STAGE, look

OPEN_STAGES: Final = ("prospecting", "qualified", "proposal", "negotiation")
REVIEWED: Final = ("in_review", "info_requested", "pending_approval")
ENDED_BADLY: Final = ("rejected", "withdrawn", "lapsed", "expired", "released", "revoked")


@dataclass(frozen=True, kw_only=True)
class Step:
    text: Any
    state: str = "ahead"
    note: str = ""


def claim_track(deal: dict[str, Any]) -> list[Step]:
    status = deal["status"]
    sent = Step(text=_sent_words(status), state=_state(0, _reached(deal)), note=_on(deal["submitted_at"]))
    review = Step(text=_review_words(status), state=_state(1, _reached(deal)), note=_promise(deal))
    if status in ("rejected", "withdrawn", "lapsed"):
        return [sent, Step(text=look("registration", status).text, state="stop", note=_on(deal["decided_at"]))]
    if status in ENDED_BADLY:
        ended = Step(text=look("registration", status).text, state="stop", note=_on(deal["protected_until"]))
        return [sent, Step(text=_("Approved"), state="done", note=_on(deal["decided_at"])), ended]
    approved = Step(text=_("Approved"), state=_state(2, _reached(deal)), note=_on(deal["decided_at"]))
    until = deal["protected_until"]
    protected = Step(
        text=_("Protected"), state=_state(2, _reached(deal)), note=_("until %(day)s", day=day(until)) if until else ""
    )
    return [sent, review, approved, protected]


def sales_track(deal: dict[str, Any]) -> list[Step]:
    stage = deal["sales_stage"]
    at = OPEN_STAGES.index(stage) if stage in OPEN_STAGES else len(OPEN_STAGES)
    steps = [Step(text=SALES_STAGE[code], state=_state(place, at)) for place, code in enumerate(OPEN_STAGES)]
    if stage == "lost":
        return [*steps[:1], Step(text=SALES_STAGE["lost"], state="stop", note=_on(deal["closed_at"]))]
    return [
        *steps,
        Step(text=SALES_STAGE["won"], state="done" if stage == "won" else "ahead", note=_on(deal["closed_at"])),
    ]


def protection(deal: dict[str, Any]) -> int | None:
    """How much of the protection is used, of 100; for the meter beside the words."""
    ends, began = local_day(deal["protected_until"]), local_day(deal["decided_at"])
    left = days_until(deal["protected_until"])
    if ends is None or began is None or left is None:
        return None
    whole = max((ends - began).days, 1)
    return max(0, min(100, round(100 * (whole - left) / whole)))


def _reached(deal: dict[str, Any]) -> int:
    status = deal["status"]
    if status == "draft":
        return 0
    if status == "submitted":
        return 1
    return 1 if status in REVIEWED else 3


def _state(place: int, reached: int) -> str:
    if place < reached:
        return "done"
    return "current" if place == reached else "ahead"


def _sent_words(status: str) -> str:
    return _("Draft") if status == "draft" else _("Sent")


def _review_words(status: str) -> str:
    return _("Question open") if status == "info_requested" else _("In review")


def _promise(deal: dict[str, Any]) -> str:
    if deal["status"] in ("submitted", "in_review", "pending_approval") and deal["decide_by"]:
        return _("by %(day)s", day=day(deal["decide_by"]))
    return ""


def _on(moment: str | None) -> str:
    return day(moment) if moment else ""


def application_track(application: dict[str, Any]) -> list[Step]:
    """From the request to the welcome, for the page that an applicant keeps."""
    status = application["status"]
    sent = Step(text=_("Received"), state="done", note=_on(application["submitted_at"]))
    decided = _on((application["decision"] or {}).get("decided_at"))
    if status in ("declined", "withdrawn"):
        return [sent, Step(text=look("application", status).text, state="stop", note=decided)]
    if status == "approved":
        return [sent, Step(text=_("Reviewed"), state="done"), Step(text=_("Approved"), state="done", note=decided)]
    review = Step(text=_("In review"), state="current", note=_("by %(day)s", day=day(application["decide_by"])))
    return [sent, review, Step(text=_("Decision"))]
