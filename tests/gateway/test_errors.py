"""Every failure becomes one kind of answer, told in the reader's language."""

import pytest
from flask.testing import FlaskClient

from chassis.errors import ServiceError
from tests.gateway.canned import CannedServices
from tests.gateway.people import People

REGISTRATION = "/deal-registrations/0190f5c0-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("invalid", 422),
        ("not_found", 404),
        ("conflict", 409),
        ("forbidden", 403),
        ("unavailable", 503),
        ("internal", 500),
    ],
)
def test_each_kind_has_one_status(people: People, services: CannedServices, kind: str, status: int) -> None:
    services.answers["get_deal_registration"] = ServiceError(kind, "some_code", "A sentence.")
    answer = people.sign_in("channel_manager").get(REGISTRATION)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == status
    assert answer.json["code"] == "some_code"
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]


def test_an_unavailable_service_says_when_to_try_again(people: People, services: CannedServices) -> None:
    services.answers["get_deal_registration"] = ServiceError("unavailable", "service_silent", "", {"service": "deals"})
    assert int(people.sign_in("auditor").get(REGISTRATION).headers["Retry-After"]) > 0


def test_refused_fields_are_pointed_at(people: People, services: CannedServices) -> None:
    fields = [{"pointer": "/customer/country", "code": "required", "message": "Missing data for required field."}]
    services.answers["register_deal"] = ServiceError("invalid", "validation_failed", "x", {"fields": fields})
    answer = people.sign_in("partner_admin").post("/deal-registrations", {})
    assert answer.json["errors"] == [{"pointer": "/customer/country", "code": "required", "detail": "This is needed."}]


def test_sentences_come_in_the_readers_language(client: FlaskClient) -> None:
    answer = client.get("/v1/deal-registrations", headers={"Accept-Language": "es"})
    assert answer.json["detail"] == "Inicia sesión primero."


def test_a_bug_tells_its_reference_and_nothing_else(people: People, services: CannedServices) -> None:
    services.answers["get_deal_registration"] = lambda _: 1 / 0
    answer = people.sign_in("auditor").get(REGISTRATION)
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    assert "division" not in answer.text


def test_the_message_of_an_internal_error_stays_inside(people: People, services: CannedServices) -> None:
    services.answers["get_deal_registration"] = ServiceError("internal", "odd_code", "relation deals does not exist")
    assert "relation" not in people.sign_in("auditor").get(REGISTRATION).text


def test_an_unknown_address_is_a_problem_under_v1_and_a_page_elsewhere(client: FlaskClient) -> None:
    assert client.get("/v1/nothing").content_type == "application/problem+json"
    assert client.get("/nothing").content_type.startswith("text/html")
    assert client.get("/v1/nothing").status_code == client.get("/nothing").status_code == 404


def test_a_method_that_is_not_there_says_which_are(client: FlaskClient) -> None:
    answer = client.open("/v1/deal-registrations", method="DELETE")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) >= {"GET", "POST"}
