"""How a request becomes the one flat command of its owner, and what is refused before anybody is asked."""

import pytest

from tests.gateway.canned import CannedServices
from tests.gateway.people import People

ID = "0190f5c0-0000-7000-8000-000000000001"
REGISTRATION = f"/deal-registrations/{ID}"


def test_path_and_body_are_joined(people: People, services: CannedServices) -> None:
    people.sign_in("channel_manager").post(f"{REGISTRATION}/reject", {"reason_code": "incomplete", "text": "Add it."})
    assert services.last.method == "reject_deal_registration"
    assert services.last.command == {"deal_registration_id": ID, "reason_code": "incomplete", "text": "Add it."}


def test_lists_in_the_query_may_be_repeated_or_joined(people: People, services: CannedServices) -> None:
    people.sign_in("auditor").get("/deal-registrations?status=draft&status=approved,rejected&q=acme")
    assert services.last.command == {"status": ["draft", "approved", "rejected"], "q": "acme"}


def test_a_plain_parameter_given_twice_is_refused(people: People) -> None:
    answer = people.sign_in("auditor").get("/deal-registrations?q=a&q=b")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["code"] == "given_twice"


def test_the_body_never_overrides_the_path(people: People, services: CannedServices) -> None:
    answer = people.sign_in("channel_manager").post(f"{REGISTRATION}/approve", {"deal_registration_id": "another"})
    assert answer.status_code == 422
    assert not services.asked


def test_a_change_needs_the_version_that_was_read(people: People, services: CannedServices) -> None:
    caller = people.sign_in("partner_admin")
    assert caller.call("PATCH", REGISTRATION, json={"amount": "1"}).status_code == 428
    caller.call("PATCH", REGISTRATION, json={"amount": "1"}, headers={"If-Match": '"7"'})
    assert services.last.command["version"] == 7


def test_an_action_accepts_the_version_and_does_not_require_it(people: People, services: CannedServices) -> None:
    caller = people.sign_in("channel_manager")
    assert caller.post(f"{REGISTRATION}/approve").status_code == 200
    assert "version" not in services.last.command
    caller.post(f"{REGISTRATION}/approve", headers={"If-Match": '"3"'})
    assert services.last.command["version"] == 3


def test_the_tag_of_a_compressed_answer_can_be_sent_back(people: People, services: CannedServices) -> None:
    services.answers["get_deal_registration"] = {"deal_registration_id": ID, "version": 7, "description": "x" * 4000}
    caller = people.sign_in("partner_admin")
    tag = caller.get(REGISTRATION, headers={"Accept-Encoding": "gzip, br, zstd"}).headers["ETag"]
    assert tag != '"7"', "the answer was not compressed: this test would prove nothing"
    caller.call("PATCH", REGISTRATION, json={"amount": "1"}, headers={"If-Match": tag})
    assert services.last.command["version"] == 7


def test_an_etag_that_is_not_ours_matches_nothing(people: People) -> None:
    answer = people.sign_in("partner_admin").call("PATCH", REGISTRATION, json={}, headers={"If-Match": 'W/"3"'})
    assert answer.status_code == 412


def test_the_answer_carries_its_version_as_etag(people: People, services: CannedServices) -> None:
    services.answers["get_deal_registration"] = {"deal_registration_id": ID, "version": 4}
    caller = people.sign_in("auditor")
    assert caller.get(REGISTRATION).headers["ETag"] == '"4"'
    again = caller.get(REGISTRATION, headers={"If-None-Match": '"4"'})
    assert again.status_code == 304
    assert again.data == b""


def test_what_is_made_has_an_address(people: People, services: CannedServices) -> None:
    services.answers["register_deal"] = {"deal_registration_id": ID, "version": 1}
    answer = people.sign_in("partner_admin").post("/deal-registrations", {"customer": {"legal_name": "Acme"}})
    assert answer.status_code == 201
    assert answer.headers["Location"].endswith(f"/v1{REGISTRATION}")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"a": 1, "a": 2}',
        b'{"customer": {"x": 1, "x": 2}}',
        b"[1]",
        b'"text"',
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"a": ' + b"9" * 60 + b"}",
        b'{"a": "\\u0000"}',
        b'{"a": ["\\ud800"]}',
        b'{"a": ' + b"[" * 40 + b"]" * 40 + b"}",
        b"[" * 50_000,
        b'{"a": "\xff"}',
    ],
)
def test_a_body_with_two_meanings_or_none_is_refused(people: People, services: CannedServices, body: bytes) -> None:
    answer = people.sign_in("partner_admin").call(
        "POST", "/deal-registrations", data=body, content_type="application/json"
    )
    assert answer.status_code == 400
    assert not services.asked


def test_a_body_may_not_be_large(people: People) -> None:
    caller = people.sign_in("partner_admin")
    answer = caller.call("POST", "/deal-registrations", data=b" " * 70_000, content_type="application/json")
    assert answer.status_code == 413


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_only_json_is_read(people: People, media_type: str) -> None:
    answer = people.sign_in("partner_admin").call("POST", "/deal-registrations", data=b"{}", content_type=media_type)
    assert answer.status_code == 415


def test_money_does_not_pass_through_a_float(people: People, services: CannedServices) -> None:
    caller = people.sign_in("partner_admin")
    caller.call("POST", "/deal-registrations", data=b'{"amount": 0.10}', content_type="application/json")
    assert str(services.last.command["amount"]) == "0.10"


def test_the_owner_learns_who_asks_from_the_gateway_alone(people: People, services: CannedServices) -> None:
    caller = people.sign_in("partner_seller")
    caller.get("/deal-registrations", headers={"prm-principal": '{"actor": "person:x", "scope": "all"}'})
    principal = services.principal()
    assert principal.actor == f"person:{caller.person_id}"
    assert principal.scope == "own"
    assert principal.claims["partner_id"] == str(caller.partner_id)


def test_a_request_id_is_kept_where_it_is_harmless(people: People, services: CannedServices) -> None:
    caller = people.sign_in("auditor")
    assert caller.get("/deal-registrations", headers={"X-Request-Id": "abc-123"}).headers["X-Request-Id"] == "abc-123"
    assert services.last.headers["prm-correlation-id"] == "abc-123"
    odd = caller.get("/deal-registrations", headers={"X-Request-Id": "a b<script>"})
    assert odd.headers["X-Request-Id"] != "a b<script>"
