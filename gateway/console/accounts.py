"""Users and roles: who may sign in, with which roles, and what each role may do."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway.console.blueprint import console
from gateway.console.listing import listing, read_filters
from gateway.errors import explain, status_of
from gateway.identity.roles import PARTNER_ROLES, ROLES, STAFF_ROLES
from gateway.pages.boxes import ask, tell
from gateway.pages.forms import Problems, refused, whole_number
from gateway.pages.words import ROLE
from gateway.runtime import runtime

SIDES: Final = {"staff": True, "partners": False}
REFUSALS: Final = frozenset({"conflict", "invalid", "forbidden"})


@console.get("/accounts")
def accounts() -> str:
    filters = read_filters(("q", "role", "side"))
    page = listing(
        "list_accounts",
        "console.accounts",
        filters,
        q=filters["q"],
        role=filters["role"] if filters["role"] in ROLE else "",
        staff=SIDES.get(filters["side"]),
    )
    return render_template("console/accounts.html", page=page, filters=filters)


@console.get("/accounts/roles")
def role_matrix() -> str:
    """The reviewed policy file, drawn: operations down, roles across."""
    running = runtime()
    areas: dict[str, list[dict[str, Any]]] = {}
    for name, operation in running.operations.items():
        granted = running.policies.grants[name]
        line = {"name": name, "summary": operation.summary, "scopes": [granted.get(role) for role in ROLES]}
        areas.setdefault(operation.tag, []).append(line | {"public": "anonymous" in granted})
    return render_template("console/role_matrix.html", areas=areas, role_codes=ROLES)


@console.get("/accounts/new")
def new_account() -> str:
    return render_template("console/account_new.html", **_new_page({}, {}))


@console.post("/accounts/new")
def create_account() -> Response | tuple[str, int]:
    typed = {name: request.form.get(name, "").strip() for name in ("display_name", "email", "role", "language")}
    problems: Problems = {}
    if not typed["display_name"]:
        problems["display_name"] = _("Enter the person's name")
    if "@" not in typed["email"]:
        problems["email"] = _("Enter a work e-mail, like name@acme.com")
    if typed["role"] not in STAFF_ROLES:
        problems["role"] = _("Choose a role")
    if problems:
        return render_template("console/account_new.html", **_new_page(typed, problems)), 422
    try:
        made = tell("create_account", request.form.get("key"), **{**typed, "roles": [typed.pop("role")]})
    except ServiceError as error:
        if error.kind not in REFUSALS:
            raise
        problems = {"email": explain(error)} if error.code == "account_exists" else refused(error)
        return render_template("console/account_new.html", **_new_page(typed, problems)), status_of(error)
    flash(
        _("The account is made. %(email)s gets a letter with a link to choose a password.", email=made["email"]), "ok"
    )
    return redirect(url_for("console.accounts"), 303)


def _new_page(values: Any, problems: Problems) -> dict[str, Any]:
    choices = [(code, ROLE[code]) for code in STAFF_ROLES]
    return {"values": values, "problems": problems, "key": uuid4().hex, "role_choices": choices}


@console.get("/accounts/<uuid:account_id>")
def account(account_id: Any) -> str:
    return render_template("console/account.html", **_page(account_id))


@console.post("/accounts/<uuid:account_id>/roles")
def change_account_roles(account_id: Any) -> Response | tuple[str, int]:
    chosen = [role for role in request.form.getlist("roles") if role in ROLES]
    if not chosen:
        return _again(account_id, {"roles": _("Tick at least one role")}, 422)
    return _change(
        account_id,
        "change_account_roles",
        _("The roles are changed. They count from the next click on."),
        roles=chosen,
        version=whole_number(request.form.get("version")),
    )


@console.post("/accounts/<uuid:account_id>/disable")
def disable_account(account_id: Any) -> Response | tuple[str, int]:
    return _change(account_id, "disable_account", _("Disabled. Every session and token of this person has ended."))


@console.post("/accounts/<uuid:account_id>/enable")
def enable_account(account_id: Any) -> Response | tuple[str, int]:
    return _change(account_id, "enable_account", _("Enabled. This person can sign in again."))


def _change(account_id: Any, operation_id: str, said: str, **command: Any) -> Response | tuple[str, int]:
    try:
        tell(operation_id, None, account_id=str(account_id), **command)
    except ServiceError as error:
        if error.kind not in REFUSALS or error.code == "permission_denied":
            raise
        return _again(account_id, {"": explain(error)}, status_of(error))
    flash(said, "ok")
    return redirect(url_for("console.account", account_id=account_id), 303)


def _again(account_id: Any, problems: Problems, status: int) -> tuple[str, int]:
    return render_template("console/account.html", **_page(account_id) | {"problems": problems}), status


def _page(account_id: Any) -> dict[str, Any]:
    found = ask("get_account_of_person", account_id=str(account_id)).value()
    partner_id = found.get("partner_id")
    partner = ask("get_partner", partner_id=partner_id).box() if partner_id else None
    fitting = PARTNER_ROLES if partner_id else STAFF_ROLES
    return {
        "found": found,
        "partner": partner.value if partner and partner.ok else None,
        "role_choices": [(code, ROLE[code]) for code in fitting],
        "problems": {},
    }
