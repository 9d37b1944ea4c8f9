"""The staff console. It asks services through gateway.invoke and decides nothing that they decide."""

from __future__ import annotations

from flask import Flask

from gateway.console import (
    accounts,
    applications,
    approvals,
    deal,
    deal_actions,
    deals,
    health,
    mailbox,
    overview,
    partners,
    sentences,
)
from gateway.console.blueprint import console

PAGES = (overview, approvals, applications, partners, deals, deal, deal_actions, accounts, mailbox, health, sentences)


def register(app: Flask) -> None:
    app.register_blueprint(console)
