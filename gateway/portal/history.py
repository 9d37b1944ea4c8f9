"""The history of a registration as sentences: what happened, when, by whom."""

from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as _

from gateway.pages.names import Names

# The verbs of the deals service, told in the past tense.
TOLD: Final = {
    "register": _("Draft started"),
    "update": _("Details changed"),
    "submit": _("Sent for approval"),
    "resubmit": _("Question answered and sent again"),
    "claim": _("Review started"),
    "request_info": _("Question asked"),
    "approve": _("Approved"),
    "reject": _("Declined"),
    "withdraw": _("Withdrawn"),
    "lapse": _("Lapsed: no answer in time"),
    "revise": _("Revision started"),
    "extend": _("Protection extended"),
    "release": _("Protection given back"),
    "convert": _("Linked to our CRM"),
    "set_stage": _("Sales stage changed"),
    "won": _("Marked as won"),
    "lost": _("Marked as lost"),
    "expire": _("Protection ended"),
    "revoke": _("Protection taken back"),
    "reopen": _("Opened again"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    text: Any
    at: str
    by: str


def history_lines(items: list[dict[str, Any]], names: Names) -> list[Line]:
    """Newest first."""
    lines = [
        Line(text=TOLD.get(item["action"], item["action"]), at=item["at"], by=names.of(item["actor"])) for item in items
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)
