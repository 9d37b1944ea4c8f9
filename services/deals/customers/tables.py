"""Customer identities: every way a customer was named, grouped under one customer, and the keys they are found by."""

from sqlalchemy import Column, DateTime, Index, String, Table, Uuid

from chassis.database import metadata

customer_identities = Table(
    "customer_identities",
    metadata(),
    Column("identity_id", Uuid, primary_key=True),
    Column("customer_id", Uuid, nullable=False, index=True),
    Column("legal_name", String(200), nullable=False),
    Column("country", String(2), nullable=False),
    Column("name_key", String(200), nullable=False),
    Column("first_token", String(200), nullable=False),
    Column("domain", String(253)),
    Column("registration_key", String(60)),
    Column("city_key", String(120)),
    Column("postal_key", String(20)),
    Column("phone_key", String(64)),
    Column("contact_key", String(64)),
    Column("contact_domain", String(253)),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
_c = customer_identities.c
for _name in ("domain", "registration_key", "phone_key", "contact_key", "contact_domain"):
    Index(f"ix_customer_identities_{_name}", _c[_name], postgresql_where=_c[_name].is_not(None))
Index("ix_customer_identities_postal", _c.postal_key, _c.first_token, postgresql_where=_c.postal_key.is_not(None))
Index("ix_customer_identities_name", _c.name_key, _c.country)
Index(
    "ix_customer_identities_name_trgm", _c.name_key, postgresql_using="gin", postgresql_ops={"name_key": "gin_trgm_ops"}
)
