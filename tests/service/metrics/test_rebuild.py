"""What metrics keeps is a fold of the log: told again, or with its subjects interleaved in any way, it is the same."""

import random
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis import dump
from chassis.consumer import Outcome
from chassis.database import uuid7
from chassis.errors import ServiceError
from chassis.rebuild import Turn
from chassis.testing import Harness, event
from services.metrics.rollups.model import EVERYBODY
from services.metrics.service import MetricsService
from tests.service.metrics.world import Happening, World, day

pytestmark = pytest.mark.usefixtures("time")


@pytest.fixture
def told(world: World) -> World:
    """Everything that can happen to a subject, and subjects that touch each other."""
    norte, sur = world.partner(day("2025-01-10"), "Norte"), world.partner(day("2025-02-10"), "Sur")
    world.partner_says("updated", norte, day("2025-03-01"), name="Norte S.A.", tier="gold")
    first = world.registration(norte, day("2025-04-01")).approved(day("2025-04-03"), 600).won(day("2025-05-01"))
    first.reopened(day("2025-05-03")).lost(day("2025-05-09"))
    second = world.registration(sur, day("2025-04-10")).in_conflict(day("2025-04-10")).rejected(day("2025-04-15"), 70)
    second.revised(day("2025-05-20"), day("2025-05-22")).approved(day("2025-05-21"), 30).won(day("2025-06-21"), "7.77")
    world.registration(norte, day("2025-04-02")).asked(day("2025-04-03")).answered(day("2025-04-09"), day("2025-04-10"))
    world.registration(norte, day("2026-05-02")).withdrawn(day("2026-05-03"))
    late = (
        world.registration(sur, day("2026-05-02"))
        .asked(day("2026-05-20"))
        .answered(day("2026-05-21"), day("2026-05-22"))
    )
    late.asked(day("2026-05-25"))
    anna, berta = world.person(norte, day("2025-01-11")), world.person(sur, day("2025-02-11"))
    revoked = world.certificate(anna, norte, day("2025-03-01"), day("2026-03-01"))
    world.certificate(anna, norte, day("2025-09-01"), day("2026-09-01"))
    world.certificate_says("revoked", revoked, anna, norte, day("2025-03-01"), day("2026-03-01"), day("2025-07-01"))
    world.person_says("left", berta, sur, day("2026-01-01"))
    kept_up, lost = world.requirement(norte, day("2025-03-01")), world.requirement(norte, day("2025-04-01"))
    world.requirement_says("lost", lost, norte, day("2025-07-01"))
    world.requirement_says("withdrawn", lost, norte, day("2025-08-01"))
    world.requirement_says("at_risk", kept_up, norte, day("2025-09-01"))
    deck = world.asset(day("2025-01-01"))
    for number, partner in enumerate((norte, sur, norte, norte)):
        world.download(deck, partner, day(f"2025-0{1 + number}-15"))
    world.asset_says("retired", deck, day("2026-02-01"))
    world.application_says("approved", world.application(day("2025-01-02"), day("2025-01-05")), day("2025-01-10"))
    world.application(day("2026-06-02"), day("2026-06-05"))
    world.partner_says("terminated", sur, day("2026-06-01"), status="terminated")
    world.tell()
    return world


def subjects_shuffled(happened: list[Happening], seed: int) -> list[tuple[int, Happening]]:
    """Any interleaving of the subjects, each in its own order; the number tells which event it was."""
    lines: dict[str, list[tuple[int, Happening]]] = {}
    for number, happening in enumerate(happened):
        lines.setdefault(happening[2], []).append((number, happening))
    order = [happening[2] for happening in happened]
    random.Random(seed).shuffle(order)
    return [lines[subject].pop(0) for subject in order]


def tell_again(harness: Harness, happened: list[tuple[int, Happening]]) -> None:
    """From nothing, with the ids that the events had before."""
    versions: dict[str, int] = {}
    events = []
    for number, (source, name, subject, at, data, partner) in happened:
        versions[subject] = versions.get(subject, 0) + 1
        events.append(
            event(
                source, name, data, subject=subject, version=versions[subject], event_id=str(UUID(int=number)),
                attributes={"time": at, "partnerid": partner},
            )
        )  # fmt: skip
    assert set(harness.rebuild(events)) == {Outcome.DONE}


def kept(harness: Harness) -> list[str]:
    return list(dump.lines(harness.sessions.engine, MetricsService))


def test_a_rebuild_in_the_order_of_the_log_equals_live_byte_for_byte(harness: Harness, told: World) -> None:
    in_order = list(enumerate(told.happened))
    tell_again(harness, in_order)
    live = kept(harness)
    tell_again(harness, in_order)
    assert kept(harness) == live
    assert len(live) > 100


def test_any_interleaving_of_subjects_makes_the_same_tables(harness: Harness, told: World) -> None:
    tell_again(harness, list(enumerate(told.happened)))
    live = kept(harness)
    for seed in range(6):
        tell_again(harness, subjects_shuffled(told.happened, seed))
        assert kept(harness) == live, f"seed {seed}"


def test_no_rate_is_stated_while_amounts_are_being_converted_anew(harness: Harness) -> None:
    rate = {"currency": "XPF", "valid_from": "2026-05-10", "rate": "0.008"}
    replay_id = str(uuid7())
    harness.turn(Turn.BEGIN, replay_id)
    with pytest.raises(ServiceError) as refused:
        harness.call("set_exchange_rate", rate)
    assert (refused.value.kind, refused.value.code) == ("unavailable", "busy")
    harness.turn(Turn.END, replay_id)
    assert harness.call("set_exchange_rate", rate)["items"]


def test_the_sums_are_the_sums_of_the_facts(harness: Harness, told: World) -> None:
    """By SQL, apart from the code that keeps them."""
    again = text("""
        SELECT measure, p.partner_id, g.grain, date_trunc(g.grain, at AT TIME ZONE 'UTC')::date AS starts_on, bucket,
               count(*) AS count, sum(value) AS total
        FROM facts, LATERAL (SELECT DISTINCT unnest(ARRAY[facts.partner_id, :everybody]) AS partner_id) AS p,
             (VALUES ('day'), ('month')) AS g (grain)
        GROUP BY 1, 2, 3, 4, 5
    """)
    with harness.sessions.engine.connect() as connection:
        expected = {tuple(row) for row in connection.execute(again, {"everybody": EVERYBODY})}
        stored = {tuple(row) for row in connection.execute(text("SELECT * FROM rollups"))}
    assert stored == expected
    assert len(stored) > 100


def test_every_event_is_a_fact_of_its_own(harness: Harness, told: World) -> None:
    with harness.sessions.engine.connect() as connection:
        rows = connection.execute(text("SELECT measure, count(*) FROM facts WHERE measure LIKE '%.v1' GROUP BY 1"))
        counted = {row.measure: row.count for row in rows}
    expected: dict[str, int] = {}
    for _, name, *_ in told.happened:
        expected[name] = expected.get(name, 0) + 1
    assert counted == expected
