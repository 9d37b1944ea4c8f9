"""The baselines. Two of them do the same registration without the bus, in one process with Flask and SQLAlchemy.

`bare` is the insert behind one route: the same schema, use case, rows and answer, and nobody is authenticated. `edge`
is the gateway as it is, its services called in-process: what is left between it and the suite is the bus alone.
`plain` takes files in, as anybody would write it first: the body into a file, without a digest, a limit or a row.
"""

import json
import os
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

from chassis import database
from chassis.blobs import CHUNK
from chassis.context import Principal
from chassis.errors import ServiceError
from chassis.rpc import execute, rpc_methods
from chassis.rpc_request import Request
from chassis.service_class import contracts_folder, load_service
from gateway import create_app
from gateway.rpc import Request as BusRequest

POOL = 8


class Deals:
    """The deals service as a library: its methods through its own pipeline, on a database of its own."""

    def __init__(self, database_url: str) -> None:
        service_class = load_service("services.deals")
        engine = database.engine(database_url, pool_size=POOL, application="monolith")
        self._sessions = database.session_factory(engine, "deals", Path(contracts_folder(service_class)))
        self._methods = rpc_methods(service_class)
        self._service = service_class()

    def execute(self, method: str, asked: Request) -> str:
        return execute(self._methods[method], self._service, asked, self._sessions)


def bare() -> Flask:
    """POST /register and nothing else."""
    app = Flask("monolith")
    deals = Deals(os.environ["BENCH_DATABASE_URL"])
    claims = {"partner_id": os.environ["BENCH_PARTNER_ID"], "person_id": str(uuid.uuid4())}
    principal = Principal(
        actor=f"person:{claims['person_id']}", roles=("partner_admin",), scope="company", claims=claims
    )

    @app.post("/v1/deal-registrations")
    def register() -> Response:
        asked = Request(
            command=request.get_json(), principal=principal, command_id=str(uuid.uuid4()), request_hash="bench"
        )
        try:
            return Response(deals.execute("register_deal", asked), status=201, mimetype="application/json")
        except ServiceError as error:
            return Response(json.dumps(error.to_wire()), status=422, mimetype="application/json")

    return app


@dataclass(frozen=True)
class Answered:
    """An answer that is there already."""

    text: str
    replayed = False

    def result(self) -> Any:
        return json.loads(self.text)


class InProcess:
    """What the gateway takes for the way to the services, with nothing in between."""

    def __init__(self, deals: Deals) -> None:
        self._deals = deals

    def submit(self, asked: BusRequest) -> Answered:
        headers = asked.headers
        there = Request(
            command=json.loads(json.dumps(asked.command)),
            principal=Principal.from_header(headers["prm-principal"]),
            command_id=headers.get("prm-command-id"),
            request_hash=headers.get("prm-request-hash", ""),
            correlation_id=headers.get("prm-correlation-id"),
            channel=headers.get("prm-channel"),
        )
        return Answered(self._deals.execute(asked.method, there))

    def is_connected(self) -> bool:
        return True


def edge() -> Flask:
    """The whole gateway on its own database, with deals inside."""
    return create_app(services=InProcess(Deals(os.environ["BENCH_DATABASE_URL"])))


def plain() -> Flask:
    """POST /v1/uploads and nothing else."""
    app = Flask("plain")
    folder = Path(os.environ["BENCH_FOLDER"])
    folder.mkdir(exist_ok=True)

    @app.post("/v1/uploads")
    def take() -> Response:
        with (folder / uuid.uuid4().hex).open("wb") as file:
            shutil.copyfileobj(request.stream, file, CHUNK)
        return Response(status=201)

    return app
