"""The test mailbox: letters that would have gone out, while no SMTP server is set."""

from __future__ import annotations

from flask import render_template, request

from gateway.console.blueprint import console
from gateway.pages.boxes import ask


@console.get("/mailbox")
def mailbox() -> str:
    to = request.args.get("to", "").strip()
    return render_template("console/mailbox.html", letters=ask("list_mailbox", to=to, limit=50).box(), to=to)
