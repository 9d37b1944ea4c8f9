"""What every schema at the edge shares: moments in UTC, and field errors as a flat list of pointers and codes.

Owns the stable codes of field errors; refuses to know any field.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError, fields

_SCHEMA_LEVEL = "_schema"
_CODES = {
    "Missing data for required field.": "required",
    "Field may not be null.": "null",
    "Unknown field.": "unknown",
}


class Moment(fields.AwareDateTime):
    """A moment from outside, brought to UTC: databases refuse some of the offsets that Python reads."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> datetime:
        found = super()._deserialize(value, attr, data, **kwargs)
        try:
            return found.astimezone(UTC)
        except OverflowError as error:
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE) from error


def field_errors(error: ValidationError) -> list[dict[str, str]]:
    """[{pointer: "/order/lines/0/count", code: "required", message: ...}], in the order of the fields."""
    return list(_walk(error.messages, ""))


def _walk(messages: Any, pointer: str) -> Iterator[dict[str, str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _walk(inner, pointer if name == _SCHEMA_LEVEL else f"{pointer}/{_escaped(name)}")
        return
    for message in messages if isinstance(messages, list | tuple) else [messages]:
        if isinstance(message, Mapping | list):
            yield from _walk(message, pointer)
        else:
            yield {"pointer": pointer or "/", "code": _CODES.get(str(message), "invalid"), "message": str(message)}


def _escaped(name: Any) -> str:
    return str(name).replace("~", "~0").replace("/", "~1")
