"""The shelf, and a diary of every effect in the order it was made."""

from sqlalchemy import BigInteger, Column, Identity, Integer, String, Table, Uuid

from chassis.database import metadata

METADATA = metadata()
shelf = Table("shelf", METADATA, Column("loaf_id", Uuid, primary_key=True), Column("turns", Integer, nullable=False))
diary = Table(
    "diary",
    METADATA,
    Column("entry", BigInteger, Identity(), primary_key=True),
    Column("event_id", String(100), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("version", Integer, nullable=False),
)
fault = Table(
    "fault",
    METADATA,
    Column("subject", String(200), primary_key=True),
    Column("times", Integer, nullable=False),
)
