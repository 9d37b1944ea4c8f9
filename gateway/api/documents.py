"""The description of the API: the document for programs, and a page made of it for people. Both are public."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template
from markupsafe import Markup

from chassis import wire
from gateway import errors, openapi
from gateway.runtime import Runtime


def blueprint(running: Runtime) -> Blueprint:
    documents = Blueprint("documents", __name__)
    described = openapi.document(running.operations, running.policies, running.settings.public_url)
    body = wire.dumps(described)

    @documents.get("/v1/openapi.json")
    def openapi_document() -> Response:
        return Response(body, mimetype="application/json", headers={"Cache-Control": "public, max-age=60"})

    @documents.get("/docs")
    def page() -> str:
        content = Markup(render_template("public/api_reference.html", groups=_groups(described), problems=_problems()))  # noqa: S704 - our own template
        return render_template("public/api_docs.html", content=content)

    return documents


def _groups(described: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Operations by tag, in the order of the table."""
    groups: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in described["tags"]}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            groups[operation["tags"][0]].append({**operation, "method": method.upper(), "path": path})
    return list(groups.items())


def _problems() -> list[tuple[str, str]]:
    """Every code an answer may carry, with its sentence."""
    told = errors.sentences()
    return [(code, errors.sentence(code)) for code in sorted(told) if not code.startswith(("field.", "status."))]
