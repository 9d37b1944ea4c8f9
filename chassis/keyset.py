"""Pages by key, never by offset: a page is as fast at the end of a list as at its start.

Owns the cursor, which is opaque to everybody else; sort columns must be NOT NULL and end in a unique one.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, or_, tuple_
from sqlalchemy.orm import Session

from chassis.errors import ServiceError
from chassis.wire import dumps

Sort = Sequence[tuple[ColumnElement[Any], str]]
_KEY = "page_key_"


def page(
    session: Session, statement: Select[Any], sort: Sort, limit: int, cursor: str | None = None
) -> tuple[list[Row[Any]], str | None]:
    """The rows after the cursor, and the cursor of the next page or None at the end."""
    keyed = statement.add_columns(*(column.label(f"{_KEY}{n}") for n, (column, _) in enumerate(sort)))
    if cursor:
        keyed = keyed.where(_after(sort, _decode(cursor, sort)))
    order = [column.desc() if direction == "desc" else column.asc() for column, direction in sort]
    rows = list(session.execute(keyed.order_by(None).order_by(*order).limit(limit + 1)))
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], _encode([last._mapping[f"{_KEY}{n}"] for n in range(len(sort))], sort)


def _after(sort: Sort, values: list[Any]) -> ColumnElement[bool]:
    columns = [column for column, _ in sort]
    directions = {direction for _, direction in sort}
    if len(directions) == 1:
        left, right = tuple_(*columns), tuple_(*values)
        return left < right if directions == {"desc"} else left > right
    steps = []
    for n, (column, direction) in enumerate(sort):
        same = [columns[m] == values[m] for m in range(n)]
        beyond = column < values[n] if direction == "desc" else column > values[n]
        steps.append(and_(*same, beyond))
    return or_(*steps)


def _shape(sort: Sort) -> str:
    return ",".join(f"{getattr(column, 'key', n)}:{direction}" for n, (column, direction) in enumerate(sort))


def _encode(values: list[Any], sort: Sort) -> str:
    stamped = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    text = dumps([_shape(sort), *stamped])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str, sort: Sort) -> list[Any]:
    try:
        padded = cursor.encode() + b"=" * (-len(cursor) % 4)
        shape, *texts = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if shape != _shape(sort) or len(texts) != len(sort):
            raise ValueError("the cursor belongs to another list")
        return [_value(text, column) for text, (column, _) in zip(texts, sort, strict=True)]
    except (ValueError, TypeError, ArithmeticError, binascii.Error) as error:
        raise ServiceError("invalid", "cursor_invalid", "This cursor does not belong to this list.") from error


def _value(text: Any, column: ColumnElement[Any]) -> Any:
    python_type = column.type.python_type
    if python_type in (datetime, date):
        return python_type.fromisoformat(text)
    if python_type in (UUID, Decimal):
        return python_type(str(text))
    if not isinstance(text, python_type):
        raise ValueError("the cursor holds another type")
    return text
