"""The feed's cursor is opaque, signed and bound to what was asked."""

import base64

import pytest

from chassis.errors import ServiceError
from gateway.outbound.cursors import Cursor, open_sealed, seal

SECRET = "s" * 32


def code_of(text: str, question: str = "q", secret: str = SECRET) -> str:
    with pytest.raises(ServiceError) as caught:
        open_sealed(text, question, secret)
    return caught.value.code


def test_a_cursor_comes_back_as_it_was_given() -> None:
    assert open_sealed(seal(Cursor(3, 2**40), "q", SECRET), "q", SECRET) == Cursor(3, 2**40)


def test_no_single_byte_of_a_cursor_can_be_changed() -> None:
    raw = bytearray(base64.urlsafe_b64decode(seal(Cursor(1, 17), "q", SECRET) + "=="))
    for place in range(len(raw)):
        changed = raw.copy()
        changed[place] ^= 1
        assert code_of(base64.urlsafe_b64encode(changed).decode().rstrip("=")) == "cursor_invalid"


@pytest.mark.parametrize("text", ["", "x", "%%%", "AAAA", "é", "A" * 4000, "earliest\n"])
def test_nonsense_is_refused(text: str) -> None:
    assert code_of(text) == "cursor_invalid"


def test_a_cursor_of_another_filter_is_refused() -> None:
    assert code_of(seal(Cursor(1, 1), "types=partner.*", SECRET), "types=deal_registration.*") == "cursor_invalid"


def test_a_cursor_signed_with_another_secret_is_refused() -> None:
    assert code_of(seal(Cursor(1, 1), "q", "t" * 32)) == "cursor_invalid"
