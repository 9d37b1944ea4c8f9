"""RPC without a transport: the decorator that marks a method, and the pipeline that runs one request.

Owns validation, transaction, command log and translation of errors; refuses to know brokers (safe_rpc.py) or HTTP.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from marshmallow import Schema, ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from chassis import clock, command_log, crash, telemetry
from chassis.context import Call, Context
from chassis.database import Sessions
from chassis.database_errors import database_error, is_transient
from chassis.errors import INTERNAL, ServiceError, translate
from chassis.rpc_request import Replayed, Request
from chassis.sealing import opened, sealed, secret_fields
from chassis.validation import field_errors
from chassis.wire import dumps

log = structlog.get_logger()
_ATTEMPTS = 3
_MARK = "__rpc_method__"
Entrypoint = Callable[[Any, Call], Any]


@dataclass(frozen=True, kw_only=True)
class RpcMethod:
    """What the decorator knows about one method: its schemas, whether it writes, and its sentence."""

    name: str
    takes: Schema
    gives: Schema | None
    writes: bool
    summary: str
    errors: tuple[str, ...]
    function: Entrypoint
    secrets: tuple[str, ...] = ()

    def dump(self, result: Any) -> Any:
        if self.gives is None:
            return None
        if not self.gives.many:
            return self.gives.dump(result)
        if isinstance(result, dict):
            return {**result, "items": self.gives.dump(result["items"])}
        rows, cursor = result if isinstance(result, tuple) else (result, None)
        return {"items": self.gives.dump(rows), "next_cursor": cursor}


def rpc(
    *, takes: Schema, gives: Schema | None = None, writes: bool = False, errors: Sequence[str] = ()
) -> Callable[[Entrypoint], Entrypoint]:
    """Mark a method of a service class as callable from outside; its docstring becomes the summary in OpenAPI."""

    def mark(function: Entrypoint) -> Entrypoint:
        summary = " ".join((function.__doc__ or "").split())
        method = RpcMethod(
            name=function.__name__,
            takes=takes,
            gives=gives,
            writes=writes,
            summary=summary,
            errors=tuple(sorted(errors)),
            function=function,
            secrets=secret_fields(gives),
        )
        setattr(function, _MARK, method)
        return function

    return mark


def rpc_methods(service_class: type) -> dict[str, RpcMethod]:
    """The marked methods of a class and its parents, by name."""
    marked = ((name, getattr(getattr(service_class, name), _MARK, None)) for name in dir(service_class))
    return {name: method for name, method in marked if isinstance(method, RpcMethod)}


def execute(method: RpcMethod, service: object, request: Request, sessions: Sessions) -> str:
    """Run one request to its reply, as JSON text; raises ServiceError and nothing else."""
    label = f"{sessions.service}.{method.name}"
    started, outcome = time.perf_counter(), "ok"
    try:
        return _execute(method, service, request, sessions)
    except ServiceError as error:
        outcome = error.kind
        raise
    finally:
        telemetry.RPC_SECONDS.labels(label).observe(time.perf_counter() - started)
        telemetry.RPC_CALLS.labels(label, outcome).inc()


def _execute(method: RpcMethod, service: object, request: Request, sessions: Sessions) -> str:
    command = _load(method, request)
    for attempt in range(1, _ATTEMPTS + 1):
        _refuse_expired(request)
        try:
            return _in_transaction(method, service, request, command, sessions)
        except StaleDataError as error:
            raise ServiceError("conflict", "stale_version", "Somebody else changed this meanwhile.") from error
        except PoolTimeoutError as error:
            raise ServiceError("unavailable", "busy", "The system is busy. Please try again in a moment.") from error
        except DBAPIError as error:
            if attempt < _ATTEMPTS and _may_repeat(method, request, error):
                continue
            raise _reported(database_error(error, writes=method.writes), error) from error
        except Exception as error:
            raise _reported(translate(error), error) from error
    raise AssertionError("unreachable")


def _in_transaction(
    method: RpcMethod, service: object, request: Request, command: dict[str, Any], sessions: Sessions
) -> str:
    with sessions.writing() if method.writes else sessions.reading() as session:
        logged = method.writes and request.command_id is not None
        if logged and (earlier := command_log.claim(session, request)) is not None:
            return Replayed(opened(earlier, method.secrets, request.seal_key))
        result = method.function(service, _call(session, request, command))
        session.flush()
        reply = dumps(method.dump(result))
        if logged:
            command_log.store(session, method.name, request, sealed(reply, method.secrets, request.seal_key))
        crash.point("writer.before_commit")
        session.commit()
        crash.point("writer.after_commit")
        return reply


def _load(method: RpcMethod, request: Request) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = method.takes.load(request.command)
    except ValidationError as error:
        fields = field_errors(error)
        raise ServiceError("invalid", "validation_failed", "Some fields need attention.", {"fields": fields}) from error
    return loaded


def _may_repeat(method: RpcMethod, request: Request, error: DBAPIError) -> bool:
    """A lost connection may hide a commit that succeeded; only a command id makes it safe to write once more."""
    if error.connection_invalidated and method.writes and request.command_id is None:
        return False
    return is_transient(error)


def _refuse_expired(request: Request) -> None:
    if request.deadline is not None and time.time() >= request.deadline:
        raise ServiceError("unavailable", "deadline_exceeded", "The request waited too long. Please try again.")


def _call(session: Session, request: Request, command: dict[str, Any]) -> Call:
    session.info["context"] = Context(
        actor=request.principal.actor,
        correlation_id=request.correlation_id,
        causation_id=request.command_id,
        traceparent=request.traceparent,
        channel=request.channel,
    )
    return Call(
        session=session,
        command=command,
        principal=request.principal,
        command_id=request.command_id,
        correlation_id=request.correlation_id,
        traceparent=request.traceparent,
        channel=request.channel,
        now=clock.now(),
    )


def _reported(known: ServiceError | None, error: Exception) -> ServiceError:
    if known is not None:
        return known
    log.error("bug in a method", exc_info=error)
    return INTERNAL
