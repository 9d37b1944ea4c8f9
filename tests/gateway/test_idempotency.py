"""The same key with the same request has one effect and one answer; with another request it is refused."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from tests.gateway.canned import CannedServices
from tests.gateway.people import People

REGISTRATION = "/deal-registrations/0190f5c0-0000-7000-8000-000000000001"


def test_the_owner_gets_one_command_id_for_one_key(people: People, services: CannedServices) -> None:
    caller = people.sign_in("partner_admin")
    for _ in range(2):
        caller.post("/deal-registrations", {"customer": {"legal_name": "A"}}, headers={"Idempotency-Key": "k-1"})
    first, second = services.asked
    assert first.headers["prm-command-id"] == second.headers["prm-command-id"]
    assert first.headers["prm-request-hash"] == second.headers["prm-request-hash"]


def test_without_a_key_every_command_is_another(people: People, services: CannedServices) -> None:
    caller = people.sign_in("partner_admin")
    for _ in range(2):
        caller.post("/deal-registrations", {})
    first, second = services.asked
    assert first.headers["prm-command-id"] != second.headers["prm-command-id"]


def test_keys_of_two_accounts_never_meet(people: People, services: CannedServices) -> None:
    for caller in (people.sign_in("partner_admin"), people.sign_in("partner_admin")):
        caller.post("/deal-registrations", {}, headers={"Idempotency-Key": "same"})
    first, second = services.asked
    assert first.headers["prm-command-id"] != second.headers["prm-command-id"]


def test_the_hash_covers_path_body_and_version(people: People, services: CannedServices) -> None:
    caller, key = people.sign_in("channel_manager"), {"Idempotency-Key": "k-2"}
    caller.post(f"{REGISTRATION}/approve", {}, headers=key)
    caller.post(f"{REGISTRATION}/approve", {"text": "Well done"}, headers=key)
    caller.post(f"{REGISTRATION}/claim", {}, headers=key)
    caller.post(f"{REGISTRATION}/approve", {}, headers=key | {"If-Match": '"2"'})
    assert len({request.headers["prm-request-hash"] for request in services.asked}) == 4


def test_a_read_is_no_command(people: People, services: CannedServices) -> None:
    people.sign_in("auditor").get("/deal-registrations", headers={"Idempotency-Key": "k"})
    assert "prm-command-id" not in services.last.headers


def test_a_token_made_twice_with_one_key_is_one_token(people: People) -> None:
    caller, key = people.sign_in("auditor"), {"Idempotency-Key": "token-1"}
    first = caller.post("/tokens", {"name": "warehouse"}, headers=key)
    again = caller.post("/tokens", {"name": "warehouse"}, headers=key)
    assert first.status_code == again.status_code == 201
    assert first.json == again.json
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert len(caller.get("/tokens").json["items"]) == 1


def test_an_answer_that_a_service_tells_again_says_so(people: People, services: CannedServices) -> None:
    caller, key = people.sign_in("partner_admin"), {"Idempotency-Key": "k-3"}
    services.answers["register_deal"] = {"deal_registration_id": "0190f5c0-0000-7000-8000-000000000001"}
    first = caller.post("/deal-registrations", {}, headers=key)
    services.replay = True
    again = caller.post("/deal-registrations", {}, headers=key)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"


def test_the_token_told_again_is_not_stored_in_between(people: People, app: Flask) -> None:
    from sqlalchemy import text

    caller = people.sign_in("auditor")
    token = caller.post("/tokens", {"name": "x"}, headers={"Idempotency-Key": "token-2"}).json["token"]
    with people.sessions.begin() as session:
        stored = " ".join(str(row) for row in session.execute(text("SELECT result FROM commands")))
    assert token not in stored
    assert token.removeprefix("prmt_")[:20] not in stored


def test_a_key_used_for_another_request_is_refused(people: People) -> None:
    caller, key = people.sign_in("auditor"), {"Idempotency-Key": "token-3"}
    caller.post("/tokens", {"name": "one"}, headers=key)
    refused = caller.post("/tokens", {"name": "two"}, headers=key)
    assert (refused.status_code, refused.json["code"]) == (422, "idempotency_key_reused")


def test_a_refused_command_may_be_repeated_with_its_key(people: People) -> None:
    caller, key = people.sign_in("auditor"), {"Idempotency-Key": "token-4"}
    assert caller.post("/tokens", {"name": ""}, headers=key).status_code == 422
    assert caller.post("/tokens", {"name": "now right"}, headers=key).status_code == 201


def test_twenty_at_once_make_one_token(people: People, app: Flask) -> None:
    caller = people.sign_in("auditor")

    def make(_: int) -> str:
        headers = {"Authorization": f"Bearer {caller.token}", "Idempotency-Key": "race"}
        answer = app.test_client().post("/v1/tokens", json={"name": "race"}, headers=headers)
        assert answer.status_code in {201, 409, 503}, answer.text
        return str(answer.json.get("token", ""))

    with ThreadPoolExecutor(max_workers=8) as pool:
        told = {token for token in pool.map(make, range(20)) if token}
    assert len(told) == 1
    assert len(caller.get("/tokens").json["items"]) == 1


def test_a_key_has_a_form(people: People) -> None:
    caller = people.sign_in("auditor")
    assert caller.post("/tokens", {"name": "x"}, headers={"Idempotency-Key": "x" * 256}).status_code == 422
