"""What a handler inside the gateway is given: the same things a service's entrypoint gets,
and where the caller stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.context import Principal
from chassis.errors import ServiceError

if TYPE_CHECKING:
    from gateway.identity.accounts import Account
    from gateway.runtime import Runtime


@dataclass(frozen=True, kw_only=True)
class LocalCall:
    """`secret(prefix)` makes the secret of this command: the same one again when the same key asks again."""

    session: Session
    command: Mapping[str, Any]
    principal: Principal
    account: Account | None
    runtime: Runtime
    now: datetime
    address: str
    agent: str
    command_id: UUID
    secret: Callable[[str], str]
    beside: Any = None  # came with the command and is no part of its meaning

    @property
    def signed_in(self) -> Account:
        """The caller's account, for operations that need one."""
        if self.account is None:
            raise ServiceError("forbidden", "sign_in_required", "Sign in first.")
        return self.account
