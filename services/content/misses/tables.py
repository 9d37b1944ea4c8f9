"""One row a search that found nothing, or nothing with all its words. Who asked is kept as their company alone."""

from sqlalchemy import Boolean, Column, DateTime, String, Table, Uuid

from chassis.database import metadata

search_misses = Table(
    "search_misses",
    metadata(),
    Column("search_miss_id", Uuid, primary_key=True),
    Column("query", String(200), nullable=False),
    Column("is_partly_found", Boolean, nullable=False),
    Column("partner_id", Uuid),
    Column("missed_at", DateTime(timezone=True), nullable=False, index=True),
)
