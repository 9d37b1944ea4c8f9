"""Exports: asked for, written by the worker in steps, fetched, expired; never more than their asker may see."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from openpyxl import load_workbook

from chassis.blobs import Blobs, open_blobs
from chassis.clock import FrozenClock
from chassis.errors import ServiceError
from chassis.jobs import run_once
from chassis.testing import Harness, principal
from services.metrics.catalogue.model import METRICS
from services.metrics.exports import use_cases
from services.metrics.exports.jobs import expire_exports, write_exports
from tests.service.metrics.world import World, day

pytestmark = pytest.mark.usefixtures("time", "store")
Q2 = "2026-Q2"
STAFF = principal("manager", roles=["program_manager"], scope="all")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Blobs]:
    monkeypatch.setenv("PRM_BLOBS", f"file://{tmp_path}")
    return open_blobs(f"file://{tmp_path}")


@pytest.fixture
def partner(world: World) -> UUID:
    """A partner with sales, and another one besides."""
    chosen, other = world.partner(day("2025-01-10"), "=Norte"), world.partner(day("2025-01-10"), "Sur")
    for owner in (chosen, chosen, other):
        world.registration(owner, day("2026-05-04"), amount="1000.00").approved(day("2026-05-05"), 90).won(
            day("2026-05-20")
        )
    world.tell()
    return chosen


def seller(partner_id: UUID, name: str = "ana", scope: str = "own") -> Any:
    return principal(name, roles=["partner_seller"], scope=scope, partner_id=partner_id)


def ask(harness: Harness, caller: Any = STAFF, **wanted: Any) -> Any:
    command = {"dataset": "scorecard", "period": Q2, **wanted}
    return harness.call("request_export", command, principal=caller, command_id=str(uuid4()))


def read(harness: Harness, export: Any, caller: Any = STAFF) -> Any:
    return harness.call("get_export", {"export_id": export["export_id"]}, principal=caller)


def rows_of(harness: Harness, store: Blobs, export: Any, caller: Any = STAFF) -> list[dict[str, str]]:
    harness.run_job(write_exports)
    found = harness.call("download_export", {"export_id": export["export_id"]}, principal=caller)
    whole = b"".join(store.read(found["blob_key"]))
    assert len(whole) == found["size"]
    return list(csv.DictReader(io.StringIO(whole.decode("utf-8-sig"))))


def test_an_export_is_queued_then_running_then_ready_and_says_how_far_it_is(harness: Harness, partner: UUID) -> None:
    export = ask(harness)
    assert (export["status"], export["progress"], export["row_limit"]) == ("queued", 0, 100_000)
    run_once(write_exports, harness.sessions)
    running = read(harness, export)
    assert (running["status"], running["rows_done"], running["progress"]) == ("running", len(METRICS), 99)
    run_once(write_exports, harness.sessions)
    ready = read(harness, export)
    assert (ready["status"], ready["progress"], ready["filename"]) == ("ready", 100, "scorecard-2026-Q2.csv")
    assert run_once(write_exports, harness.sessions) == 0


@pytest.mark.parametrize("metric", sorted(METRICS))
def test_the_number_in_a_file_is_the_number_everywhere(
    harness: Harness, store: Blobs, partner: UUID, metric: str
) -> None:
    for whose in ({}, {"partner_id": partner}):
        row = next(one for one in rows_of(harness, store, ask(harness, **whose)) if one["Metric"] == metric)
        shown = harness.call("measure_metric", {"metric": metric, "period": Q2, **whose})
        assert (row["Value"] or None, row["Counted"]) == (shown["value"], str(shown["n"]))


def test_partners_stand_side_by_side_with_a_column_for_each_metric(
    harness: Harness, store: Blobs, partner: UUID
) -> None:
    rows = rows_of(harness, store, ask(harness, dataset="partners"))
    assert [row["Partner"] for row in rows] == ["'=Norte", "Sur"]
    assert [row["Partner-sourced revenue"] for row in rows] == ["2000.00", "1000.00"]


def test_the_rows_behind_a_ratio_are_both_its_parts_and_add_up_to_it(
    harness: Harness, store: Blobs, partner: UUID
) -> None:
    rows = rows_of(harness, store, ask(harness, dataset="rows", metric="average_deal_size"))
    parts = [row["Counts in"] for row in rows]
    assert (parts.count("numerator"), parts.count("denominator")) == (3, 3)
    total = sum(float(row["Value"]) for row in rows if row["Counts in"] == "numerator")
    shown = harness.call("measure_metric", {"metric": "average_deal_size", "period": Q2})
    assert f"{total / 3:.2f}" == shown["value"]


def test_a_long_export_is_written_in_parts_that_overtake_nobody(
    harness: Harness, store: Blobs, partner: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(use_cases, "ROWS_A_PART", 2)
    long = ask(harness, dataset="rows", metric="average_deal_size")
    run_once(write_exports, harness.sessions)
    assert read(harness, long)["progress"] == 33
    short = ask(harness)
    run_once(write_exports, harness.sessions)
    assert (read(harness, short)["rows_done"], read(harness, long)["rows_done"]) == (len(METRICS), 2)
    assert len(rows_of(harness, store, long)) == 6


def test_a_step_done_twice_after_a_crash_doubles_no_row(
    harness: Harness, store: Blobs, partner: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(use_cases, "ROWS_A_PART", 4)
    export = ask(harness, dataset="rows", metric="average_deal_size")
    with harness.sessions.writing() as session:
        write_exports(session, day("2026-06-30"))
        session.rollback()
    assert read(harness, export)["status"] == "queued"
    assert len(rows_of(harness, store, export)) == 6


def test_a_file_says_that_it_lacks_rows_beyond_the_limit(harness: Harness, store: Blobs, partner: UUID) -> None:
    export = ask(harness, dataset="rows", metric="average_deal_size")
    with harness.sessions.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE exports SET row_limit = 4")
    assert len(rows_of(harness, store, export)) == 4
    done = read(harness, export)
    assert (done["is_truncated"], done["row_limit"], done["rows_total"]) == (True, 4, 4)


def test_a_workbook_holds_the_same_numbers_in_spanish(harness: Harness, store: Blobs, partner: UUID) -> None:
    export = ask(harness, file_format="xlsx", language="es")
    harness.run_job(write_exports)
    found = harness.call("download_export", {"export_id": export["export_id"]}, principal=STAFF)
    assert found["filename"].endswith(".xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(store.read(found["blob_key"])))).worksheets[0]
    assert [cell.value for cell in sheet[1]][:4] == ["Métrica", "Nombre", "Periodo", "Valor"]
    values = {row[0].value: row[3].value for row in sheet.iter_rows(min_row=2)}
    assert values["partner_sourced_revenue"] == 3000


def test_a_partner_takes_away_its_own_numbers_and_no_other(harness: Harness, store: Blobs, partner: UUID) -> None:
    mine = seller(partner)
    rows = rows_of(harness, store, ask(harness, mine), mine)
    assert next(row["Value"] for row in rows if row["Metric"] == "partner_sourced_revenue") == "2000.00"
    assert {row["Metric"] for row in rows} == {code for code, one in METRICS.items() if one.audience == "partner"}
    behind = rows_of(harness, store, ask(harness, mine, dataset="rows", metric="partner_sourced_revenue"), mine)
    assert {row["Partner"] for row in behind} == {"'=Norte"}


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"partner_id": str(uuid4())}, "not_found"),
        ({"dataset": "partners"}, "vendor_only"),
        ({"dataset": "rows", "metric": "conflict_rate"}, "metric_not_found"),
        ({"dataset": "rows"}, "validation_failed"),
        ({"period": "2026-Q4"}, "period_unknown"),
    ],
)
def test_a_partner_is_refused_what_it_could_not_read_on_a_page(
    harness: Harness, partner: UUID, wanted: dict[str, Any], code: str
) -> None:
    with pytest.raises(ServiceError) as refused:
        ask(harness, seller(partner), **wanted)
    assert refused.value.code == code


def test_an_export_is_seen_by_its_asker_and_the_company_administrator_alone(harness: Harness, partner: UUID) -> None:
    export = ask(harness, seller(partner))
    admin = seller(partner, "boss", scope="company")
    assert read(harness, export, admin)["export_id"] == export["export_id"]
    for stranger in (seller(partner, "colleague"), seller(uuid4(), "rival", scope="company"), STAFF):
        with pytest.raises(ServiceError) as refused:
            read(harness, export, stranger)
        assert refused.value.code == "not_found"
        assert harness.call("list_exports", principal=stranger)["items"] == []


def test_an_export_that_is_not_ready_has_no_file_to_fetch(harness: Harness, partner: UUID) -> None:
    export = ask(harness)
    with pytest.raises(ServiceError) as refused:
        harness.call("download_export", {"export_id": export["export_id"]}, principal=STAFF)
    assert refused.value.code == "export_not_ready"


def test_a_person_has_five_open_exports_at_most(harness: Harness, partner: UUID) -> None:
    for _ in range(5):
        ask(harness)
    with pytest.raises(ServiceError) as refused:
        ask(harness)
    assert (refused.value.code, refused.value.details) == ("too_many_exports", {"most": 5})
    harness.run_job(write_exports)
    assert ask(harness)["status"] == "queued"


def test_a_week_later_the_file_is_gone_and_the_row_says_so(
    harness: Harness, store: Blobs, partner: UUID, time: FrozenClock
) -> None:
    export = ask(harness)
    harness.run_job(write_exports)
    time.advance(days=7)
    harness.run_job(expire_exports)
    assert read(harness, export)["status"] == "expired"
    with pytest.raises(ServiceError) as refused:
        harness.call("download_export", {"export_id": export["export_id"]}, principal=STAFF)
    assert refused.value.code == "export_expired"


def test_parts_are_swept_when_the_file_is_there_and_what_is_still_needed_stays(
    harness: Harness, store: Blobs, partner: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = ask(harness)
    harness.run_job(write_exports)
    monkeypatch.setattr(use_cases, "ROWS_A_PART", 2)
    waiting = ask(harness, dataset="rows", metric="average_deal_size")
    run_once(write_exports, harness.sessions)
    monkeypatch.setattr("services.metrics.exports.jobs._LEFT_ALONE", timedelta(days=-1000))
    harness.run_job(expire_exports)
    left = {key for key, _ in store.keys("exports/metrics/")}
    assert left == {
        f"exports/metrics/{ready['export_id']}.csv",
        f"exports/metrics/{waiting['export_id']}/00000.jsonl",
    }


def test_an_export_that_cannot_be_written_fails_alone(
    harness: Harness, store: Blobs, partner: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = ask(harness, dataset="rows", metric="average_deal_size")
    with harness.sessions.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE exports SET metric = 'gone'")
    good = ask(harness)
    harness.run_job(write_exports)
    assert (read(harness, broken)["status"], read(harness, good)["status"]) == ("failed", "ready")
