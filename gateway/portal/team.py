"""The people of my company: who they are, inviting a colleague, saying good-bye to one."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, g, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import Form

from chassis.errors import ServiceError
from gateway.invoke import may
from gateway.pages.boxes import ask, tell
from gateway.pages.forms import Problems, problems_of, refused
from gateway.portal.deal_actions import go_to
from gateway.portal.forms import EMAIL, Asked

blueprint = Blueprint("team", __name__)
Answer = str | Response | tuple[str, int]
PAGE = 50


class InviteForm(Form):
    name = Asked(_l("Enter your colleague's name"))
    email = Asked(_l("Enter a work e-mail, like name@acme.com"), pattern=EMAIL)
    role = Asked(_l("Choose what your colleague may do"))
    language = Asked(required=False)


@blueprint.get("/team")
def team() -> str:
    people = ask("list_people", limit=PAGE, cursor=request.args.get("cursor"))
    partner = ask("get_partner", partner_id=str(g.account.partner_id))
    return render_template("portal/team.html", people=people.box(), partner=partner.box(), may=may)


@blueprint.get("/team/invite")
def invitation() -> str:
    return page(InviteForm(data={"role": "partner_seller", "language": g.account.language}), {})


@blueprint.post("/team/invite")
def invite() -> Answer:
    form = InviteForm(request.form)
    if not form.validate():
        return page(form, problems_of(form)), 422
    try:
        tell("add_person", request.form.get("key"), partner_id=str(g.account.partner_id), **form.data)
    except ServiceError as error:
        if error.kind not in ("invalid", "conflict"):
            raise
        return page(form, refused(error, form)), 422
    flash(_("The invitation to %(email)s is on its way.", email=form.email.data), "ok")
    return redirect("/team", 303)


@blueprint.get("/team/<uuid:person_id>/remove")
def confirm_removal(person_id: Any) -> str:
    template = "portal/remove_person_sheet.html" if request.headers.get("HX-Request") else "portal/remove_person.html"
    return render_template(template, person=person(person_id))


@blueprint.post("/team/<uuid:person_id>/remove")
def remove(person_id: Any) -> Response:
    leaving = person(person_id)
    tell("remove_person", person_id=str(person_id))
    flash(_("%(name)s can no longer sign in. Their deals stay with your company.", name=leaving["name"]), "ok")
    return go_to("/team")


def person(person_id: Any) -> dict[str, Any]:
    found: dict[str, Any] = ask("get_person", person_id=str(person_id)).value()
    return found


def page(form: InviteForm, problems: Problems) -> str:
    return render_template(
        "portal/invite.html", form=form, problems=problems, key=request.form.get("key") or str(uuid4())
    )
