"""Sends events from the log again, into one service's own queues: `python -m gateway.outbound.rebuild <service>`.

A whole replay stands between two messages: from the first on the service makes what it keeps of events anew and holds
live ones back, at the last it puts the new in place and lets them go on (chassis/rebuild.py). With --after, or to fill
what a missing binding lost, events are sent without those two, and the inbox absorbs what the service already knows.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel, BlockingConnection
from sqlalchemy import Engine, Function, func, select

from chassis import database, envelope
from chassis.broker_names import REPLAY_HEADER, event_queue
from chassis.rebuild import Turn, headers_of
from gateway.outbound.marks import all_is_logged
from gateway.outbound.settings import contracts_root
from gateway.outbound.tables import event_log

BATCH = 500
PATIENCE_SECONDS = 600.0
_LOOK_SECONDS = 0.2
Wanted = Mapping[str, Sequence[str]]


def subscriptions(contracts: Path) -> dict[str, dict[str, list[str]]]:
    """What each service reads from whom: {consumer: {source: [types]}}."""
    return {
        path.parent.parent.name: json.loads(path.read_text("utf-8"))
        for path in sorted(contracts.glob("*/contracts/subscriptions.json"))
    }


def replay(engine: Engine, amqp_url: str, consumer: str, wanted: Wanted, after: int = 0) -> int:
    """Publish every event `consumer` reads, in log order, straight into its queues; gives how many."""
    with _channel(amqp_url) as channel:
        return _send(channel, consumer, _events(engine, wanted, after))


def rebuild(engine: Engine, amqp_url: str, consumer: str, wanted: Wanted) -> int:
    """A whole replay between its two messages. What was taken live before the first one is waited for in the log;
    what is logged after that comes live and waits at the service, so that a busy log is not followed any further.

    Refuses when the log no longer goes back to its first event: what is made anew would lack what came before.
    """
    if (first := _position(engine, func.min(event_log.c.position))) > 1:
        raise SystemExit(
            f"the event log begins at event {first}, what came before is forgotten (PRM_EVENT_RETENTION_DAYS). "
            "Nothing was changed; `--after 0` sends what is left to a service that lacks it"
        )
    replay_id = str(database.uuid7())
    with _channel(amqp_url) as channel:
        _say(channel, Turn.BEGIN, replay_id, consumer, wanted)
        if not all_is_logged(channel, wanted, within=PATIENCE_SECONDS):
            raise SystemExit("the event log does not catch up; start the rebuild again")
        newest = _position(engine, func.max(event_log.c.position))
        sent = _send(channel, consumer, _events(engine, wanted, 0, until=newest))
        _say(channel, Turn.END, replay_id, consumer, wanted)
        taken = [event_queue(consumer, source) for source in wanted]
        _wait(lambda: not _depth(channel, taken), f"{consumer} has not taken everything yet; it goes on by itself")
    return sent


def _send(channel: BlockingChannel, consumer: str, events: Iterable[tuple[str, bytes]]) -> int:
    sent = 0
    for source, body in events:
        event = json.loads(body)
        properties = pika.BasicProperties(
            content_type=envelope.MEDIA_TYPE,
            content_encoding="utf-8",
            delivery_mode=2,
            message_id=event["id"],
            type=event["type"],
            headers={**envelope.headers(event), REPLAY_HEADER: "1"},
        )
        channel.basic_publish("", event_queue(consumer, source), body, properties, mandatory=True)
        sent += 1
    return sent


def _say(channel: BlockingChannel, turn: Turn, replay_id: str, consumer: str, wanted: Wanted) -> None:
    for source in wanted:
        properties = pika.BasicProperties(
            content_type="application/json", delivery_mode=2, headers=headers_of(turn, replay_id)
        )
        channel.basic_publish("", event_queue(consumer, source), b"{}", properties, mandatory=True)


def _position(engine: Engine, which: Function[int]) -> int:
    """The first or the newest one in the log; 0 where nothing happened yet."""
    with engine.connect() as connection:
        return int(connection.execute(select(func.coalesce(which, 0))).scalar_one())


def _depth(channel: BlockingChannel, queues: Sequence[str]) -> int:
    return sum(channel.queue_declare(queue, passive=True).method.message_count for queue in queues)


def _wait(until: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not until():
        if time.monotonic() > deadline:
            raise SystemExit(otherwise)
        time.sleep(_LOOK_SECONDS)


@contextmanager
def _channel(amqp_url: str) -> Iterator[BlockingChannel]:
    connection = BlockingConnection(pika.URLParameters(amqp_url))
    try:
        channel = connection.channel()
        channel.confirm_delivery()
        yield channel
    finally:
        connection.close()


def _events(engine: Engine, wanted: Wanted, after: int, until: int | None = None) -> Iterator[tuple[str, bytes]]:
    """What is wanted of the log, as far as a position or as it goes."""
    types_of = {f"/prm/{source}": set(types) for source, types in wanted.items()}
    position = after
    while True:
        page = (
            select(event_log.c.position, event_log.c.source, event_log.c.type, event_log.c.body)
            .where(event_log.c.position > position)
            .order_by(event_log.c.position)
            .limit(BATCH)
        )
        if until is not None:
            page = page.where(event_log.c.position <= until)
        with engine.connect() as connection:
            rows = connection.execute(page).all()
        for row in rows:
            if row.type in types_of.get(row.source, ()):
                yield row.source.removeprefix("/prm/"), bytes(row.body)
        if len(rows) < BATCH:
            return
        position = rows[-1].position


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="rebuild", description=__doc__)
    parser.add_argument("service")
    parser.add_argument("--after", type=int, help="only events after this position, to take in what is missing")
    chosen: Any = parser.parse_args(arguments)
    wanted = subscriptions(contracts_root()).get(chosen.service)
    if not wanted:
        print(f"{chosen.service} reads no events", file=sys.stderr)  # noqa: T201 - a command's answer
        return 2
    engine, url = database.engine(os.environ["DATABASE_URL"], 1, "rebuild"), os.environ["AMQP_URL"]
    if chosen.after is None:
        sent = rebuild(engine, url, chosen.service, wanted)
    else:
        sent = replay(engine, url, chosen.service, wanted, chosen.after)
    print(f"sent {sent} events to {chosen.service} again")  # noqa: T201 - a command's answer
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
