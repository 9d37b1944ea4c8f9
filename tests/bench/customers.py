"""A hundred thousand customers, made the way registrations make them: normalised by the service's own code."""

import random
from dataclasses import asdict
from typing import Any

from sqlalchemy import Engine, func, insert, select, text

from chassis import clock
from chassis.database import uuid7
from services.deals.customers.model import identify
from services.deals.customers.tables import customer_identities
from tests.bench.load import word

COUNTRIES = ("ES", "PT", "FR", "DE", "IT", "GB", "NL", "PL", "SE", "MX", "US", "BR")
FORMS = ("SL", "SA", "GmbH", "Ltd", "SAS", "BV", "Inc", "Lda", "AG", "SpA")
TRADES = ("Sistemas", "Logistics", "Foods", "Energy", "Bank", "Textil", "Pharma", "Consulting", "Automotive", "Media")
BATCH = 2000


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
