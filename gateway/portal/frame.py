"""The portal's frame: who may come in, what the side bar shows, and where the one search box leads."""

from typing import Any, cast

from flask import Blueprint, current_app, g, redirect, request, url_for
from flask import Response as Answer
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from gateway.invoke import may
from gateway.pages.shell import NavGroup, NavItem, Search


def protect(blueprint: Blueprint) -> None:
    """Pages for partners: others are led to where they belong."""
    blueprint.before_request(send_elsewhere)
    blueprint.after_request(vary)
    blueprint.context_processor(frame)


def send_elsewhere() -> Response | None:
    """Nobody to the sign-in, staff to the same thing in their console; settings are for both."""
    account = g.account
    if account is None:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("access.sign_in", next=wanted), 303)
    if account.is_staff and not request.path.startswith("/settings"):
        return redirect(staff_place(request.path), 303)
    return None


def staff_place(path: str) -> str:
    """The same thing in the console: a permanent link leads whoever follows it to the page that is theirs."""
    if path.startswith("/library/"):
        return path.replace("/library", "/console/content", 1)
    return f"/console{path}" if path.startswith("/deals/") else "/console"


def vary(response: Answer) -> Answer:
    """One address answers with a page or with a part of one."""
    response.headers.add("Vary", "HX-Request")
    return response


def frame() -> dict[str, Any]:
    if g.account is None:
        return {}
    if g.account.is_staff:
        return staff_frame()
    return {
        "area": "portal",
        "nav": navigation(),
        "search": Search(action="/deals", label=_("Search deals by customer or number")),
        "me_line": _("Administrator") if "partner_admin" in g.account.roles else _("Seller"),
        "page_keys": [("n", _("Register a deal"))],
    }


def staff_frame() -> dict[str, Any]:
    """Around a page that both share, such as settings, staff keep the frame of their console."""
    provided = current_app.template_context_processors.get("console", [])
    given = [cast("dict[str, Any]", provide()) for provide in provided]
    return {name: value for names in given for name, value in names.items()}


def navigation() -> tuple[NavGroup, ...]:
    work: tuple[NavItem, ...] = (
        NavItem(href="/", icon="home", label=_("Home"), exact=True, on_phone=True),
        NavItem(href="/deals", icon="briefcase", label=_("Deals"), on_phone=True),
        NavItem(href="/deals/new", icon="plus", label=_("Register"), in_side=False, on_phone=True, primary=True),
    )
    if may("get_learning"):
        work = (*work, NavItem(href="/learning", icon="school", label=_("Learning"), on_phone=True))
    if may("list_certificates"):
        work = (*work, NavItem(href="/certificates", icon="certificate", label=_("Certificates")))
    if may("list_assets"):
        work = (*work, NavItem(href="/library", icon="books", label=_("Library")))
    if may("get_scorecard"):
        work = (*work, NavItem(href="/scorecard", icon="chart-bar", label=_("Scorecard")))
    company = (
        *((NavItem(href="/team", icon="users", label=_("Team")),) if may("list_people") else ()),
        NavItem(href="/settings", icon="settings", label=_("Settings")),
    )
    return NavGroup(label="", items=work), NavGroup(label=_("Company"), items=company)
