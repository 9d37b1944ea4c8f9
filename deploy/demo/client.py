"""A small client of the public API for demo data: kept connections, JSON in and out, problems as exceptions."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

PATIENCE_S = 60.0


class Refused(Exception):  # noqa: N818  (a refusal is an answer, not an error of ours)
    """The API said no; `problem` is its problem document."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        told = problem.get("errors") or problem.get("detail") or problem.get("title", "")
        super().__init__(f"{status} {problem.get('code', '')}: {told}")
        self.status = status
        self.code = problem.get("code", "")
        self.problem = problem


class Api:
    """The suite as one account sees it."""

    def __init__(self, address: str, token: str | None = None) -> None:
        self.address = address
        self._server = urlsplit(address)
        self._token = token
        self._kept = threading.local()

    def as_(self, token: str | None) -> "Api":
        """The same suite over the same connections, seen by another account; by a stranger, when there is no token."""
        other = Api(self.address, token)
        other._kept = self._kept
        return other

    def close(self) -> None:
        """This thread's connection; the others end with their threads."""
        if connection := getattr(self._kept, "connection", None):
            connection.close()
            self._kept.connection = None

    def get(self, path: str) -> Any:
        return self._call("GET", path, None, {})

    def post(self, path: str, body: object, *, key: str | None = None) -> Any:
        """`key` is the Idempotency-Key: the same key makes the same thing once, however often it is sent."""
        return self._call("POST", path, body, {"Idempotency-Key": key} if key else {})

    def upload(self, path: str, content: bytes, name: str, *, key: str) -> Any:
        """A file as the whole body; `name` is percent-encoded, as a header wants it."""
        headers = {"Content-Type": "application/octet-stream", "Prm-Filename": name, "Idempotency-Key": key}
        return self._call("POST", path, content, headers)

    def put(self, path: str, body: object) -> Any:
        return self._call("PUT", path, body, {})

    def patch(self, path: str, body: object, *, version: int) -> Any:
        """A change of what was read at that version."""
        return self._call("PATCH", path, body, {"If-Match": f'"{version}"'})

    def _call(self, method: str, path: str, body: object, headers: dict[str, str]) -> Any:
        limit = time.monotonic() + PATIENCE_S
        while True:
            try:
                status, answer, wait_s = self._send(method, path, body, headers)
            except (OSError, http.client.HTTPException):
                self.close()
                status, answer, wait_s = 503, {"code": "no_answer"}, 0.5
            if status not in {429, 503} or time.monotonic() + wait_s > limit:
                break
            time.sleep(wait_s)
        if status >= 400:
            raise Refused(status, answer if isinstance(answer, dict) else {"detail": str(answer)[:300]})
        return answer

    def _send(self, method: str, path: str, body: object, headers: dict[str, str]) -> tuple[int, Any, float]:
        connection = self._connection()
        authorization = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        data = body if body is None or isinstance(body, bytes) else json.dumps(body)
        connection.request(method, path, data, {"Content-Type": "application/json", **authorization, **headers})
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, _json(text), _seconds(answer.headers.get("Retry-After"))

    def _connection(self) -> http.client.HTTPConnection:
        """One a thread, whoever speaks: it is the request that says who."""
        connection: http.client.HTTPConnection | None = getattr(self._kept, "connection", None)
        if connection is None:
            kind = http.client.HTTPSConnection if self._server.scheme == "https" else http.client.HTTPConnection
            connection = self._kept.connection = kind(self._server.netloc, timeout=30)
        return connection


def wait_for(look: Callable[[], Any], what: str) -> Any:
    """What a search finds once it is there: events and mail take a moment."""
    limit = time.monotonic() + PATIENCE_S
    while time.monotonic() < limit:
        if found := look():
            return found
        time.sleep(0.2)
    raise TimeoutError(f"{what} did not come within {PATIENCE_S:.0f} s")


def _json(text: bytes) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text.decode("utf-8", "replace")


def _seconds(text: str | None) -> float:
    return min(float(text), 5.0) if text and text.isdigit() else 1.0
