"""Content: every asset in a list, one asset whole, and what staff do with it: files, publishing, review, the end."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway import files
from gateway.console.blueprint import console
from gateway.console.listing import csv_response, listing, read_filters
from gateway.errors import explain, field_errors, status_of
from gateway.pages.boxes import Question, ask, tell
from gateway.pages.forms import whole_number
from gateway.pages.library import ASSET, ASSET_TYPE, AUDIENCE
from gateway.pages.names import names_of
from gateway.pages.places import country_name
from gateway.uploads.page_forms import refused_files, takes_files

FILTERS: Final = ("q", "status", "asset_type", "language", "view")
VIEWS: Final = ("review_due", "expiring")
COLUMNS: Final = (
    "title",
    "asset_type",
    "language",
    "status",
    "version_number",
    "review_on",
    "expires_on",
    "revised_at",
)
REPLACEMENTS: Final = 100
SAID: Final = {
    "publish": lazy_gettext("Published. Its audience finds it from now on."),
    "retire": lazy_gettext("Withdrawn. Nobody finds it any more, and links to it open nothing."),
    "replace": lazy_gettext("Replaced. Links to it now lead to what took its place."),
    "review": lazy_gettext("Noted. You are asked again before the next review date."),
}
OPERATIONS: Final = {
    "publish": "publish_asset",
    "retire": "retire_asset",
    "replace": "replace_asset",
    "review": "mark_reviewed",
}
Answer = str | Response | tuple[str, int]


@console.get("/content")
def content() -> str:
    filters = read_filters(FILTERS)
    page = listing("list_assets", "console.content", filters, **_command(filters))
    names = names_of(item.get("owner_id") for item in page.box.items)
    statuses = [(code, look.text) for code, look in ASSET.items()]
    return render_template("console/content.html", page=page, filters=filters, names=names, statuses=statuses)


@console.get("/content.csv")
def content_csv() -> Response:
    command = _command(read_filters(FILTERS))
    return csv_response("content", "list_assets", COLUMNS, lambda item: [item.get(name) for name in COLUMNS], **command)


@console.get("/content/<uuid:asset_id>")
def asset(asset_id: Any) -> str:
    return render_template("console/asset.html", **_page(str(asset_id)))


@console.get("/content/<uuid:asset_id>/file")
def asset_file(asset_id: Any) -> Response:
    number = whole_number(request.args.get("version"))
    found = ask("download_asset", asset_id=str(asset_id), version_number=number).value()
    return files.stream(found["blob_key"], found["filename"], found["media_type"])


@console.post("/content/<uuid:asset_id>/versions")
@takes_files("content")
def add_version(asset_id: Any) -> Answer:
    upload_id, problems = request.form.get("upload_id"), refused_files()
    if not upload_id and not problems:
        problems = {"upload_id": _("Choose a file")}
    if problems:
        return _again(asset_id, problems, 422)
    try:
        tell(
            "add_asset_version",
            request.form.get("key"),
            asset_id=str(asset_id),
            upload_id=upload_id,
            note=request.form.get("note", "").strip() or None,
        )
    except ServiceError as error:
        return _refused(asset_id, error, "upload_id")
    flash(_("The new version is in place. The permanent link serves it from now on."), "ok")
    return redirect(url_for("console.asset", asset_id=asset_id), 303)


@console.post("/content/<uuid:asset_id>/<verb>")
def change_asset(asset_id: Any, verb: str) -> Answer:
    if verb not in OPERATIONS:
        raise ServiceError("not_found", "not_found", "", {})
    named = {"replace": "replacement_asset_id", "review": "review_on"}.get(verb)
    given = request.form.get(named, "").strip() if named else ""
    if named and not given:
        asks = {"replace": _("Choose what takes its place"), "review": _("Choose the next review date")}[verb]
        return _again(asset_id, {named: asks}, 422)
    try:
        tell(OPERATIONS[verb], request.form.get("key"), asset_id=str(asset_id), **({named: given} if named else {}))
    except ServiceError as error:
        return _refused(asset_id, error, named or "")
    flash(str(SAID[verb]), "ok")
    return redirect(url_for("console.asset", asset_id=asset_id), 303)


def _refused(asset_id: Any, error: ServiceError, field: str) -> tuple[str, int]:
    if error.kind not in {"conflict", "invalid"}:
        raise error
    told = [problem["detail"] for problem in field_errors(error)] or [explain(error)]
    return _again(asset_id, {field: told[0]}, status_of(error))


def _again(asset_id: Any, problems: dict[str, str], status: int) -> tuple[str, int]:
    return render_template("console/asset.html", **_page(str(asset_id)) | {"problems": problems}), status


def _page(asset_id: str) -> dict[str, Any]:
    asked = ask("get_asset", asset_id=asset_id)
    usage = ask("get_usage", asset_id=asset_id)
    published = ask("list_assets", status="published", sort="title", limit=REPLACEMENTS)
    found: dict[str, Any] = asked.value()
    reached = _reach(found["audience"])
    used = usage.box()
    people = [row["person_id"] for row in used.value["by_person"]] if used.ok else []
    names = names_of([found["owner_id"], *(version["added_by"] for version in found["versions"]), *people])
    return {
        "item": found,
        "names": names,
        "usage": used,
        "reach": reached.box(),
        "audience": audience_words(found["audience"]),
        "replacements": [
            (item["asset_id"], item["title"]) for item in published.box().items if item["asset_id"] != asset_id
        ],
        "problems": {},
        "key": uuid4().hex,
    }


def _reach(audience: dict[str, Any]) -> Question:
    return ask("preview_audience", audience=audience)


def audience_words(audience: dict[str, list[str]]) -> list[tuple[str, str]]:
    """What an audience asks for, in words; a set that asks nothing is left out."""
    lines = [
        (str(label), ", ".join(str(words.get(code, code)) for code in audience[name]))
        for name, (label, words) in AUDIENCE.items()
        if audience[name]
    ]
    if audience["countries"]:
        lines.append((_("Country"), ", ".join(country_name(code) for code in audience["countries"])))
    if audience["certifications"]:
        lines.append((_("Certification"), ", ".join(audience["certifications"])))
    return lines


def _command(filters: dict[str, str]) -> dict[str, Any]:
    return {
        "q": filters["q"][:100],
        "status": filters["status"] if filters["status"] in ASSET else "",
        "asset_type": filters["asset_type"] if filters["asset_type"] in ASSET_TYPE else "",
        "language": filters["language"] if len(filters["language"]) == 2 else "",
        "view": filters["view"] if filters["view"] in VIEWS else "",
    }
