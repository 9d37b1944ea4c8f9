"""Getting started: the list that partner and vendor share, and the company's facts that are still missing."""

from typing import Any, Final

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway.errors import explain
from gateway.invoke import may
from gateway.pages.boxes import ask, tell
from gateway.pages.forms import Problems, filled
from gateway.portal.forms import DOMAIN

blueprint = Blueprint("onboarding", __name__)
Answer = Response | tuple[str, int]
PROFILE: Final = ("domain", "city", "registration_no")
VERBS: Final = ("complete", "reopen")
# Where a task that completes itself is worked on.
PLACES: Final = {
    "profile_completed": "#profile",
    "colleague_joined": "/team/invite",
    "course_completed": "/learning",
    "certificate_issued": "/certificates",
    "asset_downloaded": "/library",
    "deal_registered": "/deals/new",
}


@blueprint.get("/onboarding")
def onboarding() -> str:
    return page({}, {})


@blueprint.post("/onboarding/tasks/<task_code>/<verb>")
def carry_out(task_code: str, verb: str) -> Response:
    if verb not in VERBS:
        abort(404)
    tell(f"{verb}_onboarding_task", partner_id=str(g.account.partner_id), task_code=task_code)
    flash(_("Done.") if verb == "complete" else _("Open again."), "ok")
    return redirect(f"/onboarding#task-{task_code}", 303)


@blueprint.post("/onboarding/profile")
def complete_profile() -> Answer:
    values = filled({name: request.form.get(name, "").strip() for name in PROFILE})
    if values.get("domain") and not DOMAIN.fullmatch(values["domain"]):
        return page({"domain": _("Enter a website or e-mail domain, like acme.com")}, values), 422
    if not values:
        return page({"": _("Fill in at least one of the fields")}, values), 422
    try:
        version = request.form.get("version", type=int)
        tell("update_partner", partner_id=str(g.account.partner_id), version=version, **values)
    except ServiceError as error:
        if error.kind not in ("invalid", "conflict"):
            raise
        return page({"": explain(error)}, values), 422
    flash(_("Saved. The list follows in a few seconds."), "ok")
    return redirect("/onboarding", 303)


def page(problems: Problems, values: dict[str, Any]) -> str:
    own = {"partner_id": str(g.account.partner_id)}
    asked, record = ask("get_onboarding", **own), ask("get_partner", **own).box()
    found, partner = asked.value(), record.value if record.ok else {}
    missing = [name for name in PROFILE if partner and not partner[name]] if may("update_partner") else []
    return render_template(
        "portal/onboarding.html",
        onboarding=found,
        partner=partner,
        missing=missing,
        places=PLACES if missing else {**PLACES, "profile_completed": ""},
        action_url=lambda code, verb: url_for("onboarding.carry_out", task_code=code, verb=verb),
        problems=problems,
        values=values,
    )
