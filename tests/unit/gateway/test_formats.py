"""What took seconds is told in seconds, what took months in words, in the reader's language."""

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
