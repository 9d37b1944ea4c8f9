"""The ageing queue: who lets what wait for how long, and what of it is past its promise."""

from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import ServiceError
from chassis.testing import Harness, principal
from tests.service.metrics.world import World, day

pytestmark = pytest.mark.usefixtures("time")


def owners(harness: Harness, queue: str = "deal_registrations") -> dict[str | None, dict[str, tuple[int, int]]]:
    found = harness.call("list_ageing", {"queue": queue})["owners"]
    return {
        row["owner_id"]: {c["bucket"]: (c["waiting"], c["overdue"]) for c in row["cells"] if c["waiting"]}
        for row in found
    }


def test_what_waits_is_counted_by_channel_manager_and_age(harness: Harness, world: World) -> None:
    maria, jan = uuid4(), uuid4()
    norte = world.partner(day("2025-01-10"), channel_manager_id=maria)
    sur = world.partner(day("2025-01-10"), channel_manager_id=jan)
    nobodys = world.partner(day("2025-01-10"))
    world.registration(norte, day("2026-06-29", 13))
    world.registration(norte, day("2026-06-29", 14))
    world.registration(norte, day("2026-06-25"))
    world.registration(norte, day("2026-06-01")).approved(day("2026-06-02"))
    world.registration(sur, day("2026-01-01"))
    world.registration(nobodys, day("2026-06-28"))
    world.tell()
    assert owners(harness) == {
        str(maria): {"up_to_1_day": (2, 0), "up_to_7_days": (1, 1)},
        str(jan): {"over_30_days": (1, 1)},
        None: {"up_to_3_days": (1, 0)},
    }


def test_whoever_owes_most_comes_first(harness: Harness, world: World) -> None:
    maria, jan = uuid4(), uuid4()
    norte = world.partner(day("2025-01-10"), channel_manager_id=maria)
    sur = world.partner(day("2025-01-10"), channel_manager_id=jan)
    for _ in range(3):
        world.registration(norte, day("2026-06-30", 11))
    world.registration(sur, day("2026-06-01"))
    world.tell()
    found = harness.call("list_ageing")["owners"]
    assert [row["owner_id"] for row in found] == [str(jan), str(maria)]


def test_the_queue_follows_a_partner_to_its_next_channel_manager(harness: Harness, world: World) -> None:
    maria, jan = uuid4(), uuid4()
    norte = world.partner(day("2025-01-10"), channel_manager_id=maria)
    world.registration(norte, day("2026-06-30", 11))
    world.partner_says("updated", norte, day("2026-06-30", 11), channel_manager_id=jan)
    world.tell()
    assert set(owners(harness)) == {str(jan)}


def test_what_waits_for_the_partner_is_a_queue_of_its_own_and_never_late(harness: Harness, world: World) -> None:
    norte = world.partner(day("2025-01-10"))
    world.registration(norte, day("2026-06-01")).asked(day("2026-06-02"))
    world.tell()
    assert owners(harness) == {}
    assert owners(harness, "partner_answers") == {None: {"up_to_30_days": (1, 0)}}


def test_applications_wait_until_they_are_decided_or_withdrawn(harness: Harness, world: World) -> None:
    world.application(day("2026-06-20"), day("2026-06-25"))
    world.application(day("2026-06-29", 13), day("2026-07-04"))
    world.application_says("declined", world.application(day("2026-06-20"), day("2026-06-25")), day("2026-06-21"))
    world.tell()
    assert owners(harness, "applications") == {None: {"up_to_30_days": (1, 1), "up_to_1_day": (1, 0)}}


def test_a_cell_opens_the_rows_it_counts(harness: Harness, world: World) -> None:
    maria = uuid4()
    norte = world.partner(day("2025-01-10"), "Norte", channel_manager_id=maria)
    for hour in range(5):
        world.registration(norte, day("2026-06-26", hour))
    world.registration(norte, day("2026-06-30", 11))
    world.registration(world.partner(day("2025-01-10")), day("2026-06-26"))
    world.tell()

    def rows(**asked: Any) -> list[dict[str, Any]]:
        found, cursor = [], None
        while True:
            page = harness.call("list_ageing_rows", {**asked, "limit": 2, "cursor": cursor})
            found, cursor = found + page["items"], page["next_cursor"]
            if cursor is None:
                return found

    cell = rows(owner_id=maria, bucket="up_to_7_days")
    assert [row["since"] for row in cell] == sorted(row["since"] for row in cell)
    assert (len(cell), cell[0]["partner_name"], cell[0]["is_overdue"]) == (5, "Norte", True)
    assert len(rows(owner_id=maria)) == 6
    assert len(rows(unowned=True)) == 1
    assert len(rows(overdue=False)) == 1
    assert len(rows()) == 7


def test_partners_do_not_see_the_queue(harness: Harness) -> None:
    own = principal(roles=["partner_admin"], scope="company", partner_id=str(uuid4()))
    for method in ("list_ageing", "list_ageing_rows"):
        with pytest.raises(ServiceError) as refusal:
            harness.call(method, principal=own)
        assert refusal.value.code == "vendor_only"
