"""Applying as a partner: company, contact, check answers; then a status page that needs no sign-in."""

from typing import Any, Final
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import Form, ValidationError

from chassis.errors import ServiceError
from gateway.pages.boxes import ask, tell
from gateway.pages.forms import Problems, filled, problems_of, refused
from gateway.pages.shell import language
from gateway.portal.forms import DOMAIN, EMAIL, Asked
from gateway.portal.stages import application_track

blueprint = Blueprint("applying", __name__)
Answer = str | Response | tuple[str, int]
COMPANY: Final = ("legal_name", "country", "domain", "city", "registration_no")
CONTACT: Final = ("partner_type", "contact_name", "contact_email")
STEPS: Final = ("company", "contact", "check")
POINTERS: Final = {"/contact/name": "contact_name", "/contact/email": "contact_email"}


class CompanyForm(Form):
    legal_name = Asked(_l("Enter your company's legal name"))
    country = Asked(_l("Choose your company's country"))
    domain = Asked(_l("Enter your website or e-mail domain, like acme.com"), required=False, pattern=DOMAIN)
    city = Asked(required=False)
    registration_no = Asked(required=False)

    def validate_domain(self, field: Asked) -> None:
        if not (field.data or self.city.data or self.registration_no.data):
            raise ValidationError(field.asks)


class ContactForm(Form):
    partner_type = Asked(_l("Choose what your company does"))
    contact_name = Asked(_l("Enter your name"))
    contact_email = Asked(_l("Enter your work e-mail, like name@acme.com"), pattern=EMAIL)


FORMS: Final[dict[str, type[Form]]] = {"company": CompanyForm, "contact": ContactForm}


@blueprint.get("/apply")
def start() -> str:
    return page("company", CompanyForm(typed(request.args)), {})


@blueprint.post("/apply")
def step() -> Answer:
    """What was typed travels in the form from page to page, so nothing is stored before it is sent."""
    at = request.form.get("step", "company")
    if "change" in request.form:
        at = request.form["change"] if request.form["change"] in FORMS else "company"
        return page(at, FORMS[at](request.form), {})
    if at not in FORMS:
        return send()
    form = FORMS[at](request.form)
    if not form.validate():
        return page(at, form, problems_of(form)), 422
    if at == "company" and (known := already_known(form)):
        return page(at, form, {"": known}), 422
    return page("contact", ContactForm(request.form), {}) if at == "company" else page("check", form, {})


def send() -> Answer:
    forms = [FORMS[name](request.form) for name in FORMS]
    for name, form in zip(FORMS, forms, strict=True):
        if not form.validate():
            return page(name, form, problems_of(form)), 422
    values = filled({name: request.form.get(name, "").strip() for name in (*COMPANY, "partner_type")})
    contact = {"name": request.form["contact_name"].strip(), "email": request.form["contact_email"].strip()}
    try:
        made = tell("submit_application", request.form.get("key"), **values, contact=contact, language=language())
    except ServiceError as error:
        if error.kind not in ("invalid", "conflict"):
            raise
        problems = {"": sentence_of(error.code)} if error.kind == "conflict" else refused(error, forms[0], POINTERS)
        return page("check", forms[0], problems), 422
    flash(_("Your application is sent. Keep the address of this page: it always shows where you stand."), "ok")
    return redirect(made["status_url"], 303)


def already_known(form: Form) -> str:
    """A sentence when sending would be refused; it names nobody. A silent service is no reason to stop."""
    named = {name: form[name].data for name in ("legal_name", "country", "domain", "registration_no")}
    found = ask("check_application", **named).box()
    return sentence_of(found.value["outcome"]) if found.ok and found.value["blocking"] else ""


def sentence_of(outcome: str) -> str:
    return {
        "already_partner": _("Your company is a partner already. Ask your administrator there for an invitation."),
        "application_pending": _(
            "An application of your company is open already. Ask the colleague who sent it for the link."
        ),
        "reapply_later": _("Your company applied a short while ago. Please wait until the date in the answer."),
    }.get(outcome, _("Your company is known to us already. Ask your administrator there for an invitation."))


@blueprint.get("/applications/<token>")
def status(token: str) -> str:
    found = ask("get_application_status", status_token=token).value()
    return render_template("public/application.html", application=found, track=application_track(found), token=token)


@blueprint.post("/applications/<token>/withdraw")
def withdraw(token: str) -> Response:
    tell("withdraw_application", status_token=token)
    flash(_("Your application is withdrawn."), "ok")
    return redirect(f"/applications/{token}", 303)


def typed(values: Any) -> MultiDict[str, str]:
    return MultiDict({name: values.get(name, "") for name in (*COMPANY, *CONTACT) if values.get(name)})


def page(at: str, form: Form, problems: Problems) -> str:
    kept = {name: request.form.get(name, "") for name in (*COMPANY, *CONTACT)}
    return render_template(
        f"public/apply_{at}.html",
        form=form,
        problems=problems,
        kept=kept,
        carried={name: value for name, value in kept.items() if at == "check" or name not in form},
        key=request.form.get("key") or str(uuid4()),
    )
