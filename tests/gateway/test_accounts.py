"""Accounts through the API: roles, staff and partners' people, and being let out."""

from uuid import uuid4

from flask import Flask
from sqlalchemy import text

from tests.gateway.canned import CannedServices
from tests.gateway.people import PASSWORD, People


def test_a_disabled_account_is_out_with_its_next_request(people: People, password_hash: str) -> None:
    operator = people.sign_in("platform_operator")
    caller = people.sign_in("partner_seller", password_hash=password_hash)
    token = caller.post("/tokens", {"name": "robot"}).json["token"]
    assert operator.post(f"/accounts/{caller.account_id}/disable").status_code == 200
    assert caller.get("/account").status_code == 401
    robot = caller.client.get("/v1/account", headers={"Authorization": f"Bearer {token}"})
    assert robot.status_code == 401
    again = caller.client.post("/v1/sessions", json={"email": caller.email, "password": PASSWORD})
    assert (again.status_code, again.json["code"]) == (401, "credentials_wrong")


def test_a_changed_role_counts_from_the_next_request(people: People) -> None:
    operator, caller = people.sign_in("platform_operator"), people.sign_in("auditor")
    assert caller.get("/audit-entries").status_code == 200
    changed = operator.call("PUT", f"/accounts/{caller.account_id}/roles", json={"roles": ["channel_manager"]})
    assert changed.json["roles"] == ["channel_manager"]
    assert caller.get("/audit-entries").status_code == 403


def test_staff_roles_never_fit_a_partners_account(people: People) -> None:
    operator, caller = people.sign_in("platform_operator"), people.sign_in("partner_seller")
    refused = operator.call("PUT", f"/accounts/{caller.account_id}/roles", json={"roles": ["program_manager"]})
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, "role_unfitting")


def test_nobody_changes_their_own_roles(people: People) -> None:
    operator = people.sign_in("platform_operator")
    refused = operator.call("PUT", f"/accounts/{operator.account_id}/roles", json={"roles": ["program_manager"]})
    assert refused.json["code"] == "own_account"


def test_an_account_is_changed_under_the_version_that_was_read(people: People) -> None:
    caller = people.sign_in("auditor")
    etag = caller.get("/account").headers["ETag"]
    changed = caller.call("PATCH", "/account", json={"language": "es"}, headers={"If-Match": etag})
    assert changed.json["language"] == "es"
    late = caller.call("PATCH", "/account", json={"theme": "dark"}, headers={"If-Match": etag})
    assert (late.status_code, late.json["code"]) == (412, "stale_version")


def test_a_staff_account_made_by_a_colleague_gets_a_letter_with_a_link(
    people: People, services: CannedServices
) -> None:
    operator, person_id = people.sign_in("platform_operator"), str(uuid4())
    services.answers["add_person"] = {"person_id": person_id}
    email = f"{uuid4().hex[:8]}@northbeam.example"
    body = {"email": email, "display_name": "Ola Berg", "roles": ["channel_manager"]}
    made = operator.post("/accounts", body)
    assert (made.status_code, made.json["person_id"]) == (201, person_id)
    assert [request.method for request in services.asked] == ["add_person", "join_person"]
    with people.sessions.begin() as session:
        queued = session.execute(text("SELECT template, data FROM outbound_mail WHERE recipient = :to"), {"to": email})
        template, data = queued.one()
    assert template == "account_created"
    assert data["link"].startswith("http://portal.example/reset/prmr_")


def test_staff_are_not_named_without_an_account(people: People, services: CannedServices) -> None:
    operator = people.sign_in("platform_operator")
    body = {"name": "Ola Berg", "email": "ola@northbeam.example", "role": "channel_manager"}
    refused = operator.post("/people", body)
    assert (refused.status_code, refused.json["code"]) == (422, "staff_need_an_account")
    assert "POST /v1/accounts" in refused.json["detail"]
    assert services.asked == []


def test_staff_may_name_a_partners_person(people: People, services: CannedServices) -> None:
    operator, partner_id = people.sign_in("platform_operator"), str(uuid4())
    services.answers["add_person"] = {"person_id": str(uuid4())}
    body = {"name": "A Seller", "email": "a@partner.example", "role": "partner_seller", "partner_id": partner_id}
    assert operator.post("/people", body).status_code == 201
    assert services.last.command["partner_id"] == partner_id


def test_roles_follow_the_person_at_partners(people: People, services: CannedServices) -> None:
    admin = people.sign_in("partner_admin")
    seller = people.sign_in("partner_seller", partner_id=admin.partner_id)
    services.answers["update_person"] = {"person_id": str(seller.person_id), "roles": ["partner_admin"], "version": 2}
    admin.call("PATCH", f"/people/{seller.person_id}", json={"role": "partner_admin"}, headers={"If-Match": '"1"'})
    assert seller.get("/account").json["roles"] == ["partner_admin"]


def test_a_person_who_is_removed_is_out_at_once(people: People, services: CannedServices) -> None:
    admin = people.sign_in("partner_admin")
    seller = people.sign_in("partner_seller", partner_id=admin.partner_id)
    services.answers["remove_person"] = {"person_id": str(seller.person_id), "roles": ["partner_seller"]}
    assert admin.post(f"/people/{seller.person_id}/remove").status_code == 200
    assert seller.get("/account").status_code == 401


def test_accounts_are_found_page_by_page(people: People, app: Flask) -> None:
    operator = people.sign_in("platform_operator")
    made = {people.sign_in("auditor", email=f"paged-{n}@people.example").email for n in range(5)}
    seen: list[str] = []
    cursor = ""
    while True:
        page = operator.get(f"/accounts?q=paged-&limit=2{cursor}").json
        seen += [account["email"] for account in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == sorted(made)


def test_accounts_are_found_by_role(people: People) -> None:
    operator = people.sign_in("platform_operator")
    seller = people.sign_in("partner_seller", "partner_admin", email="sells@role.example")
    people.sign_in("auditor", email="audits@role.example")
    found = operator.get("/accounts?q=@role.example&role=partner_admin").json["items"]
    assert [account["email"] for account in found] == [seller.email]
