"""The gateway: the one way in for browsers and programs. It authenticates, authorises,
asks the owners and tells the answer.
"""

from __future__ import annotations

from flask import Flask, Response
from flask_compress import Compress
from sqlalchemy.orm import sessionmaker
from werkzeug.middleware.proxy_fix import ProxyFix

from chassis import database
from chassis.blobs import open_blobs
from gateway import api, built_files, console, edge, errors, health, language, measurements, pages, portal
from gateway.api import catalogue, documents
from gateway.api.limits import RequestLimits
from gateway.api.operations import TABLE
from gateway.identity import policies
from gateway.outbound.feed import Feed
from gateway.outbound.wakeup import Wakeup
from gateway.rpc import RpcClient
from gateway.runtime import EXTENSION, Runtime, Services
from gateway.settings import Settings

POOL_SIZE = 8


def create_app(settings: Settings | None = None, services: Services | None = None) -> Flask:
    """The WSGI application; `services` replaces the way to the services in tests."""
    running = start(settings or Settings.from_environment(), services)
    app = Flask(__name__, static_folder=None)
    app.extensions[EXTENSION] = running
    configure(app, running.settings)
    measurements.register(app)
    language.register(app)
    errors.register(app)
    edge.register(app)
    app.register_blueprint(api.blueprint(running.operations))
    app.register_blueprint(documents.blueprint(running))
    pages.register(app)
    portal.register(app)
    console.register(app)
    register_probes(app, running)
    Compress(app)
    return app


def start(settings: Settings, services: Services | None) -> Runtime:
    """Everything checked once: contracts kept, a policy for every operation. Nothing connects before it is asked."""
    engine = database.engine(settings.database_url, pool_size=POOL_SIZE, application="gateway")
    sessions = sessionmaker(engine, expire_on_commit=False)
    statements = sessionmaker(engine.execution_options(isolation_level="AUTOCOMMIT"), expire_on_commit=False)
    operations = catalogue.load(TABLE, settings.contracts)
    return Runtime(
        settings=settings,
        sessions=sessions,
        statements=statements,
        services=services or _rpc_client(settings),
        operations=operations,
        policies=policies.load(operations),
        limits=RequestLimits(sessions),
        feed=Feed(sessions, Wakeup(settings.database_url), settings.secret_key),
        blobs=open_blobs(settings.blobs),
    )


def _rpc_client(settings: Settings) -> RpcClient:
    return RpcClient(
        settings.amqp_url, deadline=settings.rpc_deadline.total_seconds(), in_flight=settings.rpc_in_flight
    )


def configure(app: Flask, settings: Settings) -> None:
    host = "__Host-" if settings.https else ""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME=f"{host}prm_forms",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=int(settings.session_idle.total_seconds()),
        MAX_CONTENT_LENGTH=settings.largest_body,
        TRAP_HTTP_EXCEPTIONS=False,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    app.wsgi_app = built_files.BuiltFiles(app.wsgi_app)  # type: ignore[method-assign]


def register_probes(app: Flask, running: Runtime) -> None:
    readiness = health.Readiness(running)

    @app.get("/livez")
    def livez() -> Response:
        return Response('{"alive":true}', mimetype="application/json")

    @app.get("/readyz")
    def readyz() -> tuple[dict[str, bool], int]:
        found = readiness.report()
        return found, 200 if all(found.values()) else 503
