"""Blocking: the identities worth scoring against one, each found through an index of its own."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, Uuid, column, func, select, union
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from services.deals.customers.model import Identity
from services.deals.customers.tables import customer_identities

_EACH_BLOCK: Final = 60
_KEYS: Final = tuple(Identity.__dataclass_fields__)
_c = customer_identities.c


def candidate_identities(identity: Identity, *, similar_names: bool) -> Select[Any] | None:
    """Identities that share a key with this one; with similar names too, unless the caller is in a hurry."""
    blocks = [select(_c.identity_id).where(condition).limit(_EACH_BLOCK).subquery() for condition in _blocks(identity)]
    parts = [select(block.c.identity_id) for block in blocks]
    if similar_names:
        similar = func.similar_identities(identity.name_key, identity.country)
        parts.append(select(similar.table_valued(column("identity_id", Uuid)).c.identity_id))
    if not parts:
        return None
    return select(customer_identities).where(_c.identity_id.in_(union(*parts)))


def identity(session: Session, identity_id: UUID) -> Identity:
    return identity_of(session.execute(select(customer_identities).where(_c.identity_id == identity_id)).one())


def identity_of(row: Row[Any]) -> Identity:
    return Identity(**{key: row._mapping[key] for key in _KEYS})


def _blocks(identity: Identity) -> list[ColumnElement[bool]]:
    blocks: list[ColumnElement[bool]] = [(_c.name_key == identity.name_key) & (_c.country == identity.country)]
    if identity.domain:
        blocks += [_c.domain == identity.domain, _c.contact_domain == identity.domain]
    if identity.contact_domain and identity.contact_domain != identity.domain:
        blocks += [_c.domain == identity.contact_domain, _c.contact_domain == identity.contact_domain]
    for key in ("registration_key", "contact_key", "phone_key"):
        if value := getattr(identity, key):
            blocks.append(_c[key] == value)
    if identity.postal_key:
        blocks.append((_c.postal_key == identity.postal_key) & (_c.first_token == identity.first_token))
    return blocks
