"""Remembering how a customer was named."""

from dataclasses import asdict
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from chassis.database import uuid7
from services.deals.customers.model import Identity
from services.deals.customers.tables import customer_identities

_INSERT: Final = insert(customer_identities)


def remember(session: Session, identity: Identity, now: datetime, *, same_as: UUID | None) -> tuple[UUID, UUID]:
    """Store an identity under the customer it belongs to, or under a new one; gives (identity_id, customer_id)."""
    identity_id = uuid7()
    customer_id = same_as or identity_id
    row = {"identity_id": identity_id, "customer_id": customer_id, "created_at": now, **asdict(identity)}
    session.execute(_INSERT, row)
    return identity_id, customer_id
