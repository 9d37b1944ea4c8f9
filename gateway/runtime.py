"""What one gateway process holds for all its requests: settings, database, the way to the services, operations,
policies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from flask import current_app
from sqlalchemy.orm import Session, sessionmaker

from chassis.blobs import Blobs
from gateway.settings import Settings

if TYPE_CHECKING:
    from typing import Any

    from gateway.api.limits import RequestLimits
    from gateway.api.operation import Operation
    from gateway.identity.policies import Policies
    from gateway.outbound.feed import Feed
    from gateway.rpc import Request

EXTENSION = "prm"


class Pending(Protocol):
    """An answer that may still be on its way. `replayed`: its command was carried out before, by the same key."""

    @property
    def replayed(self) -> bool: ...

    def result(self) -> Any: ...


class Services(Protocol):
    """The way to the services; tests put another in its place."""

    def submit(self, request: Request) -> Pending: ...

    def is_connected(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Runtime:
    settings: Settings
    sessions: sessionmaker[Session]
    statements: sessionmaker[Session]  # each statement commits by itself: no BEGIN and COMMIT to wait for
    services: Services
    operations: Mapping[str, Operation]
    policies: Policies
    limits: RequestLimits
    feed: Feed
    blobs: Blobs


def runtime() -> Runtime:
    return cast(Runtime, current_app.extensions[EXTENSION])
