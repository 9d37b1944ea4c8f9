"""Countries and currencies by their names in the reader's language."""

from typing import Final

from babel import Locale
from flask import Flask
from flask_babel import get_locale

CURRENCIES: Final = ("EUR", "USD", "GBP", "BRL", "CLP", "COP", "MXN", "PEN")
NOT_COUNTRIES: Final = frozenset(
    {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "XK", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
)


def _locale() -> Locale:
    return get_locale() or Locale("en")


def countries() -> list[tuple[str, str]]:
    named = {code: name for code, name in _locale().territories.items() if len(code) == 2 and code.isalpha()}
    return sorted(((code, name) for code, name in named.items() if code not in NOT_COUNTRIES), key=lambda pair: pair[1])


def country_name(code: str | None) -> str:
    return str(_locale().territories.get(code, code)) if code else ""


def currencies(chosen: str | None) -> tuple[str, ...]:
    return CURRENCIES if not chosen or chosen in CURRENCIES else (chosen, *CURRENCIES)


def register(app: Flask) -> None:
    app.jinja_env.globals.update(countries=countries, country_name=country_name, currencies=currencies)
