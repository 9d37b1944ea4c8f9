"""The page behind a link that somebody passed on: for whoever holds it, without an account."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway import files
from gateway.errors import sentence
from gateway.invoke import invoke

blueprint = Blueprint("shared", __name__)
Answer = str | Response | tuple[str, int]


@blueprint.get("/s/<token>")
def shared(token: str) -> Answer:
    """Counted as an open, but not when a program only asks whether the page is there."""
    if request.method == "HEAD":
        return ""
    try:
        found = invoke("open_share", command={"token": token})
    except ServiceError as error:
        return _ended(error)
    return render_template("public/shared.html", item=found, token=token)


@blueprint.get("/s/<token>/file")
def download(token: str) -> Answer:
    try:
        found = invoke("download_shared", command={"token": token})
    except ServiceError as error:
        return _ended(error)
    return files.stream(found["blob_key"], found["filename"], found["media_type"])


def _ended(error: ServiceError) -> tuple[str, int]:
    """Run out, taken back, withdrawn or never made: to an outsider all are the same."""
    if error.kind != "not_found":
        raise error
    return render_template("public/shared_ended.html", sentence=sentence("share_ended")), 404
