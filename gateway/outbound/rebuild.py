"""Sends events from the log again, into one service's own queues: `python -m gateway.outbound.rebuild <service>`.

For a replica that was lost or a binding that was missing. Messages carry `prm-replay`; the inbox absorbs what the
service already knows.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingConnection
from sqlalchemy import Engine, select

from chassis import database, envelope
from chassis.broker_names import event_queue
from gateway.outbound.settings import contracts_root
from gateway.outbound.tables import event_log

BATCH = 500


def subscriptions(contracts: Path) -> dict[str, dict[str, list[str]]]:
    """What each service reads from whom: {consumer: {source: [types]}}."""
    return {
        path.parent.parent.name: json.loads(path.read_text("utf-8"))
        for path in sorted(contracts.glob("*/contracts/subscriptions.json"))
    }


def replay(engine: Engine, amqp_url: str, consumer: str, wanted: Mapping[str, Sequence[str]], after: int = 0) -> int:
    """Publish every event `consumer` reads, in log order, straight into its queues; gives how many."""
    connection = BlockingConnection(pika.URLParameters(amqp_url))
    try:
        channel = connection.channel()
        channel.confirm_delivery()
        sent = 0
        for source, body in _events(engine, wanted, after):
            event = json.loads(body)
            properties = pika.BasicProperties(
                content_type=envelope.MEDIA_TYPE,
                content_encoding="utf-8",
                delivery_mode=2,
                message_id=event["id"],
                type=event["type"],
                headers={**envelope.headers(event), "prm-replay": "1"},
            )
            channel.basic_publish("", event_queue(consumer, source), body, properties, mandatory=True)
            sent += 1
        return sent
    finally:
        connection.close()


def _events(engine: Engine, wanted: Mapping[str, Sequence[str]], after: int) -> Iterator[tuple[str, bytes]]:
    types_of = {f"/prm/{source}": set(types) for source, types in wanted.items()}
    position = after
    while True:
        page = (
            select(event_log.c.position, event_log.c.source, event_log.c.type, event_log.c.body)
            .where(event_log.c.position > position)
            .order_by(event_log.c.position)
            .limit(BATCH)
        )
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
    parser.add_argument("--after", type=int, default=0, help="only events after this position of the log")
    chosen: Any = parser.parse_args(arguments)
    wanted = subscriptions(contracts_root()).get(chosen.service)
    if not wanted:
        print(f"{chosen.service} reads no events", file=sys.stderr)  # noqa: T201 - a command's answer
        return 2
    engine = database.engine(os.environ["DATABASE_URL"], pool_size=1, application="rebuild")
    sent = replay(engine, os.environ["AMQP_URL"], chosen.service, wanted, chosen.after)
    print(f"sent {sent} events to {chosen.service} again")  # noqa: T201 - a command's answer
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
