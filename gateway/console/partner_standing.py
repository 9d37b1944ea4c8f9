"""A partner's rank and who looks after it: two decisions that staff take on the partner's page."""

from __future__ import annotations

from typing import Any, Final

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway.console.blueprint import console
from gateway.errors import explain
from gateway.invoke import may
from gateway.pages.boxes import Question, ask, tell

MOST: Final = 100
LOOKING_AFTER: Final = frozenset({"channel_manager", "program_manager"})


@console.post("/partners/<uuid:partner_id>/tier")
def rank_partner(partner_id: Any) -> Response:
    version = request.form.get("version", type=int)
    change = {"version": version, "tier": request.form.get("tier", "")}
    return _carry_out(partner_id, "update_partner", _("The tier is set. Content and requirements follow."), change)


@console.post("/partners/<uuid:partner_id>/channel-manager")
def assign_channel_manager(partner_id: Any) -> Response:
    person_id = request.form.get("person_id", "")  # An empty one is nobody.
    told = _("Assigned.") if person_id else _("Nobody looks after this partner now.")
    return _carry_out(partner_id, "assign_channel_manager", told, {"person_id": person_id})


def vendors_people() -> Question | None:
    """Asked only for those who may assign one of them."""
    if not may("assign_channel_manager"):
        return None
    return ask("list_people", vendor=True, status=["active", "invited"], limit=MOST)


def managers_among(asked: Question | None) -> list[tuple[str, str]]:
    """Whom a partner can be given to: (person_id, name)."""
    items = asked.box().items if asked else []
    return [(person["person_id"], person["name"]) for person in items if LOOKING_AFTER.intersection(person["roles"])]


def _carry_out(partner_id: Any, operation: str, told: str, change: dict[str, Any]) -> Response:
    try:
        tell(operation, partner_id=str(partner_id), **change)
        flash(told, "ok")
    except ServiceError as error:
        if error.kind not in {"conflict", "invalid"}:
            raise
        flash(explain(error), "bad")
    return redirect(url_for("console.partner", partner_id=partner_id), 303)
