"""Connections to the broker and publishing that is known to have arrived, for processes that consume.

Owns confirms, returns and the limits of a wait; refuses to know what is published.
"""

import kombu.compression
from amqp.exceptions import MessageNacked, NotFound
from kombu.connection import Connection
from kombu.message import Message
from kombu.transport.pyamqp import Channel, Transport

CONFIRM_SECONDS = 10.0
PERSISTENT, TRANSIENT = 2, 1


class NotTakenError(Exception):
    """The broker did not take a message: nacked, unroutable, or no answer in time."""


# Whatever a connection may end with: the loop around it makes a new one.
ERRORS: tuple[type[Exception], ...] = (
    *Transport.connection_errors,
    *Transport.channel_errors,
    OSError,
    NotTakenError,
)


def refuse_compression() -> None:
    """A few bytes of a bomb inflate without limit; nothing of ours is compressed, so nothing is ever inflated."""
    kombu.compression._decoders.clear()


def connect(url: str, name: str, heartbeat: float) -> Connection:
    """An open connection; raises one of ERRORS."""
    properties = {"connection_name": name}
    connection = Connection(
        url, heartbeat=heartbeat, connect_timeout=5, transport_options={"client_properties": properties}
    )
    connection.connect()
    return connection


def missing_queues(url: str, queues: list[str]) -> list[str]:
    """Those that nobody has declared; a passive look needs no permission."""
    missing = []
    with connect(url, "start-up check", heartbeat=0) as connection:
        for queue in queues:
            try:
                with connection.channel() as channel:
                    channel.queue_declare(queue, passive=True)
            except NotFound:
                missing.append(queue)
    return missing


class ConfirmedChannel:
    """Publishes one message at a time and returns only when the broker has it on disk."""

    def __init__(self, connection: Connection) -> None:
        self._channel: Channel = connection.channel()
        self._returned = False
        self._channel.events["basic_return"].add(self._on_return)

    def publish(self, exchange: str, key: str, original: Message, headers: dict[str, object]) -> None:
        """The original's body and properties under other headers; raises NotTakenError."""
        kept = ("message_id", "correlation_id", "type", "timestamp")
        properties = {name: original.properties[name] for name in kept if original.properties.get(name)}
        message = self._channel.prepare_message(
            original.body,
            content_type=original.content_type,
            content_encoding=original.content_encoding,
            headers=headers,
            properties={**properties, "delivery_mode": PERSISTENT},
        )
        self._returned = False
        try:
            self._channel.basic_publish_confirm(
                message, exchange=exchange, routing_key=key, mandatory=True, confirm_timeout=CONFIRM_SECONDS
            )
        except (MessageNacked, TimeoutError) as error:
            raise NotTakenError(f"{exchange} {key}: {type(error).__name__}") from error
        if self._returned:
            raise NotTakenError(f"{exchange} {key}: no queue takes it")

    def _on_return(self, *_: object) -> None:
        self._returned = True
