"""The history of a registration as sentences: what happened, when, by whom."""

from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as _

from gateway.pages.names import Names

# The actions in the history of the deals service, told to the partner.
TOLD: Final = {
    "registered": _("Draft started"),
    "updated": _("Details changed"),
    "submitted": _("Sent for approval"),
    "resubmitted": _("Question answered and sent again"),
    "claimed": _("Review started"),
    "info_requested": _("Question asked"),
    "approved": _("Approved"),
    "rejected": _("Declined"),
    "withdrawn": _("Withdrawn"),
    "lapsed": _("Lapsed: no answer in time"),
    "revised": _("Revision started"),
    "extended": _("Protection extended"),
    "released": _("Protection given back"),
    "converted": _("Linked to our CRM"),
    "stage_changed": _("Sales stage changed"),
    "won": _("Marked as won"),
    "lost": _("Marked as lost"),
    "expired": _("Protection ended"),
    "revoked": _("Protection taken back"),
    "reopened": _("Opened again"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    text: Any
    at: str
    by: str


def history_lines(items: list[dict[str, Any]], names: Names) -> list[Line]:
    """Newest first."""
    lines = [Line(text=_told(item), at=item["at"], by=names.of(item["actor"])) for item in items]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _told(item: dict[str, Any]) -> Any:
    """A registration that was sent at once was never a draft."""
    if item["action"] == "registered" and item["after"].get("status") == "submitted":
        return TOLD["submitted"]
    return TOLD.get(item["action"], item["action"])
