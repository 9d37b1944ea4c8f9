"""Canned answers at the edge: what the gateway does with a request is seen in what it asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chassis.context import Principal
from chassis.errors import ServiceError
from gateway.rpc import Request


class Settled:
    """An answer that is there already."""

    def __init__(self, answer: Callable[[], Any], *, replayed: bool = False) -> None:
        self._answer = answer
        self.replayed = replayed

    def result(self) -> Any:
        return self._answer()


class CannedServices:
    """Answers each method with what the test put there, and remembers every request."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.asked: list[Request] = []
        self.replay = False

    def submit(self, request: Request) -> Settled:
        self.asked.append(request)
        found = self.answers.get(request.method, {})
        if isinstance(found, ServiceError):
            return Settled(lambda: _raise(found))
        return Settled(lambda: found(dict(request.command)) if callable(found) else found, replayed=self.replay)

    def is_connected(self) -> bool:
        return True

    @property
    def last(self) -> Request:
        return self.asked[-1]

    def principal(self) -> Principal:
        return Principal.from_header(self.last.headers["prm-principal"])


def _raise(error: ServiceError) -> Any:
    raise error
