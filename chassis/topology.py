"""The broker as the contracts want it: python -m chassis.topology show|differences|declare (AMQP_MANAGEMENT_URL).

Owns exchanges, queues and bindings, all computed from services/*/contracts; refuses to
know what travels there.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chassis.broker_names import (
    DEAD_EXCHANGE,
    LADDER,
    RETRY_EXCHANGE,
    RPC_EXCHANGE,
    VHOST,
    dead_queue,
    event_queue,
    events_exchange,
    retry_queue,
    rpc_queue,
)
from chassis.least_privilege import users_of
from chassis.management import Management

SERVICES = Path(__file__).parents[1] / "services"
# A killed consumer counts against every message it had prefetched, so the limit leaves room for innocent neighbours.
DELIVERY_LIMIT = 20
_QUORUM = {"x-queue-type": "quorum", "x-overflow": "reject-publish"}
_RPC_ARGUMENTS = {"x-message-ttl": 30_000, "x-max-length": 10_000, "x-overflow": "reject-publish"}


@dataclass(frozen=True)
class Binding:
    """A routing key by which an exchange feeds a queue."""

    exchange: str
    queue: str
    key: str


@dataclass(frozen=True)
class Topology:
    """Everything that must exist, computed from who publishes and who reads what."""

    subscriptions: Mapping[str, Mapping[str, tuple[str, ...]]]
    vhost: str = VHOST
    exchanges: tuple[str, ...] = field(init=False)
    queues: dict[str, dict[str, Any]] = field(init=False)
    bindings: tuple[Binding, ...] = field(init=False)

    def __post_init__(self) -> None:
        exchanges = (RPC_EXCHANGE, RETRY_EXCHANGE, DEAD_EXCHANGE, *map(events_exchange, self.services))
        object.__setattr__(self, "exchanges", exchanges)
        object.__setattr__(self, "queues", dict(self._queues()))
        object.__setattr__(self, "bindings", tuple(self._bindings()))

    @classmethod
    def of(cls, folder: Path = SERVICES, vhost: str = VHOST) -> "Topology":
        """Read every service's contracts/subscriptions.json."""
        found = {}
        for contracts in sorted(folder.glob("*/contracts")):
            path = contracts / "subscriptions.json"
            document = json.loads(path.read_text("utf-8")) if path.is_file() else {}
            found[contracts.parent.name] = {source: tuple(types) for source, types in document.items()}
        return cls(found, vhost)

    @property
    def services(self) -> tuple[str, ...]:
        return tuple(self.subscriptions)

    @property
    def event_queues(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Queue to (source, types): one for each source a service reads, and one of everything for outbound."""
        read = {
            event_queue(consumer, source): (source, types)
            for consumer, sources in self.subscriptions.items()
            for source, types in sources.items()
        }
        return read | {event_queue("outbound", source): (source, ("#",)) for source in self.services}

    def _queues(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for service in self.services:
            yield rpc_queue(service), _RPC_ARGUMENTS
            yield dead_queue(rpc_queue(service)), _QUORUM
        for queue in self.event_queues:
            yield queue, _event_arguments(queue)
            yield dead_queue(queue), _QUORUM
            for step, milliseconds in LADDER:
                yield retry_queue(queue, step), _retry_arguments(queue, milliseconds)

    def _bindings(self) -> Iterator[Binding]:
        for service in self.services:
            yield Binding(RPC_EXCHANGE, rpc_queue(service), f"{service}.*")
            yield Binding(DEAD_EXCHANGE, dead_queue(rpc_queue(service)), rpc_queue(service))
        for queue, (source, types) in self.event_queues.items():
            yield from (Binding(events_exchange(source), queue, event_type) for event_type in types)
            yield Binding(DEAD_EXCHANGE, dead_queue(queue), queue)
            for step, _ in LADDER:
                yield Binding(RETRY_EXCHANGE, retry_queue(queue, step), retry_queue(queue, step))


def _event_arguments(queue: str) -> dict[str, Any]:
    return {
        **_QUORUM,
        "x-single-active-consumer": True,
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": DEAD_EXCHANGE,
        "x-dead-letter-routing-key": queue,
        "x-dead-letter-strategy": "at-least-once",
    }


def _retry_arguments(queue: str, milliseconds: int) -> dict[str, Any]:
    return {
        **_QUORUM,
        "x-message-ttl": milliseconds,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": queue,
        "x-dead-letter-strategy": "at-least-once",
    }


def apply(management_url: str, passwords: Mapping[str, str], services: Path = SERVICES, vhost: str = VHOST) -> None:
    """Make the vhost, its topology and its users; raises SystemExit when something that exists cannot be as wanted."""
    topology = Topology.of(services, vhost)
    management = Management(management_url, vhost)
    management.make_vhost()
    management.make_users({user: passwords[user.name] for user in users_of(topology.services)})
    _declare(management, topology)


def declare(management_url: str, services: Path = SERVICES, vhost: str = VHOST) -> None:
    """Make exchanges, queues and bindings again, and drop bindings that no contract asks for."""
    _declare(Management(management_url, vhost), Topology.of(services, vhost))


def differences(management_url: str, services: Path = SERVICES, vhost: str = VHOST) -> list[str]:
    """What is missing, different or too much, one sentence each; empty when the broker is as the contracts want it."""
    return _differences(Management(management_url, vhost), Topology.of(services, vhost))


def _declare(management: Management, topology: Topology) -> None:
    management.make_objects(topology.exchanges, topology.queues, topology.bindings)
    for binding in _extra(management, topology):
        management.unbind(binding)
    if left := _differences(management, topology):
        raise SystemExit("the broker cannot be made as the contracts want it: " + "; ".join(left))


def _extra(management: Management, topology: Topology) -> list[Binding]:
    ours = set(topology.queues)
    present = {Binding(*found) for found in management.bindings()}
    return sorted((found for found in present - set(topology.bindings) if found.queue in ours), key=str)


def _differences(management: Management, topology: Topology) -> list[str]:
    exchanges, queues = management.exchanges(), management.queues()
    present = {Binding(*found) for found in management.bindings()}
    found = [f"exchange {name} is missing" for name in topology.exchanges if name not in exchanges]
    for name, arguments in topology.queues.items():
        if name not in queues:
            found.append(f"queue {name} is missing")
        elif queues[name] != arguments:
            found.append(f"queue {name} has other arguments")
    found += [f"queue {b.queue} lacks {b.exchange} {b.key}" for b in topology.bindings if b not in present]
    found += [f"queue {b.queue} must not have {b.exchange} {b.key}" for b in _extra(management, topology)]
    return found


def main(arguments: list[str]) -> None:
    topology = Topology.of()
    if arguments == ["show"]:
        rows = [f"{b.exchange} --{b.key}--> {b.queue}" for b in topology.bindings]
        rows += [
            f"{u.name}: configure {u.configure} write {u.write} read {u.read}" for u in users_of(topology.services)
        ]
        sys.stdout.write("\n".join(rows) + "\n")
        return
    url = os.environ.get("AMQP_MANAGEMENT_URL") or sys.exit("AMQP_MANAGEMENT_URL must be set")
    if arguments == ["declare"]:
        declare(url)
    elif arguments == ["differences"]:
        found = differences(url)
        sys.stdout.write("".join(f"{line}\n" for line in found))
        sys.exit(1 if found else 0)
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
