"""Delays and sizes are told in the words and numbers of the reader's language."""

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from gateway.pages import formats

APP = Flask(__name__)
Babel(APP)


@pytest.mark.parametrize(
    ("language", "seconds", "told"),
    [
        ("en", 0.04, "0 sec"),
        ("en", 2.46, "2.5 sec"),
        ("es", 2.46, "2,5 s"),
        ("en", 25_840_840.9, "10 months"),
        ("es", 25_840_840.9, "10 meses"),
        ("es", 3 * 3600.0, "3 horas"),
    ],
)
def test_a_delay_is_told_so_that_a_person_can_read_it(language: str, seconds: float, told: str) -> None:
    with APP.test_request_context(), force_locale(language):
        assert formats.delay(seconds).replace("\N{NO-BREAK SPACE}", " ") == told


@pytest.mark.parametrize(
    ("language", "octets", "told"),
    [
        ("es", 0, "0 B"),
        ("es", 999, "999 B"),
        ("en", 1_500, "1.5 kB"),
        ("es", 1_500, "1,5 kB"),
        ("en", 23_400_000, "23.4 MB"),
        ("es", 2_000_000_000, "2 GB"),
        ("es", 7_000_000_000_000, "7.000 GB"),
    ],
)
def test_the_size_of_a_file_is_told_as_the_language_writes_numbers(language: str, octets: int, told: str) -> None:
    with APP.test_request_context(), force_locale(language):
        assert formats.file_size(octets).replace("\N{NO-BREAK SPACE}", " ") == told
