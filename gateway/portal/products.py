"""The product lines that a partner can pick; the code is what the deals service stores."""

from typing import Final

from flask import Flask

PRODUCT_LINES: Final = {
    "northbeam-cloud": "Northbeam Cloud",
    "northbeam-edge": "Northbeam Edge",
    "northbeam-security": "Northbeam Security",
}


def product_name(code: str | None) -> str:
    return PRODUCT_LINES.get(code or "", code or "")


def product_lines(chosen: str | None) -> dict[str, str]:
    """What can be picked; a code that came over the API stays, so that editing does not change it."""
    return PRODUCT_LINES if not chosen or chosen in PRODUCT_LINES else {chosen: chosen, **PRODUCT_LINES}


def register(app: Flask) -> None:
    app.jinja_env.filters["product"] = product_name
    app.jinja_env.globals["product_lines"] = product_lines
