"""The frame around every page: language, theme, who is signed in; an area's blueprint provides its navigation."""

from dataclasses import dataclass
from typing import Any, Final

from flask import Flask, current_app, g, request
from flask_babel import get_locale

THEMES: Final = ("auto", "light", "dark")
LANGUAGES: Final = {"en": "English", "es": "Español"}


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One place in the side bar; `on_phone` puts it in the bottom bar, `primary` makes it the raised one."""

    href: str
    icon: str
    label: str
    count: int | None = None
    on_phone: bool = False
    in_side: bool = True
    primary: bool = False
    exact: bool = False

    def covers(self, path: str) -> bool:
        """The page itself or, unless `exact`, one below it."""
        return path == self.href or (not self.exact and path.startswith(f"{self.href}/"))


@dataclass(frozen=True, kw_only=True)
class NavGroup:
    label: str
    items: tuple[NavItem, ...]


@dataclass(frozen=True, kw_only=True)
class Search:
    action: str
    label: str


def current(nav: tuple[NavGroup, ...]) -> NavItem | None:
    """The one entry that is lit: the longest address that the path lies under. An action is never lit."""
    lit = [item for group in nav for item in group.items if item.covers(request.path) and not item.primary]
    return max(lit, key=lambda item: len(item.href), default=None)


def theme() -> str:
    account = g.get("account")
    chosen = request.cookies.get("theme") or (account.theme if account else None)
    return chosen if chosen in THEMES else "auto"


def language() -> str:
    locale = get_locale()
    return str(locale.language) if locale else "en"


def initials(name: str) -> str:
    words = [word for word in name.replace(",", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][:1])).upper() or "?"


def frame() -> dict[str, Any]:
    """Defaults of base.html. A blueprint's own context processor adds area, nav and search."""
    return {
        "account": g.get("account"),
        "vendor": current_app.config.get("VENDOR_NAME", "Northbeam"),
        "language": language(),
        "languages": LANGUAGES,
        "theme": theme(),
        "keys_off": request.cookies.get("keys") == "off",
        "here": request.full_path.rstrip("?"),
        "nav": (),
        "area": "public",
        "search": None,
    }


def register(app: Flask) -> None:
    app.context_processor(frame)
    app.jinja_env.globals.update(current_item=current, initials=initials)
