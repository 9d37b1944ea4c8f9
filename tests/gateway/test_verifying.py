"""The public side of certificates: a page for people, two documents for programs, and nothing more than they need."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chassis.errors import ServiceError
from tests.gateway.canned import CannedServices
from tests.gateway.conftest import runtime_of
from tests.gateway.people import People

CODE = "K7QM-2F9D-XW3T"
FOUND = {
    "holder_name": "Lucía Vega <b>",
    "title": {"en": "Cloud sales professional", "es": "Profesional de ventas en la nube"},
    "issued_at": "2026-03-02T09:00:00+00:00",
    "expires_at": "2027-03-02T09:00:00+00:00",
    "status": "valid",
}
CERTIFICATE = str(UUID(int=41))


def see(client: FlaskClient, language: str = "en", code: str = CODE) -> Any:
    return client.get(f"/verify/{code}", headers={"Accept-Language": language})


@pytest.mark.parametrize(
    ("status", "language", "words"),
    [
        ("valid", "en", "This certificate is valid"),
        ("valid", "es", "Este certificado es válido"),
        ("expired", "en", "This certificate has expired"),
        ("expired", "es", "Este certificado ha caducado"),
        ("revoked", "en", "This certificate was revoked"),
        ("revoked", "es", "Este certificado fue revocado"),
    ],
)
def test_a_stranger_is_told_how_it_stands_in_their_language(
    client: FlaskClient, services: CannedServices, status: str, language: str, words: str
) -> None:
    services.answers["verify_certificate"] = {**FOUND, "status": status}
    page = see(client, language)
    assert page.status_code == 200
    assert words in page.text
    assert FOUND["title"][language] in page.text
    assert services.last.command == {"code": CODE}


def test_the_page_asks_as_nobody_and_keeps_what_was_typed_as_text(
    client: FlaskClient, services: CannedServices
) -> None:
    services.answers["verify_certificate"] = FOUND
    page = see(client)
    assert services.principal().actor == "anonymous"
    assert "Lucía Vega &lt;b&gt;" in page.text


def test_what_a_service_said_too_much_never_reaches_the_page(client: FlaskClient, services: CannedServices) -> None:
    secrets = {"person_id": str(uuid4()), "email": "lucia@vega.example", "reason": "Cheated.", "number": "C-10417"}
    services.answers["verify_certificate"] = {**FOUND, "status": "revoked", **secrets}
    page = see(client).text
    assert [name for name, value in secrets.items() if value in page] == []


def test_an_unknown_code_says_how_to_check_it(client: FlaskClient, services: CannedServices) -> None:
    services.answers["verify_certificate"] = ServiceError("not_found", "certificate_not_found")
    page = see(client)
    assert page.status_code == 404
    assert "We do not know this code" in page.text
    assert f'value="{CODE}"' in page.text


def test_enablement_away_is_not_told_as_an_unknown_code(client: FlaskClient, services: CannedServices) -> None:
    services.answers["verify_certificate"] = ServiceError("unavailable", "service_unavailable")
    page = see(client)
    assert page.status_code == 503
    assert "We do not know this code" not in page.text


def test_a_typed_code_leads_to_its_page(client: FlaskClient) -> None:
    assert client.get("/verify").status_code == 200
    assert client.get(f"/verify?code=+{CODE}+").headers["Location"] == f"/verify/{CODE}"


def test_the_keys_are_where_did_web_looks_and_anybody_may_read_them(
    client: FlaskClient, services: CannedServices
) -> None:
    services.answers["get_issuer"] = {"@context": [], "id": "did:web:x", "verificationMethod": []}
    answer = client.get("/.well-known/did.json")
    assert answer.mimetype == "application/did+json"
    assert answer.json["id"] == "did:web:x"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "public" in answer.headers["Cache-Control"]


def test_the_status_list_is_one_signed_text_that_is_soon_asked_for_again(
    client: FlaskClient, services: CannedServices
) -> None:
    services.answers["get_status_list"] = {"credential": "a.b.c"}
    answer = client.get("/credentials/status/0")
    assert (answer.mimetype, answer.text) == ("application/vc+jwt", "a.b.c")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    services.answers["get_status_list"] = ServiceError("not_found", "status_list_not_found")
    assert client.get("/credentials/status/9").status_code == 404


def test_the_document_is_streamed_and_its_place_is_not_told(
    app: Flask, people: People, services: CannedServices
) -> None:
    key = f"documents/enablement/{CERTIFICATE}.en.pdf"
    runtime_of(app).blobs.write(key, [b"%PDF-1.7 ", b"of a certificate"])
    found = {"blob_key": key, "filename": "C-10417.en.pdf", "media_type": "application/pdf"}
    services.answers["get_certificate_document"] = found
    answer = people.sign_in("partner_seller").get(f"/certificates/{CERTIFICATE}/document?language=en")
    assert answer.data == b"%PDF-1.7 of a certificate"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "enablement" not in str(answer.headers)


def test_a_name_travels_with_whoever_asks_so_that_a_certificate_can_carry_it(
    people: People, services: CannedServices
) -> None:
    people.sign_in("partner_seller").get("/certificates")
    assert services.principal().claims["name"]


@pytest.mark.parametrize("typed", ["K7QM#2F9D", "K7QM?2F9D", "K7QM 2F9D", "100%"])
def test_a_typed_code_reaches_its_page_whole(client: FlaskClient, services: CannedServices, typed: str) -> None:
    services.answers["verify_certificate"] = FOUND
    sent = client.get("/verify", query_string={"code": typed}, follow_redirects=True)
    assert sent.status_code == 200
    assert services.last.command == {"code": typed}
