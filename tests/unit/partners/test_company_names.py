"""How companies are told apart: names without legal forms, registrable domains, bare registration numbers."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.partners.organisations.model import company_domain, fold, name_key, registration_key, search_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vega Systems, S.L.", "VEGA SYSTEMS SL"),
        ("Müller & Söhne GmbH", "Muller Sohne"),
        ("Ágora Informática, S.A. de C.V.", "agora informatica"),
        ("O'Neil Ltd.", "ONeil Limited"),
        ("Société Générale d'Informatique SARL", "societe generale dinformatique"),
        ("Kowalski Sp. z o.o.", "KOWALSKI SP ZOO"),
    ],
)
def test_one_company_written_in_two_ways_has_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Delta Air", "Delta Faucets"), ("Vega Norte SL", "Vega Sur SL"), ("SA Ribera", "Ribera")]
)
def test_two_companies_have_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_a_name_that_is_only_a_legal_form_keeps_it() -> None:
    assert name_key("SE") == "se"


@settings(max_examples=500)
@example("🄐 \u0130 ﷺ")
@given(st.text(max_size=40))
def test_folding_a_folded_name_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    ("pasted", "domain"),
    [
        ("vega.example", "vega.example"),
        ("https://www.Vega.Example/contacto?x=1", "vega.example"),
        ("lucia@ventas.vega.com.mx", "vega.com.mx"),
        ("www.vega.co.uk:8080", "vega.co.uk"),
        ("  ", None),
        (None, None),
    ],
)
def test_what_people_paste_becomes_the_registrable_domain(pasted: str | None, domain: str | None) -> None:
    assert company_domain(pasted) == domain


@pytest.mark.parametrize(
    ("raw", "key"), [("b-1234 5678", "B12345678"), ("ES.B12345678", "ESB12345678"), ("--", None), (None, None)]
)
def test_a_registration_number_is_letters_and_digits(raw: str | None, key: str | None) -> None:
    assert registration_key(raw) == key


def test_a_search_looks_into_name_and_domain() -> None:
    assert search_key("Ágora S.A.", "agora.example") == "agora sa agora.example"
