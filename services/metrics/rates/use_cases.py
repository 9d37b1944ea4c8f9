"""Stating a rate. What was converted with the former one is for whoever keeps amounts."""

from datetime import date
from decimal import Decimal

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.metrics.rates.tables import exchange_rates


def state_rate(session: Session, *, currency: str, valid_from: date, rate: Decimal) -> None:
    """One unit of the currency is worth so much of the reporting currency, from that day until the next stated one."""
    statement = insert(exchange_rates).values(currency=currency, valid_from=valid_from, rate=rate)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["currency", "valid_from"], set_={"rate": statement.excluded.rate}
        )
    )
