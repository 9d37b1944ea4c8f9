"""The REST API under /v1: one route for each operation of the table, one handler for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Blueprint, Response, request

from gateway.api import answers, requests
from gateway.api.operation import Operation
from gateway.invoke import invoke
from gateway.uploads.door import take_file


def blueprint(operations: Mapping[str, Operation]) -> Blueprint:
    api = Blueprint("api", __name__, url_prefix="/v1")
    for operation in operations.values():
        api.add_url_rule(
            operation.path.replace("{", "<").replace("}", ">"),
            endpoint=operation.name,
            view_func=_view(operation),
            methods=[operation.method],
            provide_automatic_options=False,
        )
    return api


def _view(operation: Operation) -> Callable[..., Response]:
    if operation.takes_file:
        return partial(take_file, operation)

    def view(**path: Any) -> Response:
        command = requests.command_of(operation, request, path)
        key = request.headers.get("Idempotency-Key") if operation.writes else None
        return answers.respond(operation, invoke(operation.name, command=command, idempotency_key=key, channel="api"))

    return view
