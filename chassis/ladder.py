"""Where a failed message of one queue goes: to rest on a step of the ladder, or to the dead letter queue.

Owns the confirmed hand-over with its account of the failure; refuses to acknowledge the original (the caller does).
"""

from typing import Any

import structlog
from kombu.message import Message

from chassis import failures, telemetry
from chassis.amqp_link import ConfirmedChannel
from chassis.broker_names import DEAD_EXCHANGE, LADDER, RETRY_EXCHANGE, retry_queue

log = structlog.get_logger()
Error = BaseException | str


class Ladder:
    """Publishes failed messages on one connection; both ways return only when the broker has the message."""

    def __init__(self, queue: str, channel: ConfirmedChannel) -> None:
        self._queue = queue
        self._channel = channel

    def retry(self, message: Message, reason: str, error: Error, attempt: int) -> None:
        """Come back after the rest that follows this attempt, counted from 0."""
        key = retry_queue(self._queue, LADDER[attempt][0])
        self._channel.publish(RETRY_EXCHANGE, key, message, self._account(message, reason, error, attempt + 1))

    def bury(self, message: Message, reason: str, error: Error, attempt: int) -> None:
        self._channel.publish(DEAD_EXCHANGE, self._queue, message, self._account(message, reason, error, attempt))
        telemetry.DEAD_LETTERS.labels(self._queue, reason).inc()
        log.error("dead letter", queue=self._queue, reason=reason, error=failures.text_of(error))

    def _account(self, message: Message, reason: str, error: Error, attempt: int) -> dict[str, Any]:
        return failures.describe(
            message.headers, message.delivery_info, queue=self._queue, reason=reason, error=error, attempt=attempt
        )
