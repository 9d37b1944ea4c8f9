"""The replicas of people and of their certificates: ids and dates, no names."""

from sqlalchemy import Column, DateTime, Table, Uuid
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.metrics.people.model import Certificate, Person

mapped = registry(metadata=metadata())

people = Table(
    "people",
    mapped.metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("partner_id", Uuid),
    Column("joined_at", DateTime(timezone=True)),
    Column("left_at", DateTime(timezone=True)),
)

certificates = Table(
    "certificates",
    mapped.metadata,
    Column("certificate_id", Uuid, primary_key=True),
    Column("person_id", Uuid, index=True),
    Column("issued_at", DateTime(timezone=True)),
    Column("expires_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
)

mapped.map_imperatively(Person, people)
mapped.map_imperatively(Certificate, certificates)
