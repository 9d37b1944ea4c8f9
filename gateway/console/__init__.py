"""The staff console. It asks services through gateway.invoke and decides nothing that they decide."""

from __future__ import annotations

from flask import Flask

from gateway.console import (
    accounts,
    ageing,
    applications,
    approvals,
    audit,
    certificates,
    certifications,
    content,
    content_form,
    content_view,
    courses,
    dashboards,
    deal,
    deal_actions,
    deals,
    health,
    learners,
    lessons,
    mailbox,
    onboarding,
    overview,
    partners,
    questions,
    requirements,
    searches,
    sentences,
    targets,
)
from gateway.console.blueprint import console

PAGES = (
    courses,
    lessons,
    questions,
    learners,
    overview,
    onboarding,
    approvals,
    audit,
    content,
    content_form,
    content_view,
    searches,
    applications,
    partners,
    deals,
    deal,
    deal_actions,
    accounts,
    mailbox,
    health,
    sentences,
    certificates,
    certifications,
    requirements,
    dashboards,
    targets,
    ageing,
)


def register(app: Flask) -> None:
    app.register_blueprint(console)
