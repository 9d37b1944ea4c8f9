"""A full database in a few seconds: many customers with their claims and registrations, written past the service.

Owns made-up names; the keys are made by the service's own normalisation, so that searches meet real data.
"""

import io
import json
import random
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from chassis.database import uuid7
from services.deals.customers.model import identify

_NAMES = dict(line.split(" ", 1) for line in Path(__file__).with_name("names.txt").read_text("utf-8").splitlines())
WORDS, TRADES, CITIES = (_NAMES[kind].split() for kind in ("words", "trades", "cities"))
STATUSES = (
    *("draft", "submitted", "in_review", "info_requested", "approved", "rejected", "withdrawn", "expired"),
    *("closed_won", "closed_lost"),
)
START = datetime(2025, 1, 1, tzinfo=UTC)


def fill(engine: Engine, *, customers: int, partners: int = 60, seed: int = 7) -> list[str]:
    """Write that many customers, each with one registration; gives the partners' ids."""
    dice = random.Random(seed)
    owners = [uuid7() for _ in range(partners)]
    rows = [_made_up(dice, number, dice.choice(owners)) for number in range(customers)]
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        cursor = connection.connection.cursor()
        _copy(cursor, "partner_standing", ({"partner_id": o, "name": f"P {o}", "status": "active"} for o in owners))
        for table in ("customer_identities", "deal_registrations", "claims"):
            _copy(cursor, table, (row[table] for row in rows if table in row))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("VACUUM ANALYZE customer_identities, claims, deal_registrations"))
        connection.execute(text("RESET statement_timeout"))
    return [str(owner) for owner in owners]


def _made_up(dice: random.Random, number: int, partner_id: UUID) -> dict[str, Any]:
    words = dice.sample(WORDS, 2)
    name = f"{words[0].title()} {words[1].title()} {dice.choice(TRADES)} {dice.choice(['SL', 'SA', 'SLU'])}"
    domain = f"{words[0]}{words[1]}{number}.es" if dice.random() < 0.7 else None
    city = dice.choice(CITIES)
    moment = START + timedelta(minutes=number)
    identity = identify(legal_name=name, country="ES", domain=domain, city=city)
    known, registration_id, status = uuid7(), uuid7(), dice.choice(STATUSES)
    made: dict[str, Any] = {
        "customer_identities": {**asdict(identity), "identity_id": known, "customer_id": known, "created_at": moment},
        "deal_registrations": {
            "deal_registration_id": registration_id,
            "number": f"D-{1_000_000 + number}",
            "partner_id": partner_id,
            "submitted_by": f"seller-{partner_id}",
            "channel": "api",
            "customer": json.dumps({"legal_name": name, "country": "ES", "domain": domain, "city": city}),
            "product_line": "Analytics",
            "amount": "1000.00",
            "currency": "EUR",
            "registration_type": "sourced",
            "status": status,
            "sales_stage": "prospecting",
            "revision": 1,
            "version": 1,
            "created_at": moment,
            "updated_at": moment,
            "submitted_at": moment,
            "decide_by": moment + timedelta(days=2) if status in ("submitted", "in_review") else None,
            "answer_until": moment + timedelta(days=14) if status == "info_requested" else None,
            "protected_until": moment + timedelta(days=900) if status in ("approved", "expired") else None,
            "decision_reason_code": "other" if status == "rejected" else None,
            "sla_paused_minutes": 0,
            "extensions_used": 0,
        },
    }
    standing = {"approved": "protected", "submitted": "undecided", "in_review": "undecided"}.get(status, "ended")
    until = moment + timedelta(days=900)
    made["claims"] = {
        "deal_registration_id": registration_id,
        "partner_id": partner_id,
        "identity_id": known,
        "customer_id": known,
        "registration_type": "sourced",
        "product_line": "analytics",
        "country": "ES",
        "exclusive": True,
        "standing": standing,
        "priority_at": moment,
        "noticed_at": moment,
        "protected": f"[{moment.isoformat()},{until.isoformat()})" if standing == "protected" else None,
    }
    return made


def _copy(cursor: Any, table: str, rows: Iterable[dict[str, Any]]) -> None:
    listed = list(rows)
    columns = list(listed[0])
    lines = ("\t".join(_field(row[column]) for column in columns) for row in listed)
    cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", io.StringIO("\n".join(lines)))


def _field(value: Any) -> str:
    if value is None:
        return r"\N"
    stored = value.isoformat() if isinstance(value, datetime) else str(value)
    return stored.replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")
