"""A sheet's columns, and what may stand in its cells."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True)
class Column:
    """`label` is what a reader sees above it."""

    label: str
    kind: Kind = Kind.TEXT


def harmless(text: str) -> str:
    """Text that a spreadsheet would run as a formula is marked as text; what no file may hold is left out."""
    clean = _UNWRITABLE.sub("", text)
    return f"'{clean}" if clean.startswith(FORMULA_STARTS) else clean
