"""Pages by key: every row once, in order, also while rows come and go."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Column, DateTime, Integer, MetaData, Numeric, Table, Uuid, insert, select
from sqlalchemy.orm import Session

from chassis import database
from chassis.errors import ServiceError
from chassis.keyset import page

cake = Table(
    "cake",
    MetaData(),
    Column("cake_id", Uuid, primary_key=True),
    Column("baked_at", DateTime(timezone=True), nullable=False),
    Column("price", Numeric(10, 2), nullable=False),
    Column("layers", Integer, nullable=False),
)
START = datetime(2026, 1, 1, 0, 0, 0, 123456, tzinfo=UTC)
SORTS = {
    "newest first": [(cake.c.baked_at, "desc"), (cake.c.cake_id, "desc")],
    "cheapest first": [(cake.c.price, "asc"), (cake.c.cake_id, "asc")],
    "most layers, then oldest": [(cake.c.layers, "desc"), (cake.c.baked_at, "asc"), (cake.c.cake_id, "asc")],
}


@pytest.fixture(scope="module")
def session(service_database: Callable[[str], str]) -> Iterator[Session]:
    engine = database.engine(service_database("tests.bakery.services.oven"), pool_size=1)
    cake.create(engine)
    with Session(engine) as opened:
        rows = [
            {
                "cake_id": uuid.uuid4(),
                "baked_at": START + timedelta(microseconds=n // 3),
                "price": Decimal(n % 4) / 3,
                "layers": n % 3,
            }
            for n in range(47)
        ]
        opened.execute(insert(cake), rows)
        opened.commit()
        yield opened
    engine.dispose()


def walk(session: Session, sort: Any, limit: int) -> list[uuid.UUID]:
    found: list[uuid.UUID] = []
    cursor: str | None = None
    while True:
        rows, cursor = page(session, select(cake.c.cake_id, cake.c.baked_at), sort, limit, cursor)
        found += [row.cake_id for row in rows]
        if cursor is None:
            return found
        assert len(rows) == limit


@pytest.mark.parametrize("name", SORTS)
@pytest.mark.parametrize("limit", [1, 7, 46, 47, 100])
def test_all_pages_together_are_the_whole_list_in_order(session: Session, name: str, limit: int) -> None:
    sort = SORTS[name]
    order = [column.desc() if direction == "desc" else column.asc() for column, direction in sort]
    whole = list(session.execute(select(cake.c.cake_id).order_by(*order)).scalars())
    assert walk(session, sort, limit) == whole


def test_a_row_deleted_meanwhile_shifts_nothing(session: Session) -> None:
    sort = SORTS["newest first"]
    first, cursor = page(session, select(cake.c.cake_id), sort, 10)
    with session.begin_nested() as undo:
        session.execute(cake.delete().where(cake.c.cake_id == first[3].cake_id))
        second, _ = page(session, select(cake.c.cake_id), sort, 10, cursor)
        undo.rollback()
    unchanged, _ = page(session, select(cake.c.cake_id), sort, 10, cursor)
    assert [row.cake_id for row in second] == [row.cake_id for row in unchanged]


@pytest.mark.parametrize("cursor", ["x", "!!!", "W10", "bnVsbA", "é", "e30", "WyJhIl0"])
def test_a_cursor_we_did_not_make_is_refused(session: Session, cursor: str) -> None:
    with pytest.raises(ServiceError) as refused:
        page(session, select(cake.c.cake_id), SORTS["newest first"], 10, cursor)
    assert (refused.value.kind, refused.value.code) == ("invalid", "cursor_invalid")


def test_a_cursor_of_another_list_is_refused(session: Session) -> None:
    _, cursor = page(session, select(cake.c.cake_id), SORTS["newest first"], 10)
    with pytest.raises(ServiceError):
        page(session, select(cake.c.cake_id), SORTS["cheapest first"], 10, cursor)
