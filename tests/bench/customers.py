"""The conflict check among a hundred thousand customers, which the service's own code normalised, and its plan."""

import random
from dataclasses import asdict
from typing import Any

from sqlalchemy import Engine, func, insert, select, text
from sqlalchemy.dialects import postgresql

from chassis import clock, database
from chassis.database import uuid7
from services.deals.customers.model import identify
from services.deals.customers.queries import candidate_identities, candidate_parameters, given_keys
from services.deals.customers.tables import customer_identities
from tests.bench.contest import Arena
from tests.bench.load import Load, word
from tests.bench.tables import show

COUNTRIES = ("ES", "PT", "FR", "DE", "IT", "GB", "NL", "PL", "SE", "MX", "US", "BR")
FORMS = ("SL", "SA", "GmbH", "Ltd", "SAS", "BV", "Inc", "Lda", "AG", "SpA")
TRADES = ("Sistemas", "Logistics", "Foods", "Energy", "Bank", "Textil", "Pharma", "Consulting", "Automotive", "Media")
BATCH = 2000


def conflict_checks(arena: Arena, wanted: int, seconds: float) -> dict[str, Any]:
    engine = database.engine(arena.database("deals"), pool_size=2)
    fill(engine, wanted)
    ask = Load(
        f"{arena.status['gateway']}/v1/conflict-checks",
        arena.token("partner_a"),
        lambda: {"customer": named(), "product_line": "backup"},
    )
    alone, four = ask.run(1, seconds), ask.run(4, seconds)
    show(f"conflict check among {wanted} customers", {"1 connection": alone, "4 connections": four})
    plan = _explain(engine)
    print("\nplan of its candidates\n" + "\n".join(f"  {line}" for line in plan))
    return {"customers": wanted, "one": vars(alone), "four": vars(four), "plan": plan}


def fill(engine: Engine, wanted: int) -> int:
    """Bring the table to `wanted` rows; gives how many were added."""
    with engine.connect() as connection:
        there = connection.scalar(select(func.count()).select_from(customer_identities)) or 0
    for start in range(there, wanted, BATCH):
        with engine.begin() as connection:
            connection.execute(insert(customer_identities), [_row() for _ in range(min(BATCH, wanted - start))])
    with engine.begin() as connection:
        connection.execute(text("ANALYZE customer_identities"))
    return max(0, wanted - there)


def _row() -> dict[str, Any]:
    customer = named()
    identity_id = uuid7()
    identity = identify(**customer, contact_email=f"{word(3)}@{customer['domain']}", contact_phone=None)
    return {"identity_id": identity_id, "customer_id": identity_id, "created_at": clock.now(), **asdict(identity)}


def named() -> dict[str, str]:
    """A company as a partner would name it."""
    name = f"{word(random.randint(2, 4)).capitalize()} {random.choice(TRADES)} {random.choice(FORMS)}"
    return {
        "legal_name": name,
        "country": random.choice(COUNTRIES),
        "domain": f"{word(4)}.example",
        "city": word(3),
        "postal_code": f"{random.randint(1000, 99999):05}",
    }


def _explain(engine: Engine) -> list[str]:
    identity = identify(**named(), contact_email="eva@example.com", contact_phone=None)
    statement = candidate_identities(given_keys(identity), similar_names=True)
    statement = statement.params(candidate_parameters(identity))
    asked = statement.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, COSTS OFF) {str(asked).replace('%', '%%')}")
        return [str(row[0]) for row in rows]
