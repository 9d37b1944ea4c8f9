"""Plain JSON out of Python values, the same way for replies, events and hashes.

Owns the mapping of types; refuses floats for money by turning every Decimal into a string.
"""

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID


def plain(value: Any) -> Any:
    """A value made only of what JSON knows; raises TypeError for anything without an agreed form."""
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    for known, form in _FORMS:
        if isinstance(value, known):
            return form(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no agreed form in JSON")


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _object(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(plain(key)): plain(item) for key, item in value.items()}


def _array(value: Iterable[Any]) -> list[Any]:
    return [plain(item) for item in value]


# A datetime is a date too, so it comes first.
_FORMS: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    ((UUID, Decimal), str),
    (datetime, _instant),
    (date, date.isoformat),
    (Mapping, _object),
    ((list, tuple, set, frozenset), _array),
)


def dumps(value: Any) -> str:
    """Compact JSON; values the encoder does not know go through plain()."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=plain, allow_nan=False)
