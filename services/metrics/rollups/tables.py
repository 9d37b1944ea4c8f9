"""Where sums are stored. A cell without facts has no row, so that the same facts always make the same table."""

from sqlalchemy import BigInteger, Column, Date, Integer, Numeric, String, Table, Uuid

from chassis.database import metadata

rollups = Table(
    "rollups",
    metadata(),
    Column("measure", String(100), primary_key=True),
    Column("partner_id", Uuid, primary_key=True),
    Column("grain", String(5), primary_key=True),
    Column("starts_on", Date, primary_key=True),
    Column("bucket", Integer, primary_key=True),
    Column("count", BigInteger, nullable=False),
    Column("total", Numeric(22, 4), nullable=False),
)
