"""One operation of the API: its name, its address, whom it asks. Routes,
OpenAPI and the policy check derive from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from marshmallow import Schema
from sqlalchemy.orm import Session

from gateway.api.call import LocalCall

if TYPE_CHECKING:
    from gateway.runtime import Runtime

Document = Mapping[str, Any]

WRITES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
FILE_FACTS: Final = ("size", "sha256", "media_type", "filename")
_CAMEL: Final = re.compile(r"_([a-z0-9])")
_PARAMETER: Final = re.compile(r"{(\w+)}")


@dataclass(frozen=True, kw_only=True)
class Operation:
    """`rpc` names a service's method; `local` answers in the gateway itself. One of them is set.

    `before` guards, or does what must be done elsewhere first; `after` notes here what a service has done;
    `compose` adds to an answer what only the edge knows; `secret` is the field shown once and never stored;
    `links` says which sealed link of the path stands for which field of the command.
    """

    name: str
    method: str
    path: str
    tag: str
    rpc: str | None = None
    local: Callable[[LocalCall], Any] | None = None
    loads: Schema | None = None
    dumps: Schema | None = None
    before: Callable[[LocalCall], None] | None = None
    after: Callable[[Session, Mapping[str, Any]], None] | None = None
    compose: Callable[[Runtime, dict[str, Any]], dict[str, Any]] | None = None
    composed: Document = field(default_factory=dict)  # the schemas of what compose adds
    success: int = 200
    location: str | None = None
    secret: str | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"  # of a handler that answers with a Flask response of its own form
    takes_file: bool = False  # the body is a file, streamed past the command
    sends_file: bool = False  # the owner names a file, and the file is the answer
    summary: str = ""
    takes: Document = field(default_factory=dict)
    gives: Document | None = None
    errors: tuple[str, ...] = ()

    @property
    def operation_id(self) -> str:
        return _CAMEL.sub(lambda match: match.group(1).upper(), self.name)

    @property
    def writes(self) -> bool:
        return self.method in WRITES

    @property
    def path_parameters(self) -> tuple[str, ...]:
        return tuple(_PARAMETER.findall(self.path))

    @property
    def properties(self) -> Document:
        properties: Document = self.takes.get("properties", {})
        return properties

    @property
    def takes_version(self) -> bool:
        """Whether If-Match says which state the caller saw."""
        return "version" in self.properties

    @property
    def upload_fields(self) -> tuple[str, ...]:
        """The fields of a service's command that name a file which was handed in before."""
        return tuple(name for name in self.properties if name.endswith("upload_id")) if self.rpc else ()

    @property
    def added(self) -> frozenset[str]:
        """What the gateway itself adds to the command: what it knows of those files."""
        prefixes = [field.removesuffix("upload_id") for field in self.upload_fields]
        return frozenset(f"{prefix}{fact}" for prefix in prefixes for fact in FILE_FACTS)

    @property
    def arguments(self) -> Document:
        """What the caller gives by query or body: all but the path's, the version, and what the gateway adds."""
        elsewhere = {*self.path_parameters, *self.links.values(), "version", *self.added}
        return {name: schema for name, schema in self.properties.items() if name not in elsewhere}

    @property
    def token_scope(self) -> str:
        """What an API token must hold to call this operation."""
        return f"{self.tag}:{'write' if self.writes else 'read'}"


def asks(service: str, tag: str, line: str, **more: Any) -> Operation:
    """`line` reads like the request: "POST /deal-registrations register_deal"."""
    method, path, name = line.split()
    return Operation(name=name, method=method, path=path, tag=tag, rpc=f"{service}.{name}", **more)
