"""Exports on a page, for portal and console alike: ask for a file, see how far it is, fetch it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import uuid4

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway import files
from gateway.errors import explain
from gateway.pages.boxes import Box, ask, tell
from gateway.pages.formats import in_my_language
from gateway.pages.shell import language

OPEN: Final = ("queued", "running")
FIELDS: Final = ("dataset", "period", "metric", "partner_id", "file_format")


def exports_page(template: str, **more: Any) -> str:
    """The whole page, or the list alone where it asks again for itself."""
    asked, metrics = ask("list_exports", limit=50, cursor=request.args.get("cursor")), ask("list_metrics")
    box = asked.box()
    known = metrics.box()
    return render_template(
        "figures/_export_list.html" if request.headers.get("HX-Request") else template,
        exports=box,
        titles=titles(known),
        metrics=[(metric["code"], in_my_language(metric["title"])) for metric in known.items],
        form_key=str(uuid4()),
        is_open=any(export["status"] in OPEN for export in box.items),
        **more,
    )


def titles(metrics: Box) -> Mapping[str, str]:
    return {metric["code"]: in_my_language(metric["title"]) for metric in metrics.items}


def request_from_form(done: str) -> Response:
    """Ask, and go to the list, which says how far it is."""
    wanted = {name: value for name in FIELDS if (value := request.form.get(name, "").strip())}
    if wanted.get("dataset") != "rows":
        wanted.pop("metric", None)
    try:
        tell("request_export", key=request.form.get("key") or None, **wanted, language=language())
    except ServiceError as error:
        flash(explain(error), "bad")
    else:
        flash(_("Your file is being written. You may leave this page."), "ok")
    return redirect(done, 303)


def fetch(export_id: str, back: str) -> Any:
    """The file itself; where it cannot be had, the list and why."""
    try:
        found = ask("download_export", export_id=export_id).value()
        return files.stream(found["blob_key"], found["filename"], found["media_type"])
    except ServiceError as error:
        flash(explain(error), "bad")
        return redirect(back, 303)
