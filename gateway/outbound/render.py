"""Turns a template and its data into a letter: subject, plain text, and the same text as simple HTML.

A template is one text a language; its first line is the subject. HTML is made from the finished text, so the two can
never say different things, and what a partner typed is always text, never markup. Only an address of ours on a line
of its own becomes a link.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from babel.dates import format_date, format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

LANGUAGES: Final = ("en", "es")
TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Letter:
    """A letter ready to send."""

    subject: str
    text: str
    html: str
    links: list[str]


@dataclass(frozen=True)
class Paragraph:
    """A piece of a letter's body: words, or a link of ours."""

    text: str
    link: str | None


def render(template: str, language: str | None, data: Mapping[str, Any], *, vendor: str, public_url: str) -> Letter:
    """Write the letter in the reader's language, in English when we do not speak it."""
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    heading, body = (part.render(data, vendor=vendor, public_url=public_url) for part in _parts(spoken, template))
    subject = re.sub(r"\s+", " ", heading).strip()
    text = re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"
    paragraphs = [_paragraph(part, public_url) for part in text.strip().split("\n\n")]
    html = (
        _environment(spoken)
        .get_template("layout.html")
        .render(language=spoken, vendor=vendor, subject=subject, paragraphs=paragraphs)
    )
    return Letter(subject, text, html, [paragraph.link for paragraph in paragraphs if paragraph.link])


def _paragraph(part: str, public_url: str) -> Paragraph:
    ours = part.startswith(f"{public_url}/") and not re.search(r"\s", part)
    return Paragraph(part, part if ours else None)


@lru_cache
def _parts(language: str, template: str) -> tuple[Template, Template]:
    """The first line, and the rest: what is typed into one cannot run over into the other."""
    first, _, rest = (TEMPLATES / language / f"{template}.txt").read_text("utf-8").partition("\n")
    environment = _environment(language)
    return environment.from_string(first.removeprefix("Subject:")), environment.from_string(rest)


@lru_cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"], default_for_string=False),
        undefined=StrictUndefined,
        auto_reload=False,
        keep_trailing_newline=True,
    )
    environment.filters["day"] = lambda value: format_date(_moment(value), "long", locale=language)
    environment.filters["moment"] = lambda value: format_datetime(_moment(value), _FORMS[language], locale=language)
    return environment


_FORMS: Final = {"en": "d MMMM y, HH:mm 'UTC'", "es": "d 'de' MMMM 'de' y, HH:mm 'UTC'"}


def _moment(value: Any) -> date | datetime:
    if isinstance(value, date):
        return value
    text = str(value)
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
