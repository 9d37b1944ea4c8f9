"""What arrives at the edge is looked at before anything is done: texts, countries, domains, empty fields."""

from typing import Any

import pytest

from chassis.errors import ServiceError
from chassis.testing import ANYBODY
from tests.service.partners.office import Office

FORM = {
    "legal_name": "Vega Systems",
    "country": "ES",
    "domain": "vega.example",
    "contact": {"name": "Lucía", "email": "lucia@vega.example"},
}


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"legal_name": "Ve\x00ga"}, "/legal_name"),
        ({"city": "Lu\x00go"}, "/city"),
        ({"contact": {"name": "L\x00", "email": "l@vega.example"}}, "/contact"),
        ({"country": "XX"}, "/country"),
        ({"country": "es"}, "/country"),
        ({"domain": "no domain at all"}, "/domain"),
        ({"legal_name": "   "}, "/legal_name"),
        ({"contact": {"name": "L", "email": "nobody"}}, "/contact/email"),
        ({"partner_type": "friend"}, "/partner_type"),
        ({"surprise": 1}, "/surprise"),
    ],
)
def test_a_form_that_is_wrong_says_where(office: Office, wrong: dict[str, Any], pointer: str) -> None:
    with pytest.raises(ServiceError) as refused:
        office.ask("submit_application", ANYBODY, **{**FORM, **wrong})
    assert (refused.value.kind, refused.value.code) == ("invalid", "validation_failed")
    assert pointer in {field["pointer"] for field in refused.value.details["fields"]}


def test_blanks_are_trimmed_and_empty_fields_count_as_not_given(office: Office) -> None:
    sent = {**FORM, "legal_name": "  Vega Systems ", "city": "", "registration_no": " ", "partner_type": ""}
    answer = office.ask("submit_application", ANYBODY, **sent)
    seen = office.ask("get_application", application_id=answer["application_id"])
    assert (seen["legal_name"], seen["city"], seen["registration_no"]) == ("Vega Systems", None, None)
    assert seen["partner_type"] == "reseller"


def test_an_attribute_is_cleared_by_emptying_its_field(office: Office) -> None:
    made = office.partner(city="Madrid")
    version = office.ask("get_partner", partner_id=made["partner_id"])["version"]
    seen = office.ask("update_partner", partner_id=made["partner_id"], version=version, city="")
    assert seen["city"] is None


@pytest.mark.parametrize("name", ["ﷺ" * 200, "ß" * 200, "İ" * 200, "株式会社" * 50])
def test_names_that_grow_when_folded_are_stored_and_found(office: Office, name: str) -> None:
    application = office.apply(legal_name=name, registration_no="ﬃ" * 50)
    made = office.approve(application)
    assert office.ask("get_partner", partner_id=made["partner_id"])["legal_name"] == name
    assert len(office.ask("list_partners", q=name[:100])["items"]) == 1
