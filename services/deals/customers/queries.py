"""Blocking: the identities worth scoring against one, each found through an index of its own."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, Text, Uuid, and_, bindparam, column, func, select, union
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from services.deals.customers.model import Identity
from services.deals.customers.tables import customer_identities

_EACH_BLOCK: Final = 60
KEYS: Final = tuple(Identity.__dataclass_fields__)
_c = customer_identities.c


@cache
def candidate_identities(given: frozenset[str], *, similar_names: bool) -> Select[Any]:
    """Identities that share one of the given keys with the one in the parameters, or have a similar name.

    Built once for every set of keys; a key that was not given costs no block, neither to plan nor to run.
    """
    parts = [
        select(select(_c.identity_id).where(condition).limit(_EACH_BLOCK).subquery().c.identity_id)
        for condition in _blocks(given)
    ]
    if similar_names:
        similar = func.similar_identities(bindparam("name_key", type_=Text), bindparam("country", type_=Text))
        parts.append(select(similar.table_valued(column("identity_id", Uuid)).c.identity_id))
    return select(customer_identities).where(_c.identity_id.in_(union(*parts)))


def given_keys(identity: Identity) -> frozenset[str]:
    return frozenset(key for key in KEYS if getattr(identity, key))


def candidate_parameters(identity: Identity) -> dict[str, Any]:
    return {key: getattr(identity, key) for key in KEYS}


def identity(session: Session, identity_id: UUID) -> Identity:
    return identity_of(session.execute(select(customer_identities).where(_c.identity_id == identity_id)).one())


def identity_of(row: Row[Any]) -> Identity:
    return Identity(**{key: row._mapping[key] for key in KEYS})


def _blocks(given: frozenset[str]) -> Iterator[ColumnElement[bool]]:
    wanted = {key: bindparam(key, type_=_c[key].type) for key in given}
    same_name = _c.name_key == bindparam("name_key", type_=_c.name_key.type)
    yield and_(same_name, _c.country == wanted["country"]) if "country" in given else same_name
    if {"postal_key", "first_token"} <= given:
        yield and_(_c.postal_key == wanted["postal_key"], _c.first_token == wanted["first_token"])
    sites = [wanted[key] for key in ("domain", "contact_domain") if key in given]
    if sites:
        yield from (_c[key].in_(sites) for key in ("domain", "contact_domain"))
    yield from (_c[key] == wanted[key] for key in ("registration_key", "contact_key", "phone_key") if key in given)
