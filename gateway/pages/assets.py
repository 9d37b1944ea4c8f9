"""Addresses of built files: manifest.json maps a plain name to the hashed one that browsers may keep for ever."""

import json
from functools import cache
from pathlib import Path

from flask import Flask

DIST = Path(__file__).parents[1] / "static" / "dist"


@cache
def manifest() -> dict[str, str]:
    read: dict[str, str] = json.loads((DIST / "manifest.json").read_text())
    return read


def asset(name: str) -> str:
    return f"/static/dist/{manifest()[name]}"


def register(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
