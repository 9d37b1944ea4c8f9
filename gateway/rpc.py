"""Asking services: one client per process, many threads, a future per call, a deadline on every future.

It knows how a call travels, not what it means. Every failure of the way is `unavailable`, within the deadline.
"""

from __future__ import annotations

import json
import os
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import Future, InvalidStateError
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from typing import Any, Final

import pika

from chassis import wire
from chassis.errors import ServiceError
from gateway import measurements
from gateway.breaker import Breaker
from gateway.link import Link, Listener

WAIT_FOR_THE_LINK_SECONDS: Final = 1.0
LARGEST_HEADERS: Final = 4096


@dataclass(frozen=True)
class Request:
    service: str
    method: str
    command: Mapping[str, Any]
    headers: Mapping[str, str]
    patience: float | None = None  # seconds, where whoever asks waits less than the client's deadline


class Reply:
    """A call on its way; `result()` waits for it, no longer than its deadline, and then `replayed` is known."""

    replayed = False

    def __init__(self, future: Future[bytes], service: str, ends_at: float, breaker: Breaker) -> None:
        self._future = future
        self._service = service
        self._ends_at = ends_at
        self._breaker = breaker

    def result(self) -> Any:
        try:
            body = self._future.result(max(0.0, self._ends_at - time.monotonic()))
        except FutureTimeout as late:
            self._future.cancel()
            self._breaker.stayed_silent()
            raise unavailable("service_silent", self._service) from late
        self._breaker.answered()
        reply = json.loads(body)
        if error := reply.get("error"):
            raise ServiceError.from_wire(error)
        self.replayed = reply.get("replayed", False)
        return reply.get("result")


def unavailable(code: str, service: str) -> ServiceError:
    return ServiceError("unavailable", code, "", {"service": service})


class RpcClient:
    def __init__(self, url: str, *, deadline: float, in_flight: int) -> None:
        self._url = url
        self._deadline = deadline
        self._in_flight = threading.BoundedSemaphore(in_flight)
        self._breakers: dict[str, Breaker] = {}
        self._pending: dict[str, Future[bytes]] = {}
        self._starting = threading.Lock()
        self._link: Link | None = None
        self._process = 0

    def call(self, request: Request) -> Any:
        return self.submit(request).result()

    def submit(self, request: Request) -> Reply:
        breaker = self._breaker_of(request.service)
        if not breaker.lets_through():
            raise unavailable("service_silent", request.service)
        link = self._usable_link(request.service)
        if not self._in_flight.acquire(blocking=False):
            raise unavailable("too_many_calls", request.service)
        correlation_id, future = uuid.uuid4().hex, Future[bytes]()
        self._pending[correlation_id] = future
        future.add_done_callback(lambda _: self._settled(correlation_id))
        future.add_done_callback(_stopwatch(request.service))
        seconds = min(self._deadline, request.patience or self._deadline)
        properties = self._properties(request, correlation_id, link, seconds)
        link.publish(f"{request.service}.{request.method}", _body(request), properties)
        if not link.ready.is_set():  # lost between the look and the send: nobody would settle it
            self._fail(correlation_id, "broker_unavailable")
        return Reply(future, request.service, time.monotonic() + seconds, breaker)

    def is_connected(self) -> bool:
        link = self._living_link()
        return link.ready.wait(WAIT_FOR_THE_LINK_SECONDS) and not link.blocked

    def close(self) -> None:
        if self._link is not None and self._process == os.getpid():
            self._link.stop()

    def _breaker_of(self, service: str) -> Breaker:
        if (known := self._breakers.get(service)) is not None:
            return known
        return self._breakers.setdefault(service, Breaker(tell=measurements.BREAKER_OPEN.labels(service).set))

    def _usable_link(self, service: str) -> Link:
        link = self._living_link()
        if not link.ready.wait(WAIT_FOR_THE_LINK_SECONDS) or link.blocked:
            raise unavailable("broker_unavailable", service)
        return link

    def _living_link(self) -> Link:
        """Made at the first call of this process: a connection does not survive a fork."""
        with self._starting:
            if self._link is None or self._process != os.getpid():
                self._process = os.getpid()
                self._pending = {}
                self._link = Link(self._url, Listener(self._replied, self._returned, self._lost))
                self._link.start()
            return self._link

    def _properties(self, request: Request, correlation_id: str, link: Link, seconds: float) -> pika.BasicProperties:
        milliseconds = int(seconds * 1000)
        headers = {**request.headers, "prm-deadline": str(int(time.time() * 1000) + milliseconds)}
        if sum(len(key) + len(value) for key, value in headers.items()) > LARGEST_HEADERS:
            raise ServiceError("invalid", "header_invalid")
        return pika.BasicProperties(
            content_type="application/json",
            content_encoding="utf-8",
            delivery_mode=1,
            reply_to=link.reply_to,
            correlation_id=correlation_id,
            expiration=str(milliseconds),
            headers=headers,
        )

    def _settled(self, correlation_id: str) -> None:
        self._pending.pop(correlation_id, None)
        self._in_flight.release()

    def _replied(self, correlation_id: str, body: bytes) -> None:
        if (future := self._pending.get(correlation_id)) is not None:
            _settle(future, body)

    def _returned(self, correlation_id: str) -> None:
        self._fail(correlation_id, "service_unavailable")

    def _lost(self) -> None:
        for correlation_id in list(self._pending):
            self._fail(correlation_id, "broker_unavailable")

    def _fail(self, correlation_id: str, code: str) -> None:
        if (future := self._pending.get(correlation_id)) is not None:
            _settle(future, ServiceError("unavailable", code))


def _stopwatch(service: str) -> Callable[[object], None]:
    began = time.monotonic()
    return lambda _: measurements.RPC_SECONDS.labels(service).observe(time.monotonic() - began)


def _settle(future: Future[bytes], outcome: bytes | Exception) -> None:
    """A caller who has stopped waiting has cancelled it; then there is nobody to tell."""
    try:
        if isinstance(outcome, bytes):
            future.set_result(outcome)
        else:
            future.set_exception(outcome)
    except InvalidStateError:
        return


def _body(request: Request) -> bytes:
    return wire.dumps({"args": [], "kwargs": {"command": request.command}}).encode()
