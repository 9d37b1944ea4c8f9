"""Services: which parts of the suite answer now."""

from __future__ import annotations

from flask import render_template

from chassis import clock
from gateway.console.blueprint import console
from gateway.pages.boxes import ask


@console.get("/health")
def health() -> str:
    return render_template("console/health.html", parts=ask("get_health").box(), checked_at=clock.now())
