"""Registering a deal in two screens. From the first on it is a draft on the server, open on any device."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, g, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway.pages.boxes import ask, tell
from gateway.pages.forms import Problems, problems_of, refused, whole_number
from gateway.portal.forms import CustomerForm, OpportunityForm

blueprint = Blueprint("registering", __name__)
Answer = str | Response | tuple[str, int]
POINTERS = {"/contact/name": "contact_name", "/contact/email": "contact_email"} | {
    f"/customer/{name}": name for name in ("legal_name", "country", "domain", "city", "registration_no")
}


def address(deal: dict[str, Any], step: str) -> str:
    return f"/deals/{deal['deal_registration_id']}/{step}"


@blueprint.get("/deals/new")
def start() -> Answer:
    if not request.args.get("from_blank"):
        drafts = ask("list_deal_registrations", status=["draft"], limit=1).box().items
    else:
        drafts = []
    form = CustomerForm(data={"country": own_country()})
    return step_1(form, {}, draft=drafts[0] if drafts else None)


@blueprint.post("/deals/new")
def save_customer() -> Answer:
    form = CustomerForm(request.form)
    if not form.validate():
        return step_1(form, problems_of(form)), 422
    try:
        made = tell("register_deal", request.form.get("key"), **form.command(), submit=False)
    except ServiceError as error:
        return step_1(form, refused_or_raise(error, form)), 422
    return redirect(address(made, "opportunity"), 303)


@blueprint.get("/deals/<uuid:deal_id>/customer")
def change_customer(deal_id: Any) -> Answer:
    deal = draft(deal_id)
    return step_1(CustomerForm(data=CustomerForm.typed_before(deal)), {}, deal=deal)


@blueprint.post("/deals/<uuid:deal_id>/customer")
def save_change(deal_id: Any) -> Answer:
    deal, form = draft(deal_id), CustomerForm(request.form)
    if not form.validate():
        return step_1(form, problems_of(form), deal=deal), 422
    try:
        tell("update_deal_registration", deal_registration_id=str(deal_id), version=version(deal), **form.command())
    except ServiceError as error:
        return step_1(form, refused_or_raise(error, form), deal=deal), 422
    return redirect(address(deal, "opportunity"), 303)


@blueprint.get("/deals/<uuid:deal_id>/opportunity")
def opportunity(deal_id: Any) -> Answer:
    deal = draft(deal_id)
    return step_2(OpportunityForm(data=OpportunityForm.typed_before(deal)), {}, deal)


@blueprint.post("/deals/<uuid:deal_id>/opportunity")
def send(deal_id: Any) -> Answer:
    deal, form = draft(deal_id), OpportunityForm(request.form)
    saves_only = "save" in request.form
    if not saves_only and not form.validate():
        return step_2(form, problems_of(form), deal), 422
    try:
        named = {"deal_registration_id": str(deal_id)}
        saved = tell("update_deal_registration", version=version(deal), **named, **form.command())
        if saves_only:
            flash(_("Your draft is saved."), "ok")
            return redirect("/deals?view=needs_me", 303)
        tell("submit_deal_registration", request.form.get("key"), version=saved["version"], **named)
    except ServiceError as error:
        return step_2(form, refused_or_raise(error, form), deal), 422
    flash(_("Sent for approval: %(number)s. You will get an e-mail when it is decided.", number=deal["number"]), "ok")
    return redirect(address(deal, "").rstrip("/"), 303)


@blueprint.get("/deals/conflict-hint")
def conflict_hint() -> str:
    """The live answer under the customer's fields: never names anybody else, links to one's own deal."""
    form = CustomerForm(request.args)
    return render_template("portal/conflict_hint.html", hint=hint_for(form))


def hint_for(form: CustomerForm) -> dict[str, Any] | None:
    """Asked only once there is enough to find a customer by: every question counts against a daily limit."""
    form.validate()
    wanted = ("legal_name", "country", "domain")
    if any(name in form.errors for name in wanted) or len(form.legal_name.data or "") < 3:
        return None
    try:
        checked = ask("check_conflict", customer=form.customer()).value()
    except ServiceError as error:
        return {"outcome": "exhausted" if error.code == "conflict_checks_exhausted" else "silent"}
    if "duplicate_same_partner" in checked["reasons"]:
        mine = ask("list_deal_registrations", q=form.legal_name.data, limit=1).box().items
        return {"outcome": "own", "deal": mine[0] if mine else None}
    return {"outcome": checked["outcome"]}


def draft(deal_id: Any) -> dict[str, Any]:
    found: dict[str, Any] = ask("get_deal_registration", deal_registration_id=str(deal_id)).value()
    if found["status"] != "draft":
        raise ServiceError("conflict", "not_a_draft", _("This deal has been sent already."), {})
    return found


def version(deal: dict[str, Any]) -> int:
    """The version the person saw, so that two devices do not overwrite each other unseen."""
    seen = whole_number(request.form.get("version"))
    return int(deal["version"]) if seen is None else seen


def refused_or_raise(error: ServiceError, form: Any) -> Problems:
    """At the form stays what the person can mend there; the rest is a page of its own."""
    if error.kind in ("invalid", "conflict") or error.code == "partner_not_eligible":
        return refused(error, form, POINTERS)
    raise error


def own_country() -> str:
    partner = ask("get_partner", partner_id=str(g.account.partner_id)).box()
    return str(partner.value["country"]) if partner.ok else ""


def step_1(
    form: CustomerForm, problems: Problems, *, deal: dict[str, Any] | None = None, draft: dict[str, Any] | None = None
) -> str:
    hint = hint_for(form) if form.legal_name.data and not problems else None
    return render_template(
        "portal/register_customer.html", form=form, problems=problems, deal=deal, draft=draft, hint=hint, key=new_key()
    )


def step_2(form: OpportunityForm, problems: Problems, deal: dict[str, Any]) -> str:
    return render_template("portal/register_opportunity.html", form=form, problems=problems, deal=deal, key=new_key())


def new_key() -> str:
    """One effect for one shown form, however often it is sent."""
    return request.form.get("key") or str(uuid4())
