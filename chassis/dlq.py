"""Looks into dead letter queues and empties them with care: python -m chassis.dlq list|show|redrive|discard|export.

Owns the operator's side of a failure; refuses to act without --execute, or past an earlier event of a subject.
"""

import argparse
import base64
import getpass
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from kombu.message import Message
from kombu.transport.pyamqp import Channel

from chassis import failures, logs
from chassis.amqp_link import ConfirmedChannel, connect
from chassis.broker_names import dead_queue, event_queue
from chassis.delivery import Event, UndecodableError, parse
from chassis.topology import Topology

log = structlog.get_logger()
_RPC = "rpc-"
_EVENT_LOG = event_queue("outbound", "")


@dataclass(frozen=True)
class Letter:
    """One dead message and, if it can be read as one, the event in it."""

    message: Message
    event: Event | None

    @property
    def id(self) -> str:
        return self.event.id if self.event else str(self.message.properties.get("message_id") or "")

    @property
    def reason(self) -> str:
        return str(self.message.headers.get(failures.REASON) or "rejected by the broker")

    def summary(self) -> dict[str, Any]:
        headers = self.message.headers
        event = self.event
        return {
            "id": self.id,
            "type": event.type if event else None,
            "subject": event.subject if event else None,
            "version": event.version if event else None,
            "reason": self.reason,
            "error": headers.get(failures.MESSAGE),
            "attempts": headers.get(failures.ATTEMPT),
            "first_at": headers.get(failures.FIRST_AT),
            "last_at": headers.get(failures.LAST_AT),
        }


class DeadLetters:
    """The dead letters of one queue, held unacknowledged while somebody looks; closing puts them back."""

    def __init__(self, channel: Channel, letters: ConfirmedChannel, queue: str) -> None:
        self._channel = channel
        self._publisher = letters
        self.queue = queue

    def take(self, limit: int) -> list[Letter]:
        found: list[Letter] = []
        while len(found) < limit and (raw := self._channel.basic_get(dead_queue(self.queue))) is not None:
            message = self._channel.message_to_python(raw)
            found.append(Letter(message, _event_of(message)))
        return found

    def redrive(self, letter: Letter) -> None:
        """Back to its queue for a new start; a crash in between leaves it in both places, and the inbox takes one."""
        self._send(letter, {failures.REDRIVEN: True})

    def discard(self, letter: Letter) -> None:
        """Have the consumer count it as done, so that those behind it go on; what nobody can read is dropped."""
        if letter.event is None or self.queue.startswith(_RPC):
            letter.message.ack()
        else:
            self._send(letter, {failures.DISCARD: True})

    def _send(self, letter: Letter, mark: dict[str, Any]) -> None:
        headers = failures.without_account(letter.message.headers) | mark
        self._publisher.publish("", self.queue, letter.message, headers)
        letter.message.ack()


def selected(letters: list[Letter], options: argparse.Namespace) -> list[Letter]:
    """Those the filters name, each subject in its own order."""
    chosen = [letter for letter in letters if _matches(letter, options)]
    return sorted(chosen, key=lambda letter: letter.event.version if letter.event else 0)


def held_back(chosen: list[Letter], letters: list[Letter]) -> set[str]:
    """Ids that must wait: an earlier event of their subject is dead too and was not chosen."""
    ids = {letter.id for letter in chosen}
    others = [letter.event for letter in letters if letter.event and letter.id not in ids]
    return {
        letter.id
        for letter in chosen
        if letter.event and any(e.subject == letter.event.subject and e.version < letter.event.version for e in others)
    }


def refuse_losing_events(queue: str, chosen: list[Letter]) -> None:
    """A handler can do without an event; the log everybody else reads from cannot."""
    if queue.startswith(_EVENT_LOG) and (events := sum(letter.event is not None for letter in chosen)):
        raise SystemExit(
            f"discard is refused: {events} of these letters in {queue} hold an event, and the event log must not lose "
            "one; mend the cause and redrive them. What is no event can still be discarded: choose it with --reason."
        )


def _matches(letter: Letter, options: argparse.Namespace) -> bool:
    event = letter.event
    wanted = (
        (options.id, letter.id),
        (options.type, event.type if event else None),
        (options.subject, event.subject if event else None),
        (options.reason, letter.reason),
    )
    return all(filter_ is None or filter_ == value for filter_, value in wanted)


def _event_of(message: Message) -> Event | None:
    try:
        return parse(message.body, message.headers)
    except UndecodableError:
        return None


@contextmanager
def opened(url: str, queue: str) -> Iterator[DeadLetters]:
    with connect(url, f"dlq {queue}", heartbeat=0) as connection:
        yield DeadLetters(connection.channel(), ConfirmedChannel(connection), queue)


def show_queues(url: str, options: argparse.Namespace) -> None:
    """Every queue that has dead letters, with their number by reason."""
    queues = [options.queue] if options.queue else [name.removeprefix("dlq.") for name in _dead_queues()]
    for queue in queues:
        with opened(url, queue) as dead:
            reasons = Counter(letter.reason for letter in dead.take(options.limit))
        if reasons:
            _print({"queue": queue, "letters": reasons.total(), "reasons": dict(reasons)})


def show_letters(url: str, options: argparse.Namespace) -> None:
    with opened(url, options.queue) as dead:
        for letter in selected(dead.take(options.limit), options):
            _print(letter.summary() | {"body": _body(letter)})


def export(url: str, options: argparse.Namespace) -> None:
    """Write letters to a file, one JSON object a line, and leave them where they are."""
    with opened(url, options.queue) as dead, Path(options.to).open("w", encoding="utf-8") as file:
        for letter in selected(dead.take(options.limit), options):
            raw = letter.message.body
            encoded = base64.b64encode(raw.encode() if isinstance(raw, str) else raw).decode()
            line = letter.summary() | {"headers": letter.message.headers, "body_base64": encoded}
            file.write(json.dumps(line, default=str) + "\n")


def act(url: str, options: argparse.Namespace) -> None:
    """Redrive or discard, one letter after the other; only told what would happen without --execute."""
    if options.command == "redrive" and options.queue.startswith(_RPC):
        raise SystemExit("a malformed request cannot be redriven: nobody waits for its answer")
    with opened(url, options.queue) as dead:
        letters = dead.take(options.limit)
        chosen = selected(letters, options)
        if options.command == "discard":
            refuse_losing_events(options.queue, chosen)
        waiting = held_back(chosen, letters)
        for letter in chosen:
            done = options.execute and letter.id not in waiting
            if done:
                getattr(dead, options.command)(letter)
                _audit(letter, options)
                time.sleep(1 / options.rate)
            _print({**letter.summary(), options.command: done, "waits_for_earlier": letter.id in waiting})


def _audit(letter: Letter, options: argparse.Namespace) -> None:
    log.warning("dead letter settled", action=options.command, by=options.by, queue=options.queue, **letter.summary())


def _dead_queues() -> list[str]:
    return [name for name in Topology.of().queues if name.startswith("dlq.")]


def _body(letter: Letter) -> Any:
    if letter.event:
        return json.loads(letter.event.text)
    raw = letter.message.body
    return raw if isinstance(raw, str) else raw.decode("utf-8", "backslashreplace")


def _print(row: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(row, default=str, ensure_ascii=False) + "\n")


_COMMANDS = {"list": show_queues, "show": show_letters, "redrive": act, "discard": act, "export": export}


def options_of(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dlq", description=__doc__)
    parser.add_argument("command", choices=list(_COMMANDS))
    parser.add_argument("queue", nargs="?", help="the queue whose dead letters are meant, such as q.shop.oven")
    for name in ("id", "type", "subject", "reason"):
        parser.add_argument(f"--{name}", help=f"only letters of this {name}")
    parser.add_argument("--limit", type=int, default=1000, help="look at no more than so many letters")
    parser.add_argument("--rate", type=float, default=50, help="letters a second")
    parser.add_argument("--execute", action="store_true", help="do it; without this nothing is changed")
    parser.add_argument("--by", default=getpass.getuser(), help="who decides, for the log")
    parser.add_argument("--to", help="the file that export writes")
    options = parser.parse_args(arguments)
    if options.command != "list" and not options.queue:
        parser.error("name the queue")
    if options.command == "export" and not options.to:
        parser.error("name the file with --to")
    return options


def main(arguments: list[str]) -> None:
    options = options_of(arguments)
    logs.configure("dlq", stream=sys.stderr)
    url = os.environ.get("AMQP_URL") or sys.exit("AMQP_URL must be set")
    _COMMANDS[options.command](url, options)


if __name__ == "__main__":
    main(sys.argv[1:])
