"""Texts that authors write in Markdown, as harmless HTML: rendered here, then cleaned by a list of what may stay."""

from __future__ import annotations

import re
from typing import Final

import nh3
from flask import Flask
from flask_babel import get_locale
from markdown import Markdown
from markupsafe import Markup

from gateway.pages.formats import in_context

_EXTENSIONS: Final = ("tables", "fenced_code", "sane_lists", "toc")
_HEADING: Final = re.compile(r"^(#{1,6})\s", re.MULTILINE)
_TAGS: Final = {
    *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td"),
    *("a", "abbr", "em", "strong", "del", "s", "sub", "sup"),
}
_ATTRIBUTES: Final = {"a": {"href", "title"}, "abbr": {"title"}, "ol": {"start"}}
_SCHEMES: Final = {"https", "http", "mailto"}


def rendered(text: str | None) -> Markup:
    """The highest heading stands right below the page's own; links open no window that could reach ours."""
    words = text or ""
    highest = min((len(marks) for marks in _HEADING.findall(words)), default=1)
    settings = {"toc": {"baselevel": 3 - highest, "slugify": lambda *_: ""}}
    html = Markdown(extensions=_EXTENSIONS, extension_configs=settings).convert(words)
    clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES)
    return Markup(clean)  # noqa: S704 - cleaned in the line above


def language_of(languages: list[str]) -> str:
    """The language in which a text of these is shown to this reader: for its lang attribute."""
    locale = get_locale()
    reader = locale.language if locale else "en"
    return next((found for found in (reader, "en") if found in languages), languages[0] if languages else reader)


def register(app: Flask) -> None:
    app.jinja_env.filters["markdown"] = in_context(rendered)
    app.jinja_env.globals["language_of"] = language_of
