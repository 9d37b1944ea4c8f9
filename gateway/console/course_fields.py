"""The fields of the course editor: what is read from them, and what is said beside one that was refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import request
from flask_babel import lazy_gettext

from chassis.errors import ServiceError
from gateway.errors import explain, field_errors
from gateway.pages.forms import Problems, whole_number

SPOKEN: Final = frozenset({"title", "summary", "body", "prompt", "explanation", "option", "match"})
PARTS: Final = {"text": "option", "match": "match"}
ASKS: Final = {
    "code": lazy_gettext("Write a code of small letters, digits and hyphens, for example deal-basics"),
    "languages": lazy_gettext("Tick at least one language"),
    "title": lazy_gettext("Write a title of at most 200 characters"),
    "summary": lazy_gettext("Write at most 2,000 characters"),
    "body": lazy_gettext("Write at most 20,000 characters"),
    "url": lazy_gettext("Enter a web address, like https://example.com"),
    "minutes": lazy_gettext("Enter minutes from 1 to 600"),
    "pass_mark": lazy_gettext("Enter a percentage from 1 to 100"),
    "draw": lazy_gettext("Enter a number from 1 to 200, or leave it empty"),
    "attempts": lazy_gettext("Enter a number from 1 to 20"),
    "cool_down_days": lazy_gettext("Enter days from 0 to 365"),
    "time_limit_minutes": lazy_gettext("Enter minutes from 1 to 600, or leave it empty"),
    "due_days": lazy_gettext("Enter days from 1 to 730, or leave it empty"),
    "prompt": lazy_gettext("Write the question in at most 2,000 characters"),
    "explanation": lazy_gettext("Write at most 2,000 characters"),
    "option": lazy_gettext("Write at most 500 characters"),
    "match": lazy_gettext("Write at most 500 characters"),
    "accepted": lazy_gettext("Write at most 50 lines of 500 characters"),
    "tolerance": lazy_gettext("Enter a number, for example 0.5"),
}


def typed_texts(name: str, languages: Sequence[str]) -> dict[str, str]:
    """A text in each language, as the form has them: title_en, title_es."""
    found = {code: request.form.get(f"{name}_{code}", "").strip() for code in languages}
    return {code: text for code, text in found.items() if text}


def typed_number(name: str) -> int | str | None:
    """A whole number; what is none goes on as it was typed, so that its owner refuses it by name."""
    typed = request.form.get(name, "").strip()
    number = whole_number(typed)
    return number if number is not None else typed or None


def refused_fields(error: ServiceError, languages: Sequence[str]) -> Problems:
    """What was refused, at the field it was typed in and in the words of the page."""
    found: Problems = {}
    for problem in field_errors(error):
        name, field = _place(problem["pointer"], languages)
        found.setdefault(field if name in ASKS else "", str(ASKS.get(name, problem["detail"])))
    return found or {"": explain(error)}


def _place(pointer: str, languages: Sequence[str]) -> tuple[str, str]:
    """What was asked and in which field: /options/0/text/es is an option, in option_1_es."""
    name, *rest = pointer.strip("/").split("/")
    field = name
    if name == "options" and len(rest) > 1:
        name = PARTS.get(rest[1], name)
        field = f"{name}_{int(rest[0]) + 1}"
    if name in SPOKEN:
        field = f"{field}_{next((part for part in rest if part in languages), next(iter(languages), 'en'))}"
    return name, field
