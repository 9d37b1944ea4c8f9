"""The letters themselves: complete in both languages, text and HTML alike, safe with whatever partners type."""

import re

import pytest
from jinja2 import Environment, meta

from gateway.outbound.render import LANGUAGES, TEMPLATES, render

URL = "https://partners.northbeam.example"
NAMES = sorted(path.stem for path in (TEMPLATES / "en").glob("*.txt"))
EVERYTHING = {
    "name": "Ana",
    "legal_name": "Vega Systems",
    "partner": "Vega Systems",
    "number": "D-20417",
    "customer": "Molinos del Sur",
    "text": "A sentence.",
    "link": f"{URL}/deals/1",
    "status_token": "key",
    "decide_by": "2026-03-04T15:00:00Z",
    "protected_until": "2026-06-01T00:00:00Z",
    "reapply_on": "2026-06-01",
    "expires_at": "2026-03-16T09:00:00+00:00",
    "title": "Cloud 101",
    "review_on": "2026-04-01",
    "days_left": 30,
    "reason": "A reason.",
}


def variables(language: str, name: str) -> set[str]:
    source = (TEMPLATES / language / f"{name}.txt").read_text("utf-8")
    environment = Environment()
    environment.filters |= {"day": str, "moment": str}
    return meta.find_undeclared_variables(environment.parse(source))


def test_every_letter_is_written_in_every_language() -> None:
    for language in LANGUAGES:
        assert sorted(path.stem for path in (TEMPLATES / language).glob("*.txt")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_languages_of_a_letter_say_the_same_things(name: str) -> None:
    assert variables("en", name) == variables("es", name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_letter_has_a_subject_a_text_and_the_same_in_html(name: str, language: str) -> None:
    letter = render(name, language, EVERYTHING, vendor="Northbeam", public_url=URL)
    assert letter.subject
    assert "\n" not in letter.subject
    plain = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", letter.html.partition("</p>")[2]))
    assert plain == re.sub(r"\s+", "", letter.text)
    assert "None" not in letter.text
    assert "{" not in letter.text


@pytest.mark.parametrize("name", NAMES)
def test_no_english_is_left_in_spanish(name: str) -> None:
    letter = render(name, "es", EVERYTHING, vendor="Northbeam", public_url=URL)
    assert not re.search(r"\b(your|the|hello|until|you)\b", letter.subject + letter.text, re.IGNORECASE)


def test_an_unknown_language_is_written_in_english() -> None:
    letter = render("password_reset", "fi", EVERYTHING, vendor="Northbeam", public_url=URL)
    assert letter.subject == "Choose a new password"


def test_what_a_partner_typed_is_text_in_html() -> None:
    nasty = EVERYTHING | {
        "customer": "<script>alert(1)</script>",
        "text": "see\n\n<a href='https://evil.example'>x</a>",
    }
    letter = render("deal_registration_rejected", "en", nasty, vendor="Northbeam", public_url=URL)
    assert "<script>" not in letter.html
    assert "href='https" not in letter.html
    assert letter.links == [f"{URL}/deals/1"]


def test_an_address_of_another_host_becomes_no_link() -> None:
    data = EVERYTHING | {"text": f"{URL}.evil.example/x\n\nhttps://evil.example/y"}
    letter = render("deal_registration_rejected", "en", data, vendor="Northbeam", public_url=URL)
    assert letter.links == [f"{URL}/deals/1"]


def test_a_subject_stays_one_line() -> None:
    data = EVERYTHING | {"legal_name": "Vega\r\nBcc: everyone@example.com"}
    letter = render("application_declined", "en", data, vendor="Northbeam", public_url=URL)
    assert letter.subject == "Our answer to the application of Vega Bcc: everyone@example.com"
