"""The portal's frame: who may come in, what the side bar shows, and where the one search box leads."""

from typing import Any

from flask import Blueprint, current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from gateway.invoke import may
from gateway.pages.shell import NavGroup, NavItem, Search


def protect(blueprint: Blueprint) -> None:
    """Pages for partners: others are led to where they belong."""
    blueprint.before_request(send_elsewhere)
    blueprint.context_processor(frame)


def send_elsewhere() -> Response | None:
    account = g.account
    if account is None:
        return redirect(url_for("access.sign_in", next=request.full_path.rstrip("?")), 303)
    if account.is_staff and request.path == "/":
        return redirect("/console", 303)
    return None


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
    return {name: value for provide in provided for name, value in provide().items()}


def navigation() -> tuple[NavGroup, ...]:
    work = (
        NavItem(href="/", icon="home", label=_("Home"), exact=True, on_phone=True),
        NavItem(href="/deals", icon="briefcase", label=_("Deals"), on_phone=True),
        NavItem(href="/deals/new", icon="plus", label=_("Register"), in_side=False, on_phone=True, primary=True),
    )
    company = (
        *((NavItem(href="/team", icon="users", label=_("Team"), on_phone=True),) if may("list_people") else ()),
        NavItem(href="/settings", icon="settings", label=_("Settings")),
    )
    return NavGroup(label="", items=work), NavGroup(label=_("Company"), items=company)
