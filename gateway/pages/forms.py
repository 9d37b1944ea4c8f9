"""What a person typed and what is wrong with it, as {field: sentence} in the order of the page."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal
from flask_babel import get_locale
from wtforms import Form

from chassis.errors import ServiceError
from gateway.errors import explain, field_errors

Problems = dict[str, str]


def problems_of(form: Form) -> Problems:
    return {name: str(errors[0]) for name, errors in form.errors.items() if name is not None and errors}


def refused(error: ServiceError, form: Form | None = None, pointers: Mapping[str, str] | None = None) -> Problems:
    """The owner's refusal at the fields of the page; what belongs to no field of it stands alone in the summary."""
    names = list(form._fields) if form else []
    found: Problems = {}
    for problem in field_errors(error):
        name = (pointers or {}).get(problem["pointer"]) or problem["pointer"].strip("/").replace("/", "_")
        asked = getattr(form[name], "asks", "") if form and name in names else ""
        key = name if name in names else ""
        found.setdefault(key, str(asked or problem["detail"]))
    return found or {"": explain(error)}


def amount_of(typed: str | None) -> Decimal | None:
    """A sum as people write it in their language; None when it is no number."""
    text = (typed or "").strip().replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    if not text:
        return None
    try:
        value = parse_decimal(text, locale=get_locale(), strict=True)
    except (NumberFormatError, ValueError):
        try:
            value = Decimal(text.replace(",", "."))
        except InvalidOperation:
            return None
    return value if value.is_finite() else None


def whole_number(typed: str | None) -> int | None:
    """A count as people write it; None when it is no number, or longer than any that is asked for."""
    text = (typed or "").strip()
    return int(text) if text.isdecimal() and len(text) < 10 else None


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what was typed: an empty optional field counts as not given."""
    return {name: value for name, value in values.items() if value not in (None, "")}
