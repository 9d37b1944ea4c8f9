"""nameko's RPC entrypoint made safe: nothing a message holds, and no lost reply, can end the process.

Owns the way from the queue to a worker and back; refuses to know methods or schemas (rpc.py does).
"""

import time
from collections.abc import Iterable
from functools import partial
from typing import Any

import structlog
from amqp.exceptions import RecoverableConnectionError
from kombu.entity import Queue
from kombu.message import Message
from nameko.messaging import QueueConsumer
from nameko.rpc import Rpc, RpcConsumer

from chassis import telemetry
from chassis.amqp_link import ERRORS, ConfirmedChannel, connect
from chassis.broker_names import rpc_queue
from chassis.errors import ServiceError
from chassis.ladder import Ladder
from chassis.replies import Replies
from chassis.rpc_message import MalformedError, error_body, read_request
from chassis.rpc_request import Request

log = structlog.get_logger()
_REFUSED_REST = 1.0


class RpcQueueConsumer(QueueConsumer):  # type: ignore[misc]
    """nameko's consumer loop without its greenthread a message, its decoding, and its declarations."""

    @property
    def prefetch_count(self) -> int:
        return max(2, int(self.container.max_workers))

    def get_consumers(self, consumer_cls: Any, _channel: Any) -> Iterable[Any]:
        for provider in self._providers:
            consumer = consumer_cls(queues=[provider.queue], on_message=provider.receive, auto_declare=False)
            consumer.qos(prefetch_count=self.prefetch_count)
            self._consumers[provider] = consumer
        return list(self._consumers.values())

    def on_decode_error(self, message: Message, exc: Exception) -> None:
        """kombu would log and acknowledge, which loses the message; here it takes the road of every malformed one."""
        for provider in self._providers:
            provider.refuse(message, MalformedError(f"{type(exc).__name__}: {exc}"))

    @property
    def consuming(self) -> bool:
        """Whether requests can arrive: a consumer lives no longer than the connection it was made on."""
        links = [consumer.channel.connection for consumer in self._consumers.values()]
        return bool(links) and all(link is not None and link.connected for link in links)

    def on_iteration(self) -> None:
        """Stay until the last worker has acknowledged, or its request would be carried out again elsewhere.

        A worker may be the first to notice that the connection is lost. kombu would then put a new one under this loop,
        without our consumers: raising begins anew with both.
        """
        if self._consumers and not self.consuming:
            raise RecoverableConnectionError("the connection of the consumers is gone")
        self._cancel_consumers_if_requested()
        if not self._consumers and not self.container._worker_pool.running():
            self.should_stop = True


class SafeRpcConsumer(RpcConsumer):  # type: ignore[misc]
    """One queue for all methods: validates, hands to a worker, answers, acknowledges."""

    queue_consumer = RpcQueueConsumer()
    queue: Queue | None
    replies: Replies

    def setup(self) -> None:
        if self.queue is None:
            name = self.container.service_name
            url = self.container.config["AMQP_URI"]
            self.queue = Queue(rpc_queue(name), no_declare=True)
            self.replies = Replies(url, name)
            self.queue_consumer.register_provider(self)
            self._registered = True

    def receive(self, message: Message) -> None:
        """Runs in the consumer's loop, so it must neither raise nor wait for anything but a free worker."""
        try:
            request = read_request(message)
        except MalformedError as error:
            self.refuse(message, error)
            return
        key = message.delivery_info["routing_key"]
        provider = next((p for p in self._providers if key.endswith(f".{p.method_name}")), None)
        if provider is None:
            self.answer(message, error_body(ServiceError("not_found", "method_not_found", f"{key} is no method")))
        else:
            provider.carry_out(request, message)

    def answer(self, message: Message, body: str) -> None:
        self.replies.send(message.properties["reply_to"], message.properties.get("correlation_id"), body)
        self._settle(message.ack)

    def refuse(self, message: Message, error: MalformedError) -> None:
        self.container.spawn_managed_thread(partial(self._bury, message, error))

    def _bury(self, message: Message, error: MalformedError) -> None:
        """To the dead letter with the reason; if even that fails, back to the queue after a rest."""
        queue = rpc_queue(self.container.service_name)
        telemetry.RPC_REFUSED.labels("malformed").inc()
        try:
            with connect(self.container.config["AMQP_URI"], f"letters {queue}", heartbeat=0) as connection:
                Ladder(queue, ConfirmedChannel(connection)).bury(message, "malformed", error, 0)
        except ERRORS as failure:
            log.warning("dead letter not sent", error=str(failure))
            time.sleep(_REFUSED_REST)
            self._settle(message.requeue)
        else:
            self._settle(message.ack)

    @staticmethod
    def _settle(act: Any) -> None:
        try:
            act()
        except ERRORS as error:
            log.warning("the connection went before the acknowledgement", error=str(error))


class SafeRpc(Rpc):  # type: ignore[misc]
    """One method's entrypoint; the worker's function returns the reply's body and never raises."""

    rpc_consumer = SafeRpcConsumer()

    def carry_out(self, request: Request, message: Message) -> None:
        self.container.spawn_worker(self, (request,), {}, handle_result=partial(self.handle_result, message))

    def handle_result(self, message: Message, _worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        body = result if exc_info is None else error_body(ServiceError("internal", "internal"))
        self.rpc_consumer.answer(message, body)
        return None, None
