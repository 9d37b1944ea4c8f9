"""Blocking: the identities worth scoring against one, each found through an index of its own."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, Text, Uuid, and_, bindparam, column, func, or_, select, union
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from services.deals.customers.model import Identity
from services.deals.customers.tables import customer_identities

_EACH_BLOCK: Final = 60
_KEYS: Final = tuple(Identity.__dataclass_fields__)
_c = customer_identities.c


def candidate_identities(*, similar_names: bool) -> Select[Any]:
    """Identities that share a key with the one in the parameters; with similar names too, unless in a hurry.

    Built once a process: a key that is missing is NULL, which equals nothing and costs nothing.
    """
    blocks = [select(_c.identity_id).where(condition).limit(_EACH_BLOCK).subquery() for condition in _blocks()]
    parts = [select(block.c.identity_id) for block in blocks]
    if similar_names:
        similar = func.similar_identities(bindparam("name_key", type_=Text), bindparam("country", type_=Text))
        parts.append(select(similar.table_valued(column("identity_id", Uuid)).c.identity_id))
    return select(customer_identities).where(_c.identity_id.in_(union(*parts)))


def candidate_parameters(identity: Identity) -> dict[str, Any]:
    return {key: getattr(identity, key) for key in _KEYS}


def identity(session: Session, identity_id: UUID) -> Identity:
    return identity_of(session.execute(select(customer_identities).where(_c.identity_id == identity_id)).one())


def identity_of(row: Row[Any]) -> Identity:
    return Identity(**{key: row._mapping[key] for key in _KEYS})


def _blocks() -> list[ColumnElement[bool]]:
    given = {key: bindparam(key, type_=_c[key].type) for key in _KEYS}
    return [
        and_(_c.name_key == given["name_key"], or_(_c.country == given["country"], given["country"] == "")),
        and_(_c.postal_key == given["postal_key"], _c.first_token == given["first_token"]),
        *(left == given[key] for left in (_c.domain, _c.contact_domain) for key in ("domain", "contact_domain")),
        *(_c[key] == given[key] for key in ("registration_key", "contact_key", "phone_key")),
    ]
