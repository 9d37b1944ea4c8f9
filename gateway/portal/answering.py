"""Answering a question about a deal: only what was asked for can be changed, then it goes back to review."""

from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form

from chassis.errors import ServiceError
from gateway.pages.boxes import ask, tell
from gateway.pages.forms import Problems, problems_of
from gateway.portal.forms import CustomerForm, OpportunityForm
from gateway.portal.registering import new_key, refused_or_raise, version

blueprint = Blueprint("answering", __name__)
Answer = str | Response | tuple[str, int]
CUSTOMER_FIELDS: Final = {
    "customer": ("legal_name", "country", "domain", "city", "registration_no"),
    "contact": ("contact_name", "contact_email"),
}
OPPORTUNITY_FIELDS: Final = (
    "product_line",
    "registration_type",
    "amount",
    "currency",
    "expected_close_on",
    "description",
    "evidence",
)


@blueprint.get("/deals/<uuid:deal_id>/answer")
def question(deal_id: Any) -> Answer:
    deal = asked_about(deal_id)
    forms = forms_for(deal, None)
    return page(deal, forms, {})


@blueprint.post("/deals/<uuid:deal_id>/answer")
def answer(deal_id: Any) -> Answer:
    deal = asked_about(deal_id)
    forms = forms_for(deal, request.form)
    problems = {name: words for form in forms if not form.validate() for name, words in problems_of(form).items()}
    if problems:
        return page(deal, forms, problems), 422
    named = {"deal_registration_id": str(deal_id)}
    try:
        if note := request.form.get("text", "").strip():
            tell("add_note", f"{request.form.get('key')}-note", **named, text=note)
        saved = deal
        if changes := changed(deal, forms):
            saved = tell("update_deal_registration", version=version(deal), **named, **changes)
        tell("submit_deal_registration", request.form.get("key"), version=saved["version"], **named)
    except ServiceError as error:
        return page(deal, forms, refused_or_raise(error, forms[0])), 422
    flash(_("Your answer is sent. The review goes on, and you keep your place."), "ok")
    return redirect(f"/deals/{deal_id}", 303)


def asked_about(deal_id: Any) -> dict[str, Any]:
    deal: dict[str, Any] = ask("get_deal_registration", deal_registration_id=str(deal_id)).value()
    if deal["status"] != "info_requested":
        raise ServiceError("conflict", "no_question_open", _("No question is open on this deal."), {})
    return deal


def open_fields(deal: dict[str, Any]) -> set[str]:
    """The ticked fields as fields of the forms; asking for the amount opens its currency too."""
    ticked = {name.partition(".")[0] for name in deal["info_request"]["fields"]}
    names = {name for group in ticked for name in CUSTOMER_FIELDS.get(group, ())}
    names |= ticked & set(OPPORTUNITY_FIELDS)
    return names | ({"currency"} if "amount" in names else set())


def forms_for(deal: dict[str, Any], typed: Any) -> tuple[CustomerForm, OpportunityForm]:
    """Both forms with the fields that may not be touched taken out."""
    customer = CustomerForm(typed, data=CustomerForm.typed_before(deal))
    opportunity = OpportunityForm(typed, data=OpportunityForm.typed_before(deal))
    may_change = open_fields(deal)
    for form in (customer, opportunity):
        for name in [name for name in form._fields if name not in may_change]:
            close(form, name)
    return customer, opportunity


def close(form: Form, name: str) -> None:
    """A closed field keeps what is stored: it neither reads the request nor is checked."""
    field = form[name]
    field.validators, field.raw_data = (), None
    field.pre_validate = field.post_validate = lambda *_: None
    del form._fields[name]


def changed(deal: dict[str, Any], forms: tuple[CustomerForm, OpportunityForm]) -> dict[str, Any]:
    customer, opportunity = forms
    ticked = {name.partition(".")[0] for name in deal["info_request"]["fields"]}
    changes: dict[str, Any] = {}
    if "customer" in ticked:
        changes["customer"] = customer.customer()
    if "contact" in ticked:
        changes["contact"] = customer.contact()
    may_change = open_fields(deal)
    return changes | {name: value for name, value in opportunity.command().items() if name in may_change}


def page(deal: dict[str, Any], forms: tuple[CustomerForm, OpportunityForm], problems: Problems) -> str:
    customer, opportunity = forms
    return render_template(
        "portal/answer.html",
        deal=deal,
        customer=customer,
        opportunity=opportunity,
        may_change=open_fields(deal),
        problems=problems,
        typed=request.form,
        key=new_key(),
    )
