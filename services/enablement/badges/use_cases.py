"""Signing: a certificate as an Open Badge, the status list, and the document that shows the issuer's keys."""

import base64
import hashlib
import json
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openbadgeslib.baking import SVG_ELEMENT_OB3, SVG_NS_OB3, bake_svg
from openbadgeslib.ob3 import (
    Achievement,
    IdentityObject,
    Issuer,
    OpenBadgeCredential,
    build_did_document,
    build_status_list_credential,
    status_entry,
)
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from chassis.context import Principal
from services.enablement import errors
from services.enablement.badges import queries
from services.enablement.badges.model import LIST_SIZE, did_of, place_of, status_list_url, verify_url
from services.enablement.badges.tables import issuer_keys
from services.enablement.certificates import queries as certificates
from services.enablement.settings import Settings, settings

_DRAWING: Final = Path(__file__).with_name("badge.svg")
_LIST_HOLDS: Final = timedelta(hours=24)
_LIST_FRESH_MILLISECONDS: Final = 60_000


def ensure_key(session: Session, now: datetime, pem: str) -> bool:
    """Have a key in use: the given one, or else one made here and kept. True when that changed anything."""
    known = {row.key_id: row for row in queries.keys(session)}
    in_use = next((row.key_id for row in known.values() if row.retired_at is None), None)
    if in_use is not None and not pem:
        return False
    key = queries.private_key(pem) if pem else Ed25519PrivateKey.generate()
    key_id = _thumbprint(queries.public_jwk(key))
    if key_id == in_use:
        return False
    session.execute(update(issuer_keys).where(issuer_keys.c.retired_at.is_(None)).values(retired_at=now))
    if key_id in known:
        session.execute(update(issuer_keys).where(issuer_keys.c.key_id == key_id).values(retired_at=None))
    else:
        text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        session.execute(insert(issuer_keys), {"key_id": key_id, "private_key": text, "created_at": now})
    return True


def badge(session: Session, principal: Principal, *, certificate_id: Any) -> dict[str, Any]:
    """One certificate as a signed credential, and as a picture that carries it."""
    row = certificates.certificate_row(session, principal, certificate_id)
    if row.revoked_at is not None:
        raise errors.CertificateRevoked
    chosen = settings()
    credential = _signed(session, chosen, _credential(chosen, row).to_jwt_payload())
    return {"credential": credential, "image": _drawn(chosen, row, credential), "filename": f"{row.number}.svg"}


def did_document(session: Session) -> dict[str, Any]:
    """The issuer's public keys, the one in use first."""
    known = queries.keys(session)
    if not known:
        raise errors.IssuerKeyMissing
    methods = [(row.key_id, queries.public_jwk(queries.private_key(row.private_key))) for row in known]
    return build_did_document(did_of(settings().public_url), methods)


def status_list(session: Session, now: datetime, *, number: int) -> dict[str, str]:
    """One signed list: a bit is set where a certificate was revoked."""
    chosen, first = settings(), number * LIST_SIZE
    if number > place_of(certificates.highest_status_index(session))[0]:
        raise errors.StatusListNotFound
    revoked = certificates.revoked_between(session, first, first + LIST_SIZE - 1)
    document = build_status_list_credential(
        did_of(chosen.public_url),
        status_list_url(chosen.public_url, number),
        "revocation",
        [index - first for index in revoked],
        issued=now,
        valid_until=now + _LIST_HOLDS,
        ttl=_LIST_FRESH_MILLISECONDS,
    )
    claims = {"iss": document["issuer"], "jti": document["id"], "nbf": int(now.timestamp())}
    return {"credential": _signed(session, chosen, document | claims)}


def _credential(chosen: Settings, row: Any) -> OpenBadgeCredential:
    """The same few facts that a stranger may verify: no id of the person, no address."""
    number, bit = place_of(row.status_index)
    url = verify_url(chosen.public_url, row.code)
    return OpenBadgeCredential(
        id=url,
        issuer=Issuer(id=did_of(chosen.public_url), name=chosen.vendor, url=chosen.public_url),
        recipient_id=None,
        identifiers=[IdentityObject(identity_hash=row.holder_name, identity_type="name", hashed=False)],
        achievement=Achievement(
            id=f"{chosen.public_url}/certifications/{row.certification_code}",
            name=row.title["en"],
            description=row.title["en"],
            criteria_narrative=f"Completed every course that {chosen.vendor} asks for, exams included.",
            achievement_type="Certification",
        ),
        issuance_date=row.issued_at,
        expiration_date=row.expires_at,
        credential_status=[status_entry(status_list_url(chosen.public_url, number), "revocation", bit)],
    )


def _signed(session: Session, chosen: Settings, payload: dict[str, Any]) -> str:
    key_id, key = queries.key_in_use(session)
    headers = {"kid": f"{did_of(chosen.public_url)}#{key_id}", "typ": "vc+jwt"}
    return jwt.encode(payload, key, algorithm="EdDSA", headers=headers)


def _drawn(chosen: Settings, row: Any, credential: str) -> str:
    """The badge as a picture, with the credential baked in as Open Badges 3.0 says."""
    lines = [*wrap(row.title["en"], 18), "", ""][:3]
    words = {"vendor": chosen.vendor, **{f"line{at}": line for at, line in enumerate(lines, start=1)}}
    drawing = _DRAWING.read_text("utf-8").format(**{name: escape(word) for name, word in words.items()})
    baked = bake_svg(drawing.encode(), credential, element=SVG_ELEMENT_OB3, namespace=SVG_NS_OB3)
    return baked.decode()


def _thumbprint(jwk: dict[str, str]) -> str:
    """RFC 7638: the key is named after itself."""
    text = json.dumps({name: jwk[name] for name in ("crv", "kty", "x")}, separators=(",", ":"), sort_keys=True)
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
