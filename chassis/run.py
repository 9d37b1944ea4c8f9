"""Runs one service: python -m chassis.run services.bakery.

Owns the process: patching first, checks before work, health, and an end that takes 25 seconds at most.
"""

import eventlet

eventlet.monkey_patch()

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import structlog
from nameko.runners import ServiceRunner

from chassis import amqp_link, logs, telemetry
from chassis.broker_names import event_queue, rpc_queue
from chassis.consumer import Consumer, event_handlers
from chassis.contracts import Contracts
from chassis.database import Sessions, engine
from chassis.errors import ServiceError
from chassis.lane import Lane
from chassis.rpc import RpcMethod, execute, rpc_methods
from chassis.rpc_message import error_body, reply_body
from chassis.rpc_request import Request
from chassis.safe_rpc import RpcQueueConsumer, SafeRpc
from chassis.service_class import contracts_folder, load_service, name_of
from chassis.settings import Settings

log = structlog.get_logger()
_BROKER_REST = 1.0


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        raise SystemExit(__doc__)
    settings = Settings.from_environment()
    service_class = load_service(arguments[0])
    logs.configure(name_of(service_class))
    amqp_link.refuse_compression()
    ServiceProcess(service_class, settings).run()


class ServiceProcess:
    """A service class, its database and its queues, from start to drained end."""

    def __init__(self, service_class: type, settings: Settings) -> None:
        self._settings = settings
        self._class = service_class
        self._name = name_of(service_class)
        self._sources = sorted({source for source, _ in event_handlers(service_class)})
        pool = engine(settings.database_url, settings.workers + len(self._sources) + 1, self._name)
        self._sessions = Sessions(self._name, pool, Contracts(contracts_folder(service_class)))
        self._lanes = [
            Lane(Consumer(service_class, source, self._sessions), settings.amqp_url, settings.heartbeat)
            for source in self._sources
        ]
        self._runner = ServiceRunner(self._nameko_config())
        self._runner.add_service(nameko_service(service_class, self._sessions))
        self._serving = False
        self._stopping = False

    def run(self) -> None:
        health = telemetry.Health()
        health.add("serving", lambda: self._serving and not self._stopping)
        health.add(rpc_queue(self._name), self._takes_requests)
        health.add("database", self._database_answers)
        for lane in self._lanes:
            health.add(lane.queue, lambda lane=lane: lane.consuming)  # type: ignore[misc]
        telemetry.serve(self._settings.telemetry_port, health)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        self._require_queues()
        self._runner.start()
        for lane in self._lanes:
            lane.start()
        self._serving = True
        log.info("serving", queues=[rpc_queue(self._name), *(lane.queue for lane in self._lanes)])
        self._runner.wait()
        self._sessions.engine.dispose()
        log.info("drained")

    def _on_signal(self, *_: Any) -> None:
        """Runs in the hub, so it only spawns."""
        if not self._stopping:
            self._stopping = True
            eventlet.spawn_after(self._settings.drain_seconds, os._exit, 1)
            eventlet.spawn(self._drain)

    def _drain(self) -> None:
        for lane in self._lanes:
            lane.stop()
        if not self._serving:
            os._exit(0)
        for lane in self._lanes:
            lane.join()
        self._runner.stop()

    def _require_queues(self) -> None:
        """Wait for a broker; refuse to start on one that lacks our queues."""
        queues = [rpc_queue(self._name), *(event_queue(self._name, source) for source in self._sources)]
        while True:
            try:
                missing = amqp_link.missing_queues(self._settings.amqp_url, queues)
                break
            except amqp_link.ERRORS as error:
                log.warning("waiting for the broker", error=str(error))
                eventlet.sleep(_BROKER_REST)
        if missing:
            raise SystemExit(f"the broker lacks {', '.join(missing)}: apply the topology first (chassis.topology)")

    def _takes_requests(self) -> bool:
        (container,) = self._runner.containers
        consumers = [part for part in container.subextensions if isinstance(part, RpcQueueConsumer)]
        return all(consumer.consuming for consumer in consumers)

    def _database_answers(self) -> bool:
        with self._sessions.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
        return True

    def _nameko_config(self) -> dict[str, Any]:
        return {
            "AMQP_URI": self._settings.amqp_url,
            "HEARTBEAT": self._settings.heartbeat,
            "max_workers": self._settings.workers,
            "serializer": "json",
            "ACCEPT": ["json"],
        }


def nameko_service(service_class: type, sessions: Sessions) -> type:
    """The class nameko runs: one entrypoint a marked method, each going through the pipeline to the real class."""
    service = service_class()
    methods = {name: _entrypoint(method, service, sessions) for name, method in rpc_methods(service_class).items()}
    return type(service_class.__name__, (), {"name": sessions.service, **methods})


def _entrypoint(method: RpcMethod, service: object, sessions: Sessions) -> Callable[[Any, Request], str]:
    def carry_out(_: Any, request: Request) -> str:
        ids = {"correlation_id": request.correlation_id, "trace_id": logs.trace_id(request.traceparent)}
        with logs.following(method=method.name, **ids):
            try:
                return reply_body(execute(method, service, request, sessions))
            except ServiceError as error:
                return error_body(error)

    carry_out.__name__ = method.name
    marked: Callable[[Any, Request], str] = SafeRpc.decorator(carry_out)
    return marked


if __name__ == "__main__":
    main(sys.argv[1:])
