"""The staff console. It asks services through gateway.invoke and decides nothing that they decide."""

from __future__ import annotations

from flask import Flask

from gateway.console import (
    accounts,
    applications,
    approvals,
    certificates,
    certifications,
    content,
    content_form,
    content_view,
    deal,
    deal_actions,
    deals,
    health,
    mailbox,
    onboarding,
    overview,
    partners,
    requirements,
    sentences,
)
from gateway.console.blueprint import console

PAGES = (
    overview,
    onboarding,
    approvals,
    content,
    content_form,
    content_view,
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
)


def register(app: Flask) -> None:
    app.register_blueprint(console)
