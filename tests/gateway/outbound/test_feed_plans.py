"""Every kind of page of the feed is read by an index of its own."""

from uuid import UUID

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.dialects import postgresql

from gateway.outbound.feed import Question, rows_after

SECRET = "s" * 32


def plan(engine: Engine, question: Question) -> str:
    statement = rows_after(question, 0, 20_000).compile(
        dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}
    )
    with engine.connect() as connection:
        return "\n".join(connection.scalars(text(f"EXPLAIN {statement}".replace(":", r"\:"))))


@pytest.fixture
def long_log(engine: Engine) -> None:
    """Twenty thousand rows of four hundred partners."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO event_log (position, epoch, source, id, sequence, type, subject, partnerid,"
                " aggregateversion, time, audience, body)"
                " SELECT n, 1, '/prm/deals', gen_random_uuid(), lpad(n\\:\\:text, 20, '0'),"
                " 'deal_registration.approved.v1', 'deal_registration/' || (n / 5),"
                " ('00000000-0000-0000-0000-000000000' || lpad((n % 400)\\:\\:text, 3, '0'))\\:\\:uuid, 1, now(),"
                " 'partner', '{}' FROM generate_series(1, 20000) AS n"
            )
        )
        connection.execute(text("ANALYZE event_log"))


@pytest.mark.usefixtures("long_log")
def test_every_kind_of_page_is_read_by_an_index(engine: Engine) -> None:
    partner = UUID("00000000-0000-0000-0000-000000000007")
    plans = {
        "pk_event_log": plan(engine, Question()),
        "ix_event_log_partner_position": plan(engine, Question(partner_id=partner)),
        "ix_event_log_subject_position": plan(engine, Question(subject="deal_registration/3900")),
    }
    for index, found in plans.items():
        assert index in found, found
        assert "Seq Scan" not in found
    assert "Sort" not in plans["pk_event_log"]
