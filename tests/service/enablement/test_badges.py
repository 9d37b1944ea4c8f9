"""Badges as others check them: openbadgeslib's verifier, and PyJWT alone, from nothing but the public documents."""

import base64
import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openbadgeslib.baking import SVG_ELEMENT_OB3, extract_svg
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from chassis.context import Principal
from chassis.errors import ServiceError
from chassis.testing import ANYBODY, Harness
from services.enablement import settings
from tests.service.enablement.academy import PUBLIC, Academy

DID = "did:web:partners.northbeam.example"


@pytest.fixture(autouse=True)
def public_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Verifiers look at the real clock, so these tests do too."""
    monkeypatch.setenv("PRM_PUBLIC_URL", PUBLIC)
    settings.settings.cache_clear()
    yield
    settings.settings.cache_clear()


@pytest.fixture
def academy(harness: Harness) -> Academy:
    made = Academy(harness)
    made.make_key()
    return made


@pytest.fixture
def lucia(academy: Academy) -> Principal:
    return academy.somebody()


@pytest.fixture
def certificate(academy: Academy, lucia: Principal) -> dict[str, Any]:
    course = academy.published()
    academy.certification(course)
    return academy.earn(lucia, course)


def badge(academy: Academy, by: Principal, certificate: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = academy.do("get_badge", by, certificate_id=certificate["certificate_id"])
    return found


class Internet:
    """What a stranger's program can fetch: the two public documents, by their addresses."""

    def __init__(self, academy: Academy) -> None:
        self._academy = academy
        self.fetched: list[str] = []

    def __call__(self, url: str) -> bytes:
        self.fetched.append(url)
        if url == f"{PUBLIC}/.well-known/did.json":
            return json.dumps(self._academy.do("get_issuer", ANYBODY)).encode()
        number = url.removeprefix(f"{PUBLIC}/credentials/status/")
        found: str = self._academy.do("get_status_list", ANYBODY, number=int(number))["credential"]
        return found.encode()


def verify(academy: Academy, token: str) -> Any:
    """As somebody else's program does, with a library that is not ours."""
    internet = Internet(academy)
    verifier = OB3Verifier.for_issuer_did(DID, download=internet)
    return verifier.verify(token, check_status=True, download=internet)


def test_a_badge_verifies_with_openbadgeslib_from_the_public_documents(
    academy: Academy, lucia: Principal, certificate: dict[str, Any]
) -> None:
    seen = verify(academy, badge(academy, lucia, certificate)["credential"])
    assert seen.issuer.id == DID
    assert seen.achievement.name == "Cloud sales professional"
    assert seen.identifiers[0].identity_hash == "Lucía Vega"
    assert seen.expiration_date == datetime.fromisoformat(certificate["expires_at"]).replace(microsecond=0)


def test_a_badge_verifies_with_nothing_but_a_jwt_library(
    academy: Academy, lucia: Principal, certificate: dict[str, Any]
) -> None:
    token = badge(academy, lucia, certificate)["credential"]
    kid = jwt.get_unverified_header(token)["kid"]
    document = academy.do("get_issuer", ANYBODY)
    (method,) = [one for one in document["verificationMethod"] if one["id"] == kid]
    assert kid in document["assertionMethod"]
    assert set(method["publicKeyJwk"]) == {"kty", "crv", "x"}
    claims = jwt.decode(token, jwt.PyJWK(method["publicKeyJwk"], "EdDSA").key, algorithms=["EdDSA"])
    assert claims["iss"] == claims["issuer"]["id"] == DID
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert claims["jti"] == f"{PUBLIC}/verify/{certificate['code']}"


def test_a_revoked_badge_fails_and_the_others_still_verify(
    academy: Academy, lucia: Principal, certificate: dict[str, Any]
) -> None:
    course = academy.published()
    academy.certification(course, code="security")
    other = academy.earn(lucia, course)
    revoked, kept = (badge(academy, lucia, one)["credential"] for one in (certificate, other))
    verify(academy, revoked)
    academy.revoke(certificate)
    with pytest.raises(OB3VerificationError, match="revocation"):
        verify(academy, revoked)
    verify(academy, kept)


def test_the_status_list_sets_the_bit_that_the_badge_names(
    academy: Academy, lucia: Principal, certificate: dict[str, Any]
) -> None:
    token = badge(academy, lucia, certificate)["credential"]
    entry = jwt.decode(token, options={"verify_signature": False})["credentialStatus"]
    assert entry["type"] == "BitstringStatusListEntry"
    number = int(entry["statusListCredential"].rpartition("/")[2])

    def bits() -> bytes:
        signed = academy.do("get_status_list", ANYBODY, number=number)["credential"]
        encoded = jwt.decode(signed, options={"verify_signature": False})["credentialSubject"]["encodedList"]
        assert encoded.startswith("u")
        padded = encoded[1:] + "=" * (-len(encoded[1:]) % 4)
        return gzip.decompress(base64.urlsafe_b64decode(padded))

    assert len(bits()) * 8 >= 131_072
    assert not any(bits())
    academy.revoke(certificate)
    byte, bit = divmod(int(entry["statusListIndex"]), 8)
    assert bits()[byte] == 0x80 >> bit
    assert sum(bits()[:byte]) + sum(bits()[byte + 1 :]) == 0


def test_a_badge_somebody_changed_is_refused(academy: Academy, lucia: Principal, certificate: dict[str, Any]) -> None:
    header, payload, signature = badge(academy, lucia, certificate)["credential"].split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    claims["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    with pytest.raises(OB3VerificationError):
        verify(academy, f"{header}.{forged}.{signature}")


def test_the_picture_carries_the_same_credential(
    academy: Academy, lucia: Principal, certificate: dict[str, Any]
) -> None:
    found = badge(academy, lucia, certificate)
    assert extract_svg(found["image"].encode(), element=SVG_ELEMENT_OB3) in (
        found["credential"],
        found["credential"].encode(),
    )
    assert "<script" not in found["image"]
    assert found["filename"] == f"{certificate['number']}.svg"


def test_a_badge_says_no_more_than_the_page_for_strangers(
    academy: Academy, lucia: Principal, certificate: dict[str, Any]
) -> None:
    token = badge(academy, lucia, certificate)["credential"]
    said = json.dumps(jwt.decode(token, options={"verify_signature": False}))
    for hidden in ("person_id", "partner_id", "enrollment_id"):
        assert str(certificate.get(hidden) or lucia.claims.get(hidden)) not in said
    assert "@" not in said.replace("@context", "")


def test_a_revoked_certificate_gives_no_badge_any_more(
    academy: Academy, lucia: Principal, certificate: dict[str, Any]
) -> None:
    academy.revoke(certificate)
    with pytest.raises(ServiceError) as refused:
        badge(academy, lucia, certificate)
    assert refused.value.code == "certificate_revoked"


def test_a_list_that_no_certificate_reaches_does_not_exist(academy: Academy, certificate: dict[str, Any]) -> None:
    assert certificate
    with pytest.raises(ServiceError) as refused:
        academy.do("get_status_list", ANYBODY, number=1)
    assert refused.value.code == "status_list_not_found"


def test_the_key_is_made_once_and_never_shown(academy: Academy) -> None:
    before = academy.do("get_issuer", ANYBODY)
    academy.make_key()
    assert academy.do("get_issuer", ANYBODY) == before
    assert '"d"' not in json.dumps(before)


def test_until_there_is_a_key_a_badge_is_refused_for_a_moment(harness: Harness) -> None:
    with pytest.raises(ServiceError) as refused:
        Academy(harness).do("get_issuer", ANYBODY)
    assert (refused.value.kind, refused.value.code) == ("unavailable", "issuer_key_missing")


def test_a_key_that_is_set_takes_over_and_earlier_badges_still_verify(
    academy: Academy, lucia: Principal, certificate: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = badge(academy, lucia, certificate)["credential"]
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    monkeypatch.setenv("PRM_BADGE_KEY", pem)
    settings.settings.cache_clear()
    academy.make_key()
    later = badge(academy, lucia, certificate)["credential"]
    assert jwt.decode(later, key.public_key(), algorithms=["EdDSA"])
    for token in (earlier, later):
        verify(academy, token)
    kids = [jwt.get_unverified_header(token)["kid"] for token in (earlier, later)]
    assert [one["id"] for one in academy.do("get_issuer", ANYBODY)["verificationMethod"]] == kids[::-1]


def test_an_old_copy_of_the_list_is_not_taken_for_a_new_one(academy: Academy, certificate: dict[str, Any]) -> None:
    assert certificate
    signed = academy.do("get_status_list", ANYBODY, number=0)["credential"]
    claims = jwt.decode(signed, options={"verify_signature": False})
    until = datetime.fromisoformat(claims["validUntil"])
    assert timedelta() < until - datetime.now(UTC) <= timedelta(hours=24)
