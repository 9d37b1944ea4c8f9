"""RabbitMQ's management interface, as far as a deployment needs it.

Owns HTTP and the interface's JSON; refuses to decide what should exist (topology.py).
"""

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from urllib.parse import quote, urlsplit, urlunsplit

_TIMEOUT = 10


class BoundQueue(Protocol):
    """An exchange, a queue and the key between them."""

    @property
    def exchange(self) -> str: ...
    @property
    def queue(self) -> str: ...
    @property
    def key(self) -> str: ...


class BrokerUser(Protocol):
    """A name and three patterns, and topics as (exchange, write, read)."""

    @property
    def name(self) -> str: ...
    @property
    def configure(self) -> str: ...
    @property
    def write(self) -> str: ...
    @property
    def read(self) -> str: ...
    @property
    def topics(self) -> tuple[tuple[str, str, str], ...]: ...


class Management:
    """One vhost behind http://user:password@host:port."""

    def __init__(self, url: str, vhost: str) -> None:
        parts = urlsplit(url)
        self._base = urlunsplit(
            (parts.scheme, parts.netloc.rpartition("@")[2], parts.path.rstrip("/") + "/api", "", "")
        )
        pair = f"{parts.username}:{parts.password}".encode()
        self._headers = {
            "Authorization": f"Basic {base64.b64encode(pair).decode()}",
            "Content-Type": "application/json",
        }
        self._vhost = vhost

    @property
    def _quoted(self) -> str:
        return quote(self._vhost, safe="")

    def make_vhost(self) -> None:
        self._send("PUT", f"/vhosts/{self._quoted}", {})

    def remove_vhost(self) -> None:
        """With everything in it."""
        self._send("DELETE", f"/vhosts/{self._quoted}", None)

    def remove_users(self, names: Iterable[str]) -> None:
        self._send("POST", "/users/bulk-delete", {"users": list(names)})

    def make_users(self, passwords: Mapping[Any, str]) -> None:
        """Users and what they may do, in one request; patterns that changed are replaced."""
        users: list[BrokerUser] = list(passwords)
        body = {
            "users": [{"name": user.name, "password": passwords[user], "tags": []} for user in users],
            "permissions": [self._permissions(user) for user in users],
            "topic_permissions": [
                {"user": user.name, "vhost": self._vhost, "exchange": exchange, "write": write, "read": read}
                for user in users
                for exchange, write, read in user.topics
            ],
        }
        self._send("POST", "/definitions", body)

    def make_objects(
        self, exchanges: Iterable[str], queues: Mapping[str, Mapping[str, Any]], bindings: Iterable[BoundQueue]
    ) -> None:
        """Durable topic exchanges, durable queues and bindings, in one request; what exists stays as it is."""
        durable = {"durable": True, "auto_delete": False}
        exchange_rows = [
            {"name": name, "type": "topic", "internal": False, "arguments": {}, **durable} for name in exchanges
        ]
        queue_rows = [{"name": name, "arguments": dict(found), **durable} for name, found in queues.items()]
        binding_rows = [
            {
                "source": binding.exchange,
                "destination": binding.queue,
                "destination_type": "queue",
                "routing_key": binding.key,
                "arguments": {},
            }
            for binding in bindings
        ]
        body = {"exchanges": exchange_rows, "queues": queue_rows, "bindings": binding_rows}
        self._send("POST", f"/definitions/{self._quoted}", body)

    def exchanges(self) -> set[str]:
        return {row["name"] for row in self._get(f"/exchanges/{self._quoted}?columns=name")}

    def queues(self) -> dict[str, dict[str, Any]]:
        rows = self._get(f"/queues/{self._quoted}?columns=name,arguments")
        return {row["name"]: row["arguments"] for row in rows}

    def queue_depths(self) -> dict[str, int]:
        rows = self._get(f"/queues/{self._quoted}?columns=name,messages")
        return {row["name"]: row.get("messages", 0) for row in rows}

    def bindings(self) -> list[tuple[str, str, str]]:
        """(exchange, queue, key) of every binding that somebody made."""
        rows = self._get(f"/bindings/{self._quoted}?columns=source,destination,destination_type,routing_key")
        return [
            (row["source"], row["destination"], row["routing_key"])
            for row in rows
            if row["source"] and row["destination_type"] == "queue"
        ]

    def close_connections(self, user: str) -> int:
        """Cut every connection of a user, so that changed permissions count at once; how many there were."""
        names = [row["name"] for row in self._get("/connections?columns=name,user") if row.get("user") == user]
        for name in names:
            self._send("DELETE", f"/connections/{quote(name, safe='')}", None)
        return len(names)

    def unbind(self, binding: BoundQueue) -> None:
        place = f"/bindings/{self._quoted}/e/{quote(binding.exchange, safe='')}/q/{quote(binding.queue, safe='')}"
        self._send("DELETE", f"{place}/{quote(binding.key, safe='')}", None)

    def _permissions(self, user: BrokerUser) -> dict[str, str]:
        return {
            "user": user.name,
            "vhost": self._vhost,
            "configure": user.configure,
            "write": user.write,
            "read": user.read,
        }

    def _get(self, path: str) -> Any:
        return json.loads(self._send("GET", path, None))

    def _send(self, method: str, path: str, body: Any) -> bytes:
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(  # noqa: S310 - the operator's own address.
            self._base + path, data=data, method=method, headers=self._headers
        )
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:  # noqa: S310
                answer: bytes = response.read()
                return answer
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")[:500]
            raise OSError(f"{method} {path} was answered {error.code}: {text}") from error
