"""The form of an asset: what it is, its dates and owner, whom it is for with a count of who that is, its first file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway.console.blueprint import console
from gateway.errors import explain, field_errors, status_of
from gateway.pages.boxes import ask, tell
from gateway.pages.forms import whole_number
from gateway.pages.library import AUDIENCE
from gateway.uploads.page_forms import refused_files, takes_files

TEXTS: Final = ("title", "summary", "asset_type", "language", "owner_id", "review_on", "expires_on")
NEEDED: Final = ("title", "asset_type", "language", "review_on")
SETS: Final = (*AUDIENCE, "countries", "certifications")
PEOPLE: Final = 100
Answer = str | Response | tuple[str, int]


@console.get("/content/new")
def new_asset() -> str:
    return _page({**dict.fromkeys(TEXTS, ""), "product_lines": [], "audience": {}}, {}, None)


@console.post("/content/new")
@takes_files("content")
def create_asset() -> Answer:
    values = typed(request.form)
    if "preview" in request.form:
        return _page(values, {}, None)
    upload_id = request.form.get("upload_id")
    problems = missing(values) | refused_files()
    if problems:
        return _page(values, problems, None), 422
    key = request.form.get("key", "")
    try:
        made = tell("create_asset", f"create:{key}", **_filled(values))
        if upload_id:
            tell("add_asset_version", f"file:{key}", asset_id=made["asset_id"], upload_id=upload_id)
    except ServiceError as error:
        return _refused(values, error, None)
    flash(_("The draft is kept. Look it over and publish it."), "ok")
    return redirect(url_for("console.asset", asset_id=made["asset_id"]), 303)


@console.get("/content/<uuid:asset_id>/edit")
def edit_asset(asset_id: Any) -> str:
    found = ask("get_asset", asset_id=str(asset_id)).value()
    return _page(found, {}, found)


@console.post("/content/<uuid:asset_id>/edit")
def update_asset(asset_id: Any) -> Answer:
    found = ask("get_asset", asset_id=str(asset_id)).value()
    values = typed(request.form)
    if "preview" in request.form:
        return _page(values, {}, found)
    problems = missing(values)
    if problems:
        return _page(values, problems, found), 422
    try:
        command = {name: value for name, value in values.items() if value != "" or name in ("summary", "expires_on")}
        tell(
            "update_asset",
            None,
            asset_id=str(asset_id),
            version=whole_number(request.form.get("version")) or 0,
            **command,
        )
    except ServiceError as error:
        return _refused(values, error, found)
    flash(_("Saved. Whom it is for counts from this moment on."), "ok")
    return redirect(url_for("console.asset", asset_id=asset_id), 303)


@console.post("/content/audience-preview")
def audience_preview() -> str:
    """The part of the form that counts, while the rest of it stays as it is."""
    reached = ask("preview_audience", audience=typed(request.form)["audience"]).box()
    return render_template("console/_reach.html", reach=reached)


def typed(form: MultiDict[str, str]) -> dict[str, Any]:
    """What the form says; certifications are written with commas, everything else is picked."""
    values: dict[str, Any] = {name: form.get(name, "").strip() for name in TEXTS}
    values["product_lines"] = form.getlist("product_lines")
    sets = {name: [code for code in form.getlist(f"audience_{name}") if code] for name in SETS}
    sets["certifications"] = [code.strip() for code in ",".join(sets["certifications"]).split(",") if code.strip()]
    values["audience"] = sets
    return values


def missing(values: Mapping[str, Any]) -> dict[str, str]:
    asks = {
        "title": _("Enter a title"),
        "asset_type": _("Choose what kind of content it is"),
        "language": _("Choose the language it is written in"),
        "review_on": _("Choose the day on which its owner looks at it again"),
    }
    return {name: asks[name] for name in NEEDED if not values[name]}


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value != ""}


def _refused(values: Mapping[str, Any], error: ServiceError, found: dict[str, Any] | None) -> tuple[str, int]:
    if error.kind not in {"conflict", "invalid"}:
        raise error
    problems: dict[str, str] = {}
    for problem in field_errors(error):
        name = problem["pointer"].strip("/").split("/")
        field = f"audience_{name[1]}" if name[0] == "audience" and len(name) > 1 else name[0]
        problems.setdefault(field, problem["detail"])
    if error.code == "owner_unknown":
        problems = {"owner_id": explain(error)}
    return _page(values, problems or {"": explain(error)}, found), status_of(error)


def _page(values: Mapping[str, Any], problems: dict[str, str], found: dict[str, Any] | None) -> str:
    audience = {name: list(values["audience"].get(name, ())) for name in SETS}
    people = ask("list_people", vendor=True, limit=PEOPLE)
    certifications = ask("list_certifications", limit=PEOPLE)
    reached = ask("preview_audience", audience=audience)
    return render_template(
        "console/asset_form.html",
        values=values,
        audience=audience,
        problems=problems,
        found=found,
        owners=[(one["person_id"], one["name"]) for one in people.box().items if one["status"] != "left"],
        certifications=[one["code"] for one in certifications.box().items],
        reach=reached.box(),
        upload_id=request.form.get("upload_id", ""),
        key=request.form.get("key") or uuid4().hex,
    )
