"""Certificates: found in a list, seen whole, taken back with a reason behind a dialog that names the holder."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway import files
from gateway.console.blueprint import console
from gateway.console.listing import csv_response, listing, read_filters
from gateway.errors import explain, status_of
from gateway.language import chosen as chosen_language
from gateway.pages.boxes import ask, tell
from gateway.pages.formats import in_my_language
from gateway.pages.forms import Problems
from gateway.pages.names import names_of
from gateway.pages.shell import LANGUAGES
from gateway.pages.words import CERTIFICATE, REVOCATION_REASON
from gateway.portal.deal_actions import go_to

FILTERS: Final = ("q", "status", "certification_id", "partner_id")
STATUSES: Final = ("active", "expiring", "expired", "renewed", "revoked")
COLUMNS: Final = ("number", "holder_name", "certification_code", "status", "issued_at", "expires_at", "revoked_at")
CHOICES: Final = 100
Answer = str | Response | tuple[str, int]


@console.get("/certificates")
def certificates() -> str:
    filters = read_filters(FILTERS)
    offered = ask("list_certifications", status=["active", "retired"], limit=CHOICES)
    page = listing("list_certificates", "console.certificates", filters, **_command(filters))
    return render_template(
        "console/certificates.html",
        page=page,
        filters=filters,
        statuses=[(code, CERTIFICATE[code].text) for code in STATUSES],
        certifications=[(item["certification_id"], in_my_language(item["title"])) for item in offered.box().items],
    )


@console.get("/certificates.csv")
def certificates_csv() -> Response:
    filters = read_filters(FILTERS)
    return csv_response(
        "certificates", "list_certificates", COLUMNS, lambda item: [item[name] for name in COLUMNS], **_command(filters)
    )


@console.get("/certificates/<uuid:certificate_id>")
def certificate(certificate_id: Any) -> str:
    found = _found(certificate_id)
    partner_id = found["partner_id"]
    partner = ask("get_partner", partner_id=partner_id).box() if partner_id else None
    return render_template(
        "console/certificate.html",
        found=found,
        partner=partner.value if partner and partner.ok else None,
        names=names_of([found["revoked_by"]]),
    )


@console.get("/certificates/<uuid:certificate_id>/document")
def certificate_document(certificate_id: Any) -> Response:
    asked = request.args.get("language", "")
    language = asked if asked in LANGUAGES else chosen_language()
    found = ask("get_certificate_document", certificate_id=str(certificate_id), language=language).value()
    return files.stream(found["blob_key"], found["filename"], found["media_type"])


@console.get("/certificates/<uuid:certificate_id>/revoke")
def ask_revocation(certificate_id: Any) -> str:
    return _revocation(certificate_id, {}, {})


@console.post("/certificates/<uuid:certificate_id>/revoke")
def revoke_certificate(certificate_id: Any) -> Answer:
    typed = {name: request.form.get(name, "").strip() for name in ("reason_code", "reason", "confirmation")}
    found = _found(certificate_id)
    if problems := _problems(typed, found["holder_name"]):
        return _revocation(certificate_id, typed, problems), 422
    try:
        tell(
            "revoke_certificate",
            request.form.get("key"),
            certificate_id=str(certificate_id),
            reason_code=typed["reason_code"],
            reason=typed["reason"],
        )
    except ServiceError as error:
        if error.kind not in {"conflict", "invalid"}:
            raise
        return _revocation(certificate_id, typed, {"": explain(error)}), status_of(error)
    flash(_("Revoked. Whoever verifies the certificate of %(name)s sees it at once.", name=found["holder_name"]), "ok")
    return go_to(url_for("console.certificate", certificate_id=certificate_id))


def _revocation(certificate_id: Any, typed: dict[str, str], problems: Problems) -> str:
    in_sheet = bool(request.headers.get("HX-Request"))
    return render_template(
        "console/_revoke_certificate.html" if in_sheet else "console/revoke_certificate.html",
        found=_found(certificate_id),
        values=typed,
        problems=problems,
        key=request.form.get("key") or uuid4().hex,
    )


def _problems(typed: dict[str, str], holder_name: str) -> Problems:
    problems: Problems = {}
    if typed["reason_code"] not in REVOCATION_REASON:
        problems["reason_code"] = _("Choose why it is revoked")
    if not typed["reason"]:
        problems["reason"] = _("Write the reason; the holder will read it")
    if typed["confirmation"].casefold() != holder_name.casefold():
        problems["confirmation"] = _("Type the holder's name as it is written above")
    return problems


def _found(certificate_id: Any) -> dict[str, Any]:
    found: dict[str, Any] = ask("get_certificate", certificate_id=str(certificate_id)).value()
    return found


def _command(filters: dict[str, str]) -> dict[str, Any]:
    return {
        "q": filters["q"],
        "status": [filters["status"]] if filters["status"] in STATUSES else [],
        "certification_id": filters["certification_id"],
        "partner_id": filters["partner_id"],
    }
