"""Customers who never give up, and the judge who compares what they were told with what is stored everywhere.

The invariants are those of docs/adr/0003: I1 no lost event, I2 no ghost, I3 no second effect, I4 order of a subject,
I5 no gap in positions, I6 same id same bytes, I7 one command one answer.
"""

import contextlib
import json
import threading
import time
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import pika.exceptions

from tests.bakery.running import Bakery, Caller, wait_for

LOST = (pika.exceptions.AMQPError, OSError, TimeoutError, AssertionError)


class Customer(threading.Thread):
    """Bakes loaves and turns them; repeats a command with the same id until it is answered."""

    def __init__(self, bakery: Bakery, loaves: int, turns: int) -> None:
        super().__init__(daemon=True)
        self._bakery = bakery
        self._loaves = loaves
        self._turns = turns
        self.answers: dict[str, Any] = {}
        self._caller: Caller | None = None

    def run(self) -> None:
        try:
            self._trade()
        finally:
            self._forget_caller()

    def _trade(self) -> None:
        for _ in range(self._loaves):
            loaf = self._insist("oven.bake_loaf", {"flour": "rye"})
            for _ in range(self._turns):
                self._insist("oven.turn_loaf", {"loaf_id": loaf["loaf_id"]})

    def _insist(self, method: str, command: dict[str, Any]) -> Any:
        key = uuid.uuid4().hex
        while True:
            try:
                if self._caller is None:
                    self._caller = Caller(self._bakery)
                reply = self._caller.call(
                    method, command, timeout=1.5, prm_command_id=key, prm_request_hash="same", prm_correlation_id=key
                )
            except LOST:
                self._forget_caller()
                time.sleep(0.1)
                continue
            if reply["error"] is None:
                self.answers[key] = reply["result"]
                return reply["result"]
            assert reply["error"]["kind"] in ("unavailable", "conflict"), reply
            time.sleep(0.05)

    def _forget_caller(self) -> None:
        caller, self._caller = self._caller, None
        if caller is not None:
            with contextlib.suppress(*LOST):
                caller.close()


@dataclass
class Findings:
    """What is wrong, by invariant; empty when all hold."""

    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def expect(self, invariant: str, holds: bool, what: str) -> None:
        if not holds:
            self.wrong[invariant].append(what)


def quiesce(bakery: Bakery, seconds: float = 90, late: float = 30) -> None:
    """Until nothing moves any more; an event still missing then gets some more time before it counts as lost."""

    def still() -> bool:
        unpublished = bakery.value("oven", "SELECT count(*) FROM outbox WHERE published_at IS NULL")
        waiting = bakery.value("shop", "SELECT count(*) FROM waiting_event")
        return not unpublished and not waiting and not bakery.depth("q.shop.oven")

    def complete() -> bool:
        recorded = bakery.value("oven", "SELECT count(*) FROM outbox")
        return bool(bakery.value("shop", "SELECT count(DISTINCT event_id) FROM diary") == recorded)

    wait_for(still, seconds, every=0.2)
    with contextlib.suppress(AssertionError):
        wait_for(complete, late, every=0.2)


def judge(bakery: Bakery, answers: dict[str, Any]) -> Findings:
    findings = Findings()
    outbox = bakery.rows("oven", "SELECT event_id::text, subject, aggregateversion, position FROM outbox")
    diary = bakery.rows("shop", "SELECT event_id, subject, version FROM diary ORDER BY entry")
    loaves = {f"loaf/{row.loaf_id}": row.turns for row in bakery.rows("oven", "SELECT * FROM loaf")}
    _judge_sets(findings, outbox, diary, loaves)
    _judge_order(findings, outbox, diary)
    _judge_effects(findings, bakery, diary, loaves)
    _judge_answers(findings, bakery, answers, loaves)
    _judge_outside(findings, bakery, outbox)
    return findings


def _judge_sets(findings: Findings, outbox: Any, diary: Any, loaves: dict[str, int]) -> None:
    recorded = {row.event_id for row in outbox}
    applied = {row.event_id for row in diary}
    findings.expect("I1", recorded <= applied, f"{len(recorded - applied)} events never took effect")
    findings.expect("I2", applied <= recorded, f"{len(applied - recorded)} effects without an event")
    versions = Counter(row.subject for row in outbox)
    wanted = {subject: turns + 1 for subject, turns in loaves.items()}
    findings.expect("I1", dict(versions) == wanted, "loaves and their events differ")


def _judge_order(findings: Findings, outbox: Any, diary: Any) -> None:
    by_subject: dict[str, list[int]] = defaultdict(list)
    for row in diary:
        by_subject[row.subject].append(row.version)
    for subject, versions in by_subject.items():
        findings.expect("I4", versions == list(range(1, len(versions) + 1)), f"{subject}: {versions}")
    positions = sorted(row.position for row in outbox if row.position is not None)
    findings.expect("I5", positions == list(range(1, len(outbox) + 1)), "positions have gaps or repeats")


def _judge_effects(findings: Findings, bakery: Bakery, diary: Any, loaves: dict[str, int]) -> None:
    twice = [event for event, times in Counter(row.event_id for row in diary).items() if times > 1]
    findings.expect("I3", not twice, f"{len(twice)} events took effect twice")
    shelf = {f"loaf/{row.loaf_id}": row.turns for row in bakery.rows("shop", "SELECT * FROM shelf")}
    findings.expect("I3", shelf == loaves, "the shelf counts otherwise than the oven")


def _judge_answers(findings: Findings, bakery: Bakery, answers: dict[str, Any], loaves: dict[str, int]) -> None:
    logged = {row.command_id: row.reply for row in bakery.rows("oven", "SELECT command_id, reply FROM command_log")}
    for key, answer in answers.items():
        findings.expect("I7", key in logged and json.loads(logged[key]) == answer, f"{key} was answered otherwise")
    turns = sum(loaves.values())
    findings.expect("I7", len(logged) == len(loaves) + turns, "commands and effects differ in number")


def _judge_outside(findings: Findings, bakery: Bakery, outbox: Any) -> None:
    bodies: dict[str, set[bytes]] = defaultdict(set)
    with bakery.channel() as channel:
        for method, properties, body in channel.consume("q.outbound.oven", auto_ack=True, inactivity_timeout=0.5):
            if method is None:
                break
            bodies[properties.message_id].add(body)
    recorded = {row.event_id: row.position for row in outbox}
    findings.expect("I1", recorded.keys() <= bodies.keys(), "outside readers miss events")
    findings.expect("I2", bodies.keys() <= recorded.keys(), "outside readers saw ghosts")
    changed = [event for event, seen in bodies.items() if len(seen) > 1]
    findings.expect("I6", not changed, f"{len(changed)} events came with other bytes")
    for event, seen in bodies.items():
        sequence = int(json.loads(next(iter(seen)))["sequence"])
        findings.expect("I5", sequence == recorded.get(event), f"{event} has another sequence outside")
