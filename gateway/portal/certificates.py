"""What a person has proved, and whether the company has enough of it: on paper, as a badge, as a link to share."""

from typing import Any

from flask import Blueprint, Response, g, render_template, request

from gateway import files
from gateway.language import chosen as chosen_language
from gateway.pages.boxes import ask
from gateway.pages.formats import in_my_language
from gateway.pages.names import names_of
from gateway.pages.shell import LANGUAGES
from gateway.runtime import runtime

blueprint = Blueprint("certificates", __name__)
PAGE = 50
NAMED = 3  # of the certifications that could be earned first


@blueprint.get("/certificates")
def certificates() -> str:
    own = ask("list_certificates", person_id=str(g.account.person_id), limit=PAGE)
    needs = ask("list_company_requirements", partner_id=str(g.account.partner_id), limit=PAGE)
    offered = ask("list_certifications", limit=PAGE)
    company = _of_company() if "partner_admin" in g.account.roles else None
    mine, needed, earned = own.box(), needs.box(), offered.box()
    return render_template(
        "portal/certificates.html",
        mine=mine,
        needs=needed,
        titles=[in_my_language(item["title"]) for item in earned.items[:NAMED]],
        company=company.box() if company else None,
        names=names_of(held["person_id"] for need in needed.items for held in need["renew"]),
        public_url=runtime().settings.public_url,
    )


@blueprint.get("/certificates/<uuid:certificate_id>/document")
def document(certificate_id: Any) -> Response:
    """The printed certificate, in the language of the page or the one that was asked for."""
    asked = request.args.get("language", "")
    language = asked if asked in LANGUAGES else chosen_language()
    found = ask("get_certificate_document", certificate_id=str(certificate_id), language=language).value()
    return files.stream(found["blob_key"], found["filename"], found["media_type"])


@blueprint.get("/certificates/<uuid:certificate_id>/badge")
def badge(certificate_id: Any) -> Response:
    """A picture that carries the signed credential; wallets and profiles take it as it is."""
    found = ask("get_badge", certificate_id=str(certificate_id)).value()
    answer = Response(found["image"], mimetype="image/svg+xml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found["filename"]}"'
    answer.headers["Content-Security-Policy"] = files.SANDBOX
    return answer


def _of_company() -> Any:
    return ask("list_certificates", partner_id=str(g.account.partner_id), cursor=request.args.get("cursor"), limit=PAGE)
