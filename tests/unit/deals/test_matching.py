"""The score, its signals, and its quality on the labelled pairs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deals.customers.model import company_domain, identify, phone_number, registration_key
from services.deals.matching.model import match, name_similarity
from services.deals.names.model import name_key
from tests.service.matching.measure import WANTED, pairs, quality, rule

LABELLED = list(pairs())
RULE = rule()


def test_there_are_at_least_two_hundred_labelled_pairs_of_both_kinds() -> None:
    assert len(LABELLED) >= 200
    assert 60 <= sum(pair.same for pair in LABELLED) <= len(LABELLED) - 60


def test_precision_and_recall_at_the_line_are_what_we_promise() -> None:
    measured = quality(LABELLED, RULE.probable_at, RULE)
    assert measured.precision >= WANTED["precision"]
    assert measured.recall >= WANTED["recall"]


def test_the_figures_would_notice_a_score_that_says_yes_to_everything() -> None:
    assert quality(LABELLED, 0, RULE).precision < WANTED["precision"]


def test_the_score_does_not_depend_on_who_is_asked_first() -> None:
    for pair in LABELLED:
        there, back = match(pair.ours, pair.theirs, RULE), match(pair.theirs, pair.ours, RULE)
        assert there.score == back.score, pair.text


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Acme, S.A. de C.V.", "ACME"),
        ("株式会社トヨタ", "Toyota Co., Ltd."),
        ("ООО «Ромашка»", "Romashka LLC"),
        ("Müller Bau GmbH & Co. KG", "Mueller Bau"),
        ("Foo Sp. z o.o.", "FOO"),
        ("A.P. Moller A/S", "AP Møller"),
        ("PT Sumber Rejeki Tbk", "Sumber Rejeki"),
        ("L'Oréal S.A.", "LOreal"),
        ("Acme Germany GmbH", "Acme"),
        ("ＡＣＭＥ　Ｌｔｄ", "acme"),
    ],
)
def test_legal_forms_scripts_and_spelling_fall_away(ours: str, theirs: str) -> None:
    assert name_key(ours) == name_key(theirs)


@pytest.mark.parametrize("name", ["Bank of China", "S.A.", "Sociedad Limitada", "The Company Ltd", "---", "株式会社"])
def test_a_name_never_becomes_empty(name: str) -> None:
    assert name_key(name)


def test_the_bank_of_one_country_is_not_the_bank_of_another() -> None:
    assert name_similarity(name_key("Bank of China"), name_key("Bank of Spain")) < RULE.name_close_at


@pytest.mark.parametrize(
    ("raw", "domain"),
    [
        ("https://www.Acme.co.uk/about?x=1", "acme.co.uk"),
        ("sales@acme.com", "acme.com"),
        ("acme.github.io", "acme.github.io"),
        ("gmail.com", None),
        ("t-online.de", None),
        ("acme", None),
        ("", None),
        ("...", None),
        ("http://", None),
        ("a" * 70 + ".com", None),
    ],
)
def test_only_a_company_site_gives_a_domain(raw: str, domain: str | None) -> None:
    assert company_domain(raw) == domain


@pytest.mark.parametrize(
    ("raw", "country", "key"),
    [
        ("ES-B12345674", "ES", "B12345674"),
        ("b 12.345.674", "ES", "B12345674"),
        ("DE 136695976", "DE", "136695976"),
        ("N/A", "ES", None),
        ("0000000", "ES", None),
        ("---", "ES", None),
    ],
)
def test_registration_numbers_take_one_form_and_placeholders_none(raw: str, country: str, key: str | None) -> None:
    assert registration_key(raw, country) == key


def test_telephones_take_one_form() -> None:
    assert phone_number("0044 20 7123 4567", "GB") == phone_number("020 7123 4567", "GB") == "+442071234567"
    assert phone_number("call me", "GB") is None


def test_a_free_mail_address_is_no_signal_even_when_it_is_the_same_one() -> None:
    ours = identify(legal_name="Bar Paco", country="ES", contact_email="info@gmail.com")
    theirs = identify(legal_name="Bar Lola", country="ES", contact_email="info@gmail.com")
    assert (ours.contact_key, ours.contact_domain) == (None, None)
    assert match(ours, theirs, RULE).signals == ()


def test_keys_of_people_are_not_readable() -> None:
    made = identify(legal_name="A", country="ES", contact_email="ana@acme.es", contact_phone="+34 915 000 000")
    assert "ana" not in str(made.contact_key)
    assert "915" not in str(made.phone_key)


def test_the_contributions_add_up_to_the_score() -> None:
    for pair in LABELLED:
        answer = match(pair.ours, pair.theirs, RULE)
        reasons = sorted((signal.points for signal in answer.signals if signal.points > 0), reverse=True)
        against = sum(signal.points for signal in answer.signals if signal.points < 0)
        total = reasons[0] + RULE.rest_share * sum(reasons[1:]) + against if reasons else 0
        assert answer.score == round(min(100, max(0, total)), 1)


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
def test_any_text_can_be_compared_and_stays_between_none_and_all(ours: str, theirs: str) -> None:
    likeness = name_similarity(name_key(ours), name_key(theirs))
    assert 0 <= likeness <= 1
    assert likeness == pytest.approx(name_similarity(name_key(theirs), name_key(ours)))


@given(st.text(max_size=80))
def test_whatever_is_typed_into_any_field_makes_an_identity(raw: str) -> None:
    made = identify(
        legal_name=raw or "x",
        country="ES",
        domain=raw,
        city=raw,
        postal_code=raw,
        registration_no=raw,
        contact_email=raw,
        contact_phone=raw,
    )
    assert match(made, made, RULE).score >= 0
