"""Letters: those that did not get out and can be sent again, and the test mailbox while no SMTP server is set."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from gateway.console.blueprint import console
from gateway.invoke import may
from gateway.pages.boxes import ask, tell


@console.get("/mailbox")
def mailbox() -> str:
    to = request.args.get("to", "").strip()
    letters = ask("list_mailbox", to=to, limit=50)
    failed = ask("list_letters", status="failed", limit=50) if may("list_letters") else None
    return render_template(
        "console/mailbox.html", letters=letters.box(), failed=failed.box() if failed else None, to=to
    )


@console.post("/letters/<uuid:mail_id>/resend")
def resend_letter(mail_id: Any) -> Response:
    tell("resend_letter", mail_id=str(mail_id))
    flash(_("The letter goes out again in a moment."), "ok")
    return redirect(url_for("console.mailbox"), 303)
