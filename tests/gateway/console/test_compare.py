"""Two claims side by side: which cell is stronger, which claim the rules point to."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from gateway.console import compare


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app, locale_selector=lambda: "en")
    with app.test_request_context():
        yield


def claim(**changes: object) -> dict[str, object]:
    return {
        "deal_registration_id": "a",
        "status": "submitted",
        "submitted_at": "2026-11-16T09:12:00+00:00",
        "customer": {"legal_name": "Grupo Meridional", "domain": "meridional.es"},
        "contact": {"name": "Rosa Vidal", "email": "rosa@meridional.es"},
        "product_line": "cloud",
        "amount": "122000.00",
        "currency": "EUR",
        "expected_close_on": "2027-01-15",
        "evidence": "Meeting on 12 Nov",
        **changes,
    }


def line(label: str, *claims: dict[str, object]) -> compare.Line:
    return next(row for row in compare.lines(claims) if row.label == label)


def test_the_earlier_registration_is_the_stronger_cell() -> None:
    row = line("Registered", claim(), claim(submitted_at="2026-11-19T17:40:00+00:00"))
    assert [cell.stronger for cell in row.cells] == [True, False]


def test_a_fact_that_both_share_makes_neither_stronger() -> None:
    row = line("Proof of work", claim(), claim(evidence="A proof of concept"))
    assert [cell.stronger for cell in row.cells] == [False, False]


def test_a_shared_mailbox_is_weaker_than_a_named_person() -> None:
    row = line("Contact", claim(), claim(contact={"name": "Reception", "email": "info@meridional.es"}))
    assert [cell.stronger for cell in row.cells] == [True, False]
    assert row.cells[1].text == "info@meridional.es"


def test_equal_facts_are_told_as_the_same() -> None:
    assert line("Domain", claim(), claim()).same
    assert not line("Expected value", claim(), claim(amount="90000")).same


def test_amounts_are_shown_whole_with_their_currency() -> None:
    assert line("Expected value", claim(), claim()).cells[0].text == "€122,000"


def test_the_rules_point_to_the_first_complete_submission() -> None:
    later = claim(deal_registration_id="b", submitted_at="2026-11-19T17:40:00+00:00", evidence="")
    pointed = compare.pointer([later, claim()])
    assert pointed is not None
    assert pointed.claim["deal_registration_id"] == "a"
    assert pointed.reasons == ("registered 3 days earlier", "gives proof of work")


def test_an_approved_protection_outweighs_an_earlier_submission() -> None:
    protected = claim(
        deal_registration_id="b",
        status="approved",
        submitted_at="2026-11-19T17:40:00+00:00",
        protected_until="2027-02-17T00:00:00+00:00",
    )
    pointed = compare.pointer([claim(), protected])
    assert pointed is not None
    assert pointed.claim["deal_registration_id"] == "b"
    assert pointed.reasons[0] == "protected until 17\N{NO-BREAK SPACE}Feb\N{NO-BREAK SPACE}2027"


def test_one_claim_alone_is_pointed_to_by_nothing() -> None:
    assert compare.pointer([claim()]) is None
