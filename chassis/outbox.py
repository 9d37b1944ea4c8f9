"""Records facts in the transaction that made them true.

Owns the write side of the outbox; refuses to publish anything (relay.py does, after the commit).
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock, crash
from chassis.context import Context
from chassis.contracts import Contracts
from chassis.database import uuid7
from chassis.envelope import Fact, data_of, render, subject_of

CHANNEL = "prm_outbox"

# One statement raises each subject's counter (its row lock orders writers of one subject), inserts the rows in the
# order given, and wakes the relay at commit.
_RECORD = f"""
WITH incoming AS (
    SELECT * FROM unnest(
        %(ids)s::uuid[], %(types)s::text[], %(subjects)s::text[], %(envelopes)s::text[]
    ) WITH ORDINALITY AS listed (event_id, type, subject, envelope, place)
), raised AS (
    INSERT INTO subject_version AS counter (subject, version)
    SELECT subject, count(*) FROM incoming GROUP BY subject ORDER BY subject
    ON CONFLICT (subject) DO UPDATE SET version = counter.version + excluded.version
    RETURNING subject, version
)
INSERT INTO outbox (event_id, type, subject, aggregateversion, envelope)
SELECT event_id, type, subject,
       version + 1 - row_number() OVER (PARTITION BY subject ORDER BY place DESC), envelope
FROM incoming JOIN raised USING (subject) ORDER BY place
RETURNING pg_notify('{CHANNEL}', '')
"""  # noqa: S608 - the channel is a constant of this module.


def record(session: Session, events: Iterable[Fact]) -> list[UUID]:
    """Insert the events of this change, each checked against its contract; a broken one aborts the transaction."""
    facts = list(events)
    if not facts:
        return []
    if session.info.get("is_rebuild"):
        raise RuntimeError(f"a rebuild tells nobody anything, but recorded {facts[0].TYPE}")
    service: str = session.info["service"]
    contracts: Contracts = session.info["contracts"]
    context: Context = session.info.get("context") or Context(actor=f"service:{service}")
    moment, ids, envelopes = clock.now(), [], []
    for fact in facts:
        data, event_id = data_of(fact), uuid7()
        contracts.check(fact.TYPE, data)
        ids.append(event_id)
        envelopes.append(render(fact, event_id=event_id, service=service, data=data, at=moment, context=context))
    session.flush()
    crash.point("writer.before_outbox")
    session.connection().exec_driver_sql(
        _RECORD,
        {
            "ids": [str(event_id) for event_id in ids],
            "types": [fact.TYPE for fact in facts],
            "subjects": [subject_of(fact) for fact in facts],
            "envelopes": envelopes,
        },
    )
    crash.point("writer.after_outbox")
    return ids
