"""Who may do what on the broker: one user a process kind, nothing beyond its trade.

Owns permissions and topic permissions as patterns; refuses passwords (the deployment's) and queues (topology.py).
"""

import re
from dataclasses import dataclass

from chassis.broker_names import DEAD_EXCHANGE, REPLY_PATTERN, RETRY_EXCHANGE, RPC_EXCHANGE, events_exchange

_NOTHING = "^$"


@dataclass(frozen=True, kw_only=True)
class User:
    """What one process may do; patterns are anchored regular expressions, topics are (exchange, write, read)."""

    name: str
    configure: str = _NOTHING
    write: str = _NOTHING
    read: str = _NOTHING
    topics: tuple[tuple[str, str, str], ...] = ()


def users_of(services: tuple[str, ...]) -> tuple[User, ...]:
    """Two users a service (itself and its relay), the gateway and outbound."""
    own = [user for name in services for user in (_service(name), _relay(name))]
    return (*own, _gateway(services), _outbound(services))


def _any(*names: str) -> str:
    return f"^({'|'.join(names)})$"


def _service(name: str) -> User:
    own = rf"q\.{name}\.[a-z_]+"
    letters = rf"^({own}|rpc-{name})$"
    return User(
        name=name,
        write=_any(*map(re.escape, (RPC_EXCHANGE, RETRY_EXCHANGE, DEAD_EXCHANGE))),
        read=_any(own, rf"rpc-{name}"),
        topics=(
            (RPC_EXCHANGE, f"^{REPLY_PATTERN}$", _NOTHING),
            (RETRY_EXCHANGE, rf"^retry\.{own}\.[0-9a-z]+$", _NOTHING),
            (DEAD_EXCHANGE, letters, _NOTHING),
        ),
    )


def _relay(name: str) -> User:
    exchange = events_exchange(name)
    return User(
        name=f"relay-{name}",
        write=_any(re.escape(exchange)),
        topics=((exchange, r"^[a-z_]+(\.[a-z_]+)+\.v[0-9]+$", _NOTHING),),
    )


def _gateway(services: tuple[str, ...]) -> User:
    exchange = re.escape(RPC_EXCHANGE)
    return User(
        name="gateway",
        configure=_any(REPLY_PATTERN),
        write=_any(exchange, REPLY_PATTERN),
        read=_any(exchange, REPLY_PATTERN),
        topics=((RPC_EXCHANGE, _calls(services, "[a-z_]+"), f"^{REPLY_PATTERN}$"),),
    )


def _outbound(services: tuple[str, ...]) -> User:
    """Reads what leaves, writes to queues alone, and may call of the services' methods only those that get."""
    own, subscription, exchange = r"q\.outbound\.[a-z_]+", r"sub\.[0-9a-f-]+", re.escape(RPC_EXCHANGE)
    return User(
        name="outbound",
        configure=_any(subscription, REPLY_PATTERN),
        write=_any(re.escape(DEAD_EXCHANGE), r"amq\.default", exchange, subscription, REPLY_PATTERN),
        read=_any(own, subscription, exchange, REPLY_PATTERN),
        topics=(
            (DEAD_EXCHANGE, rf"^{own}$", _NOTHING),
            (RPC_EXCHANGE, _calls(services, "get_[a-z_]+"), f"^{REPLY_PATTERN}$"),
        ),
    )


def _calls(services: tuple[str, ...], methods: str) -> str:
    return rf"^({'|'.join(services)})\.{methods}$"
