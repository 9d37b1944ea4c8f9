"""Rates as data: one unit of a currency in the reporting currency, from a day on."""

from sqlalchemy import Column, Date, Numeric, String, Table

from chassis.database import metadata

exchange_rates = Table(
    "exchange_rates",
    metadata(),
    Column("currency", String(3), primary_key=True),
    Column("valid_from", Date, primary_key=True),
    Column("rate", Numeric(18, 8), nullable=False),
)
