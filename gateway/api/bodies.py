"""Reading a request strictly: one media type, one meaning per key, bounded size and depth."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, Final

from flask import Request

from chassis.errors import ServiceError

LARGEST: Final = 64 * 1024
DEEPEST: Final = 16
LONGEST_NUMBER: Final = 40
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_BRACKET: Final = re.compile(r"[\[\]{}]")


def read_object(request: Request) -> dict[str, Any]:
    """The JSON object in the body; an absent body is an empty one."""
    if not (raw := request.get_data(cache=False)):
        return {}
    if len(raw) > LARGEST:
        raise ServiceError("invalid", "body_too_large", "", {"largest": LARGEST})
    if request.mimetype != "application/json":
        raise ServiceError("invalid", "media_type_unsupported", "", {"expected": "application/json"})
    body = _parse(raw)
    if not isinstance(body, dict):
        raise unreadable("The body must be one JSON object.")
    return body


def _parse(raw: bytes) -> Any:
    try:
        text = raw.decode("utf-8")
        _refuse_depth(text)
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_number,
            parse_int=_integer,
            strict=True,
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise unreadable("The body is not valid JSON.") from error


def _refuse_depth(text: str) -> None:
    """Counted before parsing, so that a bomb costs one look at its text."""
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > DEEPEST:
            raise unreadable("The body is nested too deeply.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two values for one key are two meanings: nobody may choose one silently."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise unreadable("A key stands twice in one object.")
    for key, value in pairs:
        _refuse_unstorable(key)
        if isinstance(value, str):
            _refuse_unstorable(value)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, str):
                    _refuse_unstorable(item)
    return made


def _refuse_unstorable(text: str) -> None:
    """NUL and lone surrogates are JSON, but no text: PostgreSQL keeps neither."""
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise unreadable("The body holds characters that are no text.")


def _refuse_constant(name: str) -> Any:
    raise unreadable(f"{name} is not a JSON number.")


def _number(text: str) -> Decimal:
    """Money may come as a number: it must not pass through a float."""
    if len(text) > LONGEST_NUMBER or abs((value := Decimal(text)).adjusted()) > LONGEST_NUMBER:
        raise unreadable("A number is out of range.")
    return value


def _integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise unreadable("A number is out of range.")
    return int(text)


def unreadable(message: str) -> ServiceError:
    return ServiceError("invalid", "json_unparseable", message, {"reason": message})
