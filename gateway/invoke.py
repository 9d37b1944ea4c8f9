"""The one door to every operation, for the API, the portal and the console alike: policy first,
then the owner is asked.

`invoke(...)` answers; `submit(...)` lets several questions travel at once. Both raise ServiceError.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, request
from marshmallow import Schema, ValidationError
from sqlalchemy.orm import Session

from chassis import clock
from chassis.context import Principal
from chassis.errors import ServiceError
from chassis.validation import field_errors
from gateway import audit, errors, idempotency, sealed_links
from gateway.api.call import LocalCall
from gateway.api.operation import Operation
from gateway.idempotency import CommandKey
from gateway.identity.roles import ANONYMOUS
from gateway.rpc import Request
from gateway.runtime import Pending, Runtime, runtime
from gateway.uploads import claiming


def invoke(
    name: str,
    *,
    command: Mapping[str, Any],
    idempotency_key: str | None = None,
    channel: str = "portal",
    beside: Any = None,
) -> Any:
    return submit(name, command=command, idempotency_key=idempotency_key, channel=channel, beside=beside).result()


def submit(
    name: str,
    *,
    command: Mapping[str, Any],
    idempotency_key: str | None = None,
    channel: str = "portal",
    patience: float | None = None,
    beside: Any = None,
) -> Pending:
    """Send it off; `.result()` waits, `patience` seconds at most where that is less than the usual deadline.
    An operation of the gateway itself is carried out here and now.
    """
    running = runtime()
    operation = running.operations[name]
    account_id = g.account.account_id if g.account else None
    principal = authorise(operation, channel)
    task = _Task(
        runtime=running,
        operation=operation,
        command=_loaded(operation.loads, command) if operation.loads else command,
        principal=principal,
        key=idempotency.key_for(account_id, idempotency_key, running.settings.secret_key),
        digest=idempotency.request_hash(running.settings.secret_key, operation.method, operation.path, command),
        channel=channel,
        now=clock.now(),
        patience=patience,
        beside=beside,
    )
    return task.carry_out() if operation.local else task.send()


def may(name: str) -> bool:
    """Whether the one who asks may call this at all: for showing or leaving out a button."""
    running = runtime()
    return running.policies.scope(name, _roles()) is not None


def _roles() -> tuple[str, ...]:
    return (*g.account.roles, ANONYMOUS) if g.account else (ANONYMOUS,)


def authorise(operation: Operation, channel: str) -> Principal:
    """The principal with the scope the policy gives it; refusals are recorded and name what is missing."""
    account = g.account
    scope = runtime().policies.scope(operation.name, _roles())
    if scope is None and account is None:
        raise ServiceError("forbidden", "sign_in_required", "Sign in first.")
    if scope is None:
        _record_denial(operation, channel, "role")
        raise ServiceError("forbidden", "permission_denied", "", {"permission": operation.operation_id})
    if account is None:
        return Principal(claims={"language": errors.language()})
    if account.token_scopes is not None and operation.token_scope not in account.token_scopes:
        _record_denial(operation, channel, "token scope")
        raise ServiceError("forbidden", "token_scope_missing", "", {"permission": operation.token_scope})
    principal: Principal = account.principal(scope)
    return principal


def _record_denial(operation: Operation, channel: str, detail: str) -> None:
    with runtime().sessions.begin() as session:
        audit.record(
            session,
            operation=operation.name,
            accepted=False,
            channel=channel,
            now=clock.now(),
            object_id=audit.object_of(request.view_args or {}),
            detail=detail,
        )


def _loaded(schema: Schema, command: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        loaded: Mapping[str, Any] = schema.load(command)
    except ValidationError as error:
        raise ServiceError("invalid", "validation_failed", "", {"fields": field_errors(error)}) from error
    return loaded


def _dumped(schema: Schema, result: Any) -> Any:
    if not schema.many:
        return schema.dump(result)
    return {"items": schema.dump(result["items"]), "next_cursor": result["next_cursor"]}


@dataclass(frozen=True)
class _Done:
    value: Any
    replayed: bool

    def result(self) -> Any:
        return self.value


@dataclass(frozen=True)
class _Sent:
    pending: Pending
    task: _Task

    @property
    def replayed(self) -> bool:
        return self.pending.replayed

    def result(self) -> Any:
        value = self.pending.result()
        g.replayed = self.pending.replayed
        return self.task.finish(value)


@dataclass(frozen=True, kw_only=True)
class _Task:
    """One call of one operation, authorised."""

    runtime: Runtime
    operation: Operation
    command: Mapping[str, Any]
    principal: Principal
    key: CommandKey
    digest: str
    channel: str
    now: datetime
    patience: float | None
    beside: Any

    def send(self) -> _Sent:
        command = {**sealed_links.opened(self.operation, self.runtime.settings, self.command), **self._before()}
        assert self.operation.rpc is not None
        service, method = self.operation.rpc.split(".")
        request = Request(service, method, command, self._headers(), self.patience)
        return _Sent(self.runtime.services.submit(request), self)

    def _before(self) -> Mapping[str, Any]:
        """What must be done or refused first; what the gateway knows of the files that the command names."""
        operation = self.operation
        if not operation.before and not operation.upload_fields:
            return {}
        with self.runtime.sessions.begin() as session:
            call = self._call(session)
            if operation.before:
                operation.before(call)
            return claiming.facts(operation, call)

    def carry_out(self) -> _Done:
        self._before()
        with self.runtime.sessions.begin() as session:
            if self.operation.writes:
                return self._write(session)
            return _Done(self._answer(session), replayed=False)

    def finish(self, value: Any) -> Any:
        """What remains to be done here when the owner has answered."""
        operation = self.operation
        if operation.after:
            with self.runtime.sessions.begin() as session:
                operation.after(session, value)
                self.record(session, value)
        elif operation.writes:
            with self.runtime.statements() as session:
                self.record(session, value)
        return operation.compose(self.runtime, value) if operation.compose else value

    def _answer(self, session: Session) -> Any:
        assert self.operation.local is not None
        result = self.operation.local(self._call(session))
        return result if self.operation.dumps is None else _dumped(self.operation.dumps, result)

    def _write(self, session: Session) -> _Done:
        result, g.replayed = idempotency.once(
            session,
            self.key,
            self.digest,
            secret_field=self.operation.secret,
            now=self.now,
            carry_out=lambda: self._answer(session),
        )
        self.record(session, result)
        return _Done(result, replayed=g.replayed)

    def record(self, session: Session, result: Any) -> None:
        answer = result if isinstance(result, Mapping) else {}
        audit.record(
            session,
            operation=self.operation.name,
            accepted=True,
            channel=self.channel,
            now=self.now,
            object_id=audit.object_of(self.command, answer),
        )

    def _call(self, session: Session) -> LocalCall:
        return LocalCall(
            session=session,
            command=self.command,
            principal=self.principal,
            account=g.account,
            runtime=self.runtime,
            now=self.now,
            address=request.remote_addr or "",
            agent=request.user_agent.string,
            command_id=self.key.command_id,
            secret=self.key.secret,
            beside=self.beside,
        )

    def _headers(self) -> dict[str, str]:
        headers = {
            "prm-principal": self.principal.to_header(),
            "prm-correlation-id": g.request_id,
            "prm-channel": self.channel,
        }
        if self.operation.writes:
            headers |= {
                "prm-command-id": str(self.key.command_id),
                "prm-request-hash": self.digest,
                "prm-seal-key": self.key.seal(),
            }
        if traceparent := g.get("traceparent"):
            headers["traceparent"] = traceparent
        return headers
