"""Taking facts in: each event is one, and what a subject's present state says replaces what it said before."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import delete, func, inspect, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.metrics.facts.model import NOBODY, Fact
from services.metrics.facts.tables import facts, sources
from services.metrics.rollups import use_cases as rollups
from services.metrics.rollups.model import Step

K = TypeVar("K")
_c = facts.c
_NOTED: Final = insert(sources)
_HEARD: Final = _NOTED.on_conflict_do_update(
    index_elements=[sources.c.source],
    set_={
        "as_of": func.greatest(sources.c.as_of, _NOTED.excluded.as_of),
        "events": sources.c.events + _NOTED.excluded.events,
    },
)


def note_event(session: Session, event: Mapping[str, Any]) -> datetime:
    """Every event is a fact of its own, named like its type; gives when it happened."""
    at = datetime.fromisoformat(event["time"])
    partner_id = UUID(event["partnerid"]) if event.get("partnerid") else NOBODY
    settle(session, event["subject"], [Fact(measure=event["type"], at=at, partner_id=partner_id)], part=event["id"])
    source = event["source"].removeprefix("/prm/")
    session.execute(_HEARD, {"source": source, "as_of": at, "events": 1})
    return at


def settle(session: Session, subject: str, wanted: Iterable[Fact], part: str = "") -> None:
    """Make these the facts of this part of the subject, and carry the difference over to the sums."""
    session.flush()
    mine = (_c.subject == subject, _c.part == part)
    known = {_fact(row) for row in session.execute(select(facts).where(*mine))}
    now = set(wanted)
    gone, new = known - now, now - known
    if gone:
        keys = [(fact.measure, fact.at) for fact in gone]
        session.execute(delete(facts).where(*mine, tuple_(_c.measure, _c.at).in_(keys)))
    if new:
        session.execute(insert(facts), [{"subject": subject, "part": part, **vars(fact)} for fact in new])
    rollups.add(session, [*(_step(fact, -1) for fact in gone), *(_step(fact, 1) for fact in new)])


def held(session: Session, kind: type[K], **key: Any) -> K:
    """The row to change, made if need be and held until the transaction ends: two lanes may bring news of it."""
    table = inspect(kind).local_table
    session.execute(insert(table).values(key).on_conflict_do_nothing())
    return session.get_one(kind, tuple(key.values()), with_for_update=True, populate_existing=True)


def _fact(row: Any) -> Fact:
    said = {name: value for name, value in row._mapping.items() if name not in ("subject", "part")}
    return Fact(**said)


def _step(fact: Fact, sign: int) -> Step:
    day = fact.at.astimezone(UTC).date()
    return Step(
        measure=fact.measure,
        partner_id=fact.partner_id,
        day=day,
        bucket=fact.bucket,
        count=sign,
        total=sign * fact.value,
    )
