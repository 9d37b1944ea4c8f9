"""The console's frame: only pages that exist and that this person's roles may open, and how much waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from flask import g
from flask_babel import gettext as _

from gateway.invoke import may
from gateway.pages.boxes import Question, ask
from gateway.pages.shell import NavGroup, NavItem, Search
from gateway.pages.words import ROLE

WAITING_DEALS: Final = ("submitted", "in_review", "pending_approval")
WAITING_APPLICATIONS: Final = ("submitted", "screening")


def frame() -> dict[str, Any]:
    first_role = g.account.roles[0]
    return {
        "area": "console",
        "nav": tuple(group for group in (_work(), _learning(), _numbers(), _system()) if group.items),
        "search": Search(action="/console/deals", label=_("Search deals by customer or number"))
        if may("list_deal_registrations")
        else None,
        "me_line": ROLE.get(first_role, first_role),
        "page_keys": (),
        "may": may,
    }


def count_ahead() -> None:
    """Asked before the page asks its own questions, read when the side bar is drawn: nobody waits for it."""
    g.console_counts = {name: ask(name) for name in ("count_deal_registrations", "count_applications") if may(name)}


def waiting() -> int | None:
    """How many registrations and applications wait for a decision; None where nobody can tell now."""
    asked: dict[str, Question] = g.get("console_counts") or {}
    deals = asked["count_deal_registrations"].box() if "count_deal_registrations" in asked else None
    applications = asked["count_applications"].box() if "count_applications" in asked else None
    total = 0
    if deals and deals.ok:
        total += sum(deals.value["by_status"].get(status, 0) for status in WAITING_DEALS)
    if applications and applications.ok:
        total += sum(applications.value["counts"].get(status, 0) for status in WAITING_APPLICATIONS)
    return total or None


def _work() -> NavGroup:
    return NavGroup(label="", items=tuple(_work_items()))


def _work_items() -> Iterator[NavItem]:
    yield NavItem(href="/console", icon="layout-dashboard", label=_("Overview"), exact=True, on_phone=True)
    if may("list_decision_queue"):
        yield NavItem(href="/console/approvals", icon="inbox", label=_("Approvals"), count=waiting(), on_phone=True)
    if may("list_applications"):
        yield NavItem(href="/console/applications", icon="user-plus", label=_("Applications"))
    if may("list_partners"):
        yield NavItem(href="/console/partners", icon="building-community", label=_("Partners"), on_phone=True)
    if may("list_onboarding"):
        yield NavItem(href="/console/onboarding", icon="list-check", label=_("Onboarding"))
    if may("list_deal_registrations"):
        yield NavItem(href="/console/deals", icon="briefcase", label=_("Deals"), on_phone=True)
    if may("list_assets"):
        yield NavItem(href="/console/content", icon="books", label=_("Content"))


def _learning() -> NavGroup:
    return NavGroup(label=_("Learning"), items=tuple(_learning_items()))


def _learning_items() -> Iterator[NavItem]:
    if may("list_courses"):
        yield NavItem(href="/console/courses", icon="school", label=_("Courses"))
    if may("list_enrollments"):
        yield NavItem(href="/console/learners", icon="users-group", label=_("Learners"))
    if may("list_certificates"):
        yield NavItem(href="/console/certificates", icon="certificate", label=_("Certificates"))
    if may("list_company_requirements"):
        yield NavItem(href="/console/requirements", icon="checklist", label=_("What companies need"))


def _numbers() -> NavGroup:
    return NavGroup(label=_("Numbers"), items=tuple(_number_items()))


def _number_items() -> Iterator[NavItem]:
    if may("get_dashboard"):
        yield NavItem(href="/console/dashboards", icon="chart-bar", label=_("Dashboards"))
    if may("list_targets"):
        yield NavItem(href="/console/targets", icon="target", label=_("Targets"))
    if may("list_ageing"):
        yield NavItem(href="/console/ageing", icon="hourglass", label=_("Ageing"))
    if may("list_exports"):
        yield NavItem(href="/console/exports", icon="file-export", label=_("Exports"))


def _system() -> NavGroup:
    return NavGroup(label=_("System"), items=tuple(_system_items()))


def _system_items() -> Iterator[NavItem]:
    if may("list_accounts"):
        yield NavItem(href="/console/accounts", icon="users", label=_("Users and roles"))
    if may("list_mailbox"):
        yield NavItem(href="/console/mailbox", icon="mail", label=_("Test mailbox"))
    if may("list_audit_entries"):
        yield NavItem(href="/console/audit", icon="file-search", label=_("Audit trail"))
    if may("get_health"):
        yield NavItem(href="/console/health", icon="heartbeat", label=_("Services"))
