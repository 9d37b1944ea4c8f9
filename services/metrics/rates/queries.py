"""Converting an amount at the rate of its day."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.metrics.rates.tables import exchange_rates
from services.metrics.settings import settings

_CENT: Final = Decimal("0.01")
_c = exchange_rates.c


def list_rates(session: Session) -> list[dict[str, Any]]:
    """Every rate, the latest of each currency first."""
    statement = select(exchange_rates).order_by(_c.currency, _c.valid_from.desc())
    return [dict(row._mapping) for row in session.execute(statement)]


def convert(session: Session, amount: Decimal, currency: str, day: date) -> Decimal | None:
    """The amount in the reporting currency, to the cent; None when no rate was known on that day."""
    if currency == settings().reporting_currency:
        return amount
    statement = (
        select(_c.rate).where(_c.currency == currency, _c.valid_from <= day).order_by(_c.valid_from.desc()).limit(1)
    )
    rate = session.scalar(statement)
    return None if rate is None else (amount * rate).quantize(_CENT, ROUND_HALF_UP)
