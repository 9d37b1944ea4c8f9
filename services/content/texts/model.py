"""What can be said of a version's text. Knows no document."""

from typing import Final

WAITING: Final = "waiting"
READ: Final = "read"
UNREADABLE: Final = "unreadable"
WITHOUT_TEXT: Final = "without_text"  # a picture, a film: nothing is missing

# Why a text is unreadable, each with what its owner can do about it on the console's page.
REASONS: Final = ("damaged", "encrypted", "too_large", "took_too_long", "no_text", "file_missing")
