"""The issuer's keys: the one in use, and the public halves of all that ever signed."""

import json
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jwt.algorithms import OKPAlgorithm
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from services.enablement import errors
from services.enablement.badges.tables import issuer_keys

_k = issuer_keys.c


def keys(session: Session) -> Sequence[Row[Any]]:
    """Every key that ever signed, the one in use first."""
    return session.execute(select(issuer_keys).order_by(_k.retired_at.desc().nulls_first())).all()


def key_in_use(session: Session) -> tuple[str, Ed25519PrivateKey]:
    row = session.execute(select(issuer_keys).where(_k.retired_at.is_(None))).one_or_none()
    if row is None:
        raise errors.IssuerKeyMissing
    return row.key_id, private_key(row.private_key)


def private_key(pem: str) -> Ed25519PrivateKey:
    """Refuses every other kind of key: badges of this issuer are signed with Ed25519."""
    loaded = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(loaded, Ed25519PrivateKey):
        raise ValueError("PRM_BADGE_KEY must be an Ed25519 private key in PEM")
    return loaded


def public_jwk(key: Ed25519PrivateKey) -> dict[str, str]:
    """The public half alone, as others read it."""
    written = json.loads(OKPAlgorithm.to_jwk(key.public_key()))
    return {name: written[name] for name in ("kty", "crv", "x")}
