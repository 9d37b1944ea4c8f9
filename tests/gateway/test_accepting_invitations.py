"""Invitations through the API: accepted once, joined once, and too old."""

from datetime import timedelta

from flask.testing import FlaskClient

from chassis import clock
from chassis.errors import ServiceError
from tests.gateway.canned import CannedServices
from tests.gateway.people import PASSWORD, People, invite, sign_in


def test_an_accepted_invitation_joins_the_person_and_makes_the_account(
    people: People, client: FlaskClient, services: CannedServices
) -> None:
    secret, email = invite(people)
    assert client.get(f"/v1/invitations/{secret}").json["email"] == email
    accepted = client.post(f"/v1/invitations/{secret}/accept", json={"password": PASSWORD})
    assert accepted.status_code == 200, accepted.text
    assert accepted.json["roles"] == ["partner_admin"]
    assert [request.method for request in services.asked] == ["join_person"]
    assert sign_in(client, email)


def test_an_invitation_is_accepted_once(people: People, client: FlaskClient, services: CannedServices) -> None:
    secret, _ = invite(people)
    client.post(f"/v1/invitations/{secret}/accept", json={"password": PASSWORD})
    again = client.post(f"/v1/invitations/{secret}/accept", json={"password": "another kettle on the roof"})
    assert (again.status_code, again.json["code"]) == (409, "invitation_accepted")
    assert len(services.asked) == 1


def test_accepting_is_repeated_safely_after_a_failure(
    people: People, client: FlaskClient, services: CannedServices
) -> None:
    secret, email = invite(people)
    services.answers["join_person"] = ServiceError("unavailable", "service_silent", "", {"service": "partners"})
    assert client.post(f"/v1/invitations/{secret}/accept", json={"password": PASSWORD}).status_code == 503
    services.answers["join_person"] = {}
    assert client.post(f"/v1/invitations/{secret}/accept", json={"password": PASSWORD}).status_code == 200
    ids = {request.headers["prm-command-id"] for request in services.asked}
    assert len(ids) == 1, "the person joins once, however often it is told"
    assert sign_in(client, email)


def test_an_old_invitation_says_that_it_is_old(people: People, client: FlaskClient) -> None:
    secret, _ = invite(people)
    with clock.frozen(clock.now() + timedelta(days=15)):
        answer = client.post(f"/v1/invitations/{secret}/accept", json={"password": PASSWORD})
    assert answer.json["code"] == "invitation_expired"
