"""For strangers: whether a certificate holds, and the documents by which programs check a badge. Nobody signs in."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from chassis import wire
from chassis.errors import ServiceError
from gateway.pages.boxes import ask

blueprint = Blueprint("verifying", __name__)
Answer = str | Answered | tuple[str, int]
KEYS_SECONDS = 300
LIST_SECONDS = 60


@blueprint.get("/verify")
def ask_for_code() -> Answer:
    if code := request.args.get("code", "").strip():
        return redirect(url_for("verifying.verify", code=code), 303) if "/" not in code else unknown(code)
    return render_template("public/verify.html", found=None, code="")


@blueprint.get("/verify/<code>")
def verify(code: str) -> Answer:
    try:
        found = ask("verify_certificate", code=code).value()
    except ServiceError as error:
        if error.kind in ("not_found", "invalid"):
            return unknown(code)
        raise
    return render_template("public/verify.html", found=found, code=code)


def unknown(code: str) -> tuple[str, int]:
    """Says how to check the code, and nothing of what there is."""
    return render_template("public/verify.html", found=None, code=code, missed=True), 404


@blueprint.get("/.well-known/did.json")
def issuer() -> Response:
    """The issuer's keys under the address that did:web asks for."""
    return _public(wire.dumps(ask("get_issuer").value()), "application/did+json", KEYS_SECONDS)


@blueprint.get("/credentials/status/<int:number>")
def status_list(number: int) -> Response:
    """The list that takes badges back, as one signed text."""
    found = ask("get_status_list", number=str(number)).value()
    return _public(found["credential"], "application/vc+jwt", LIST_SECONDS)


def _public(body: str, media_type: str, seconds: int) -> Response:
    """Read by programs of others, from pages of others."""
    answer = Response(body, mimetype=media_type)
    answer.headers["Cache-Control"] = f"public, max-age={seconds}"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
