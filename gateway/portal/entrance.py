"""The way in: signing in and out, accepting an invitation, a forgotten password. Identity decides; this draws."""

from flask import Blueprint, flash, g, make_response, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import Form, PasswordField
from wtforms.validators import InputRequired

from chassis.errors import ServiceError
from gateway.errors import explain
from gateway.identity import pages as identity
from gateway.pages.forms import Problems, problems_of, refused
from gateway.pages.preferences import local_path
from gateway.portal.forms import EMAIL, Asked

blueprint = Blueprint("access", __name__)
Answer = str | Response | tuple[str, int]
DEAD_LINKS = ("invitation_unknown", "invitation_accepted", "invitation_expired", "reset_link_unknown")


class SignInForm(Form):
    email = Asked(_l("Enter your e-mail address"), pattern=EMAIL)
    password = PasswordField("", [InputRequired(_l("Enter your password"))])


class EmailForm(Form):
    email = Asked(_l("Enter your e-mail address"), pattern=EMAIL)


class PasswordForm(Form):
    password = PasswordField("", [InputRequired(_l("Choose a password"))])


@blueprint.get("/sign-in")
def sign_in() -> Answer:
    if g.account is not None:
        return redirect("/console" if g.account.is_staff else "/", 303)
    return sign_in_page(SignInForm(request.args), {})


@blueprint.post("/sign-in")
def enter() -> Answer:
    form = SignInForm(request.form)
    if not form.validate():
        return sign_in_page(form, problems_of(form)), 422
    try:
        entered = identity.sign_in(form.email.data or "", form.password.data or "")
    except ServiceError as error:
        if error.kind == "unavailable":
            raise
        return sign_in_page(form, {"": explain(error)}), 422
    way = local_path(request.form.get("next"))
    if way == "/" and entered.account.is_staff:
        way = "/console"
    return identity.welcome(make_response(redirect(way, 303)), entered)


@blueprint.post("/sign-out")
def leave() -> Response:
    flash(_("You are signed out."), "info")
    return identity.sign_out(make_response(redirect("/sign-in", 303)))


@blueprint.get("/invitations/<token>")
def invitation(token: str) -> Answer:
    try:
        return accept_page(token, PasswordForm(), {})
    except ServiceError as error:
        return dead_link(error)


@blueprint.post("/invitations/<token>")
def accept(token: str) -> Answer:
    form = PasswordForm(request.form)
    try:
        if not form.validate():
            return accept_page(token, form, problems_of(form)), 422
        entered = identity.accept_invitation(token, form.password.data or "")
    except ServiceError as error:
        if error.code in DEAD_LINKS:
            return dead_link(error)
        if error.kind != "invalid":
            raise
        return accept_page(token, form, refused(error, form)), 422
    flash(_("Welcome! Your account is ready."), "ok")
    return identity.welcome(make_response(redirect("/console" if entered.account.is_staff else "/", 303)), entered)


@blueprint.get("/reset")
def ask_reset() -> str:
    return render_template("public/reset_ask.html", form=EmailForm(request.args), problems={}, sent=False)


@blueprint.post("/reset")
def send_reset() -> Answer:
    form = EmailForm(request.form)
    if not form.validate():
        return render_template("public/reset_ask.html", form=form, problems=problems_of(form), sent=False), 422
    identity.ask_for_reset(form.email.data or "")
    return render_template("public/reset_ask.html", form=form, problems={}, sent=True)


@blueprint.get("/reset/<token>")
def choose_password(token: str) -> Answer:
    try:
        identity.require_open_reset(token)
    except ServiceError as error:
        return dead_link(error)
    return reset_page(token, PasswordForm(), {})


@blueprint.post("/reset/<token>")
def set_password(token: str) -> Answer:
    form = PasswordForm(request.form)
    if not form.validate():
        return reset_page(token, form, problems_of(form)), 422
    try:
        identity.reset(token, form.password.data or "")
    except ServiceError as error:
        if error.code in DEAD_LINKS:
            return dead_link(error)
        if error.kind != "invalid":
            raise
        return reset_page(token, form, refused(error, form)), 422
    flash(_("Your new password is set. Sign in with it."), "ok")
    return redirect("/sign-in", 303)


def sign_in_page(form: SignInForm, problems: Problems) -> str:
    return render_template("public/sign_in.html", form=form, problems=problems, next=request.values.get("next", ""))


def accept_page(token: str, form: PasswordForm, problems: Problems) -> str:
    return render_template(
        "public/accept_invitation.html", invited=identity.invited(token), token=token, form=form, problems=problems
    )


def reset_page(token: str, form: PasswordForm, problems: Problems) -> str:
    return render_template("public/reset_set.html", token=token, form=form, problems=problems)


def dead_link(error: ServiceError) -> tuple[str, int]:
    """A link that was used or is too old: says so, and how to get another."""
    return render_template("public/dead_link.html", sentence=explain(error), code=error.code), 410
