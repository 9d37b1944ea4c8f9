"""Makes what a service keeps of others' events anew, beside what is there, and puts it in place when it is whole.

A service names the tables that are made of events alone (`made_of_events`). When a replay of the log begins, empty
twins of them stand in a schema of their own, which replayed events fill and nobody else sees; live events wait
meanwhile as if an earlier one had failed. At the end the twins take the tables' places in one transaction. Owns that
order; refuses to know where the log is (whoever replays it does).
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Table, text
from sqlalchemy.orm import Session

from chassis.broker_names import REPLAY_HEADER, REPLAY_ID_HEADER
from chassis.database import applied_version, inbox
from chassis.errors import ServiceError

TWINS: Final = "rebuild"
_WITH_TWINS = text(f"SET LOCAL search_path TO {TWINS}, public")
_UNDER_WAY = text("SELECT EXISTS (SELECT 1 FROM rebuilding WHERE NOT is_over)")
# Ids of replays grow: what is left in a queue of one that was given up does not begin it again.
_BEGUN = text("SELECT EXISTS (SELECT 1 FROM rebuilding WHERE consumer = :queue AND replay_id >= :replay_id)")
_BEGIN = text("""
INSERT INTO rebuilding (consumer, replay_id, is_over) SELECT unnest(CAST(:queues AS text[])), :replay_id, false
""")
_END = text("""
UPDATE rebuilding SET is_over = true WHERE consumer = :queue AND replay_id = :replay_id AND NOT is_over RETURNING 1
""")
# Readers do not queue behind the change for long: a table that is in use is tried again later (lane.py).
_BRIEFLY = text("SET LOCAL lock_timeout = '1s'")
# Who else was given leave to do what with a table, or with columns of it.
_GRANTS = text(f"""
WITH held AS (
    SELECT acl.*, '' AS columns FROM pg_class, aclexplode(relacl) AS acl WHERE oid = to_regclass(:table)
    UNION ALL
    SELECT acl.*, format(' (%I)', attname) FROM pg_attribute, aclexplode(attacl) AS acl
    WHERE attrelid = to_regclass(:table) AND NOT attisdropped
)
SELECT format('GRANT %s%s ON {TWINS}.%I TO %s%s', privilege_type, columns, :name,
              CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
              CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
FROM held
""")  # noqa: S608 - the schema is a constant of this module.


class Turn(StrEnum):
    """The two messages around a replay. They are no events: they travel with these headers and an empty object."""

    BEGIN = "begin"
    END = "end"


def turn_of(headers: Mapping[str, Any]) -> tuple[Turn, str] | None:
    """Which of the two it is and of which replay; None for any other message."""
    mark = headers.get(REPLAY_HEADER)
    return (Turn(mark), str(headers.get(REPLAY_ID_HEADER))) if mark in set(Turn) else None


def headers_of(turn: Turn, replay_id: str) -> dict[str, str]:
    return {REPLAY_HEADER: turn.value, REPLAY_ID_HEADER: replay_id}


def made_of_events(service_class: type) -> Sequence[Table]:
    """The tables that a replay fills: none, unless the service names them."""
    tables: Sequence[Table] = getattr(service_class, "made_of_events", ())
    return tables


def is_under_way(database: Session | Connection) -> bool:
    """Whether twins are being filled."""
    return bool(database.execute(_UNDER_WAY).scalar_one())


def refuse_meanwhile(session: Session) -> None:
    """For a command that changes what such tables are made with: the twins would be made half with either."""
    session.execute(text("LOCK TABLE rebuilding IN ROW SHARE MODE"))  # None begins before this transaction has ended.
    if is_under_way(session):
        raise ServiceError("unavailable", "busy", "The system is busy. Please try again in a moment.")


def enter(session: Session) -> bool:
    """Turn this transaction to the twins, if there are any; outbox.py lets none of its events out."""
    if not is_under_way(session):
        return False
    session.execute(_WITH_TWINS)
    session.info["is_rebuild"] = True
    return True


def carry_out(
    session: Session, turn: Turn, *, replay_id: str, queue: str, queues: Sequence[str], tables: Sequence[Table]
) -> None:
    """The first beginning of a replay makes the twins for all queues; the last end puts them in place."""
    if not tables:
        return
    session.execute(text("LOCK TABLE rebuilding IN EXCLUSIVE MODE"))
    which = {"queue": queue, "replay_id": replay_id}
    if turn is Turn.BEGIN and not session.execute(_BEGUN, which).scalar_one():
        session.execute(text("DELETE FROM rebuilding"))
        session.execute(_BEGIN, {"queues": list(queues), "replay_id": replay_id})
        _make_twins(session, tables)
    elif turn is Turn.END and session.execute(_END, which).first() and not is_under_way(session):
        _put_in_place(session, tables)


def _make_twins(session: Session, tables: Sequence[Table]) -> None:
    session.execute(text(f"DROP SCHEMA IF EXISTS {TWINS} CASCADE"))
    session.execute(text(f"CREATE SCHEMA {TWINS}"))
    session.execute(_WITH_TWINS)
    for table in (inbox, applied_version, *tables):
        table.create(session.connection(), checkfirst=False)


def _put_in_place(session: Session, tables: Sequence[Table]) -> None:
    """Whoever reads sees all of what was there before, or all of the new."""
    names = [table.name for table in (inbox, applied_version, *tables)]
    session.execute(_BRIEFLY)
    session.execute(text(f"LOCK TABLE {', '.join(f'public.{name}' for name in names)}"))
    for name in names:
        for grant in session.scalars(_GRANTS, {"table": f"public.{name}", "name": name}).all():
            session.execute(text(grant.replace(":", r"\:")))
    session.execute(text(f"DROP TABLE {', '.join(f'public.{name}' for name in names)}"))
    for name in names:
        session.execute(text(f"ALTER TABLE {TWINS}.{name} SET SCHEMA public"))
    session.execute(text(f"DROP SCHEMA {TWINS}"))
