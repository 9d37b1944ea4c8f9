"""Where people are stored. One address belongs to one person at a time, whatever its case."""

from sqlalchemy import Column, DateTime, Enum, Index, Integer, String, Table, Uuid, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.partners.people.model import Person, PersonStatus

mapping = registry(metadata=metadata())

people = Table(
    "people",
    mapping.metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("partner_id", Uuid),
    Column("name", String(200), nullable=False),
    Column("email", String(254), nullable=False),
    Column("roles", ARRAY(String(30)), nullable=False),
    Column("job_title", String(100)),
    Column("phone", String(40)),
    Column("language", String(5), nullable=False),
    Column("status", Enum(PersonStatus, native_enum=False, length=20, values_callable=list), nullable=False),
    Column("invited_at", DateTime(timezone=True), nullable=False),
    Column("joined_at", DateTime(timezone=True)),
    Column("left_at", DateTime(timezone=True)),
    Column("left_reason", String(200)),
    Column("search_key", String(250), nullable=False),
    Column("version", Integer, nullable=False),
)
Index("ux_people_email", func.lower(people.c.email), unique=True, postgresql_where=people.c.status != "left")
Index("ix_people_partner_id_search_key_person_id", people.c.partner_id, people.c.search_key, people.c.person_id)
Index("ix_people_search_key_person_id", people.c.search_key, people.c.person_id)
Index(
    "ix_people_search_key_trgm",
    people.c.search_key,
    postgresql_using="gin",
    postgresql_ops={"search_key": "gin_trgm_ops"},
)

mapping.map_imperatively(Person, people, version_id_col=people.c.version)
