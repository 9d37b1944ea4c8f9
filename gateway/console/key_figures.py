"""A few numbers of the program for the overview: this quarter beside those before, each asked and failing alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import pgettext

from gateway.console.dashboards import address
from gateway.invoke import may
from gateway.pages.boxes import Question, ask
from gateway.pages.periods import this_quarter
from gateway.pages.scores import Score, score_of

METRICS: Final = ("partner_sourced_revenue", "registration_volume", "sla_attainment", "active_partners")
PERIODS: Final = 6


def title(code: str) -> str:
    """As the catalogue calls it: the name stands even where metrics is silent."""
    return {
        "partner_sourced_revenue": _("Partner-sourced revenue"),
        "registration_volume": _("Registrations submitted"),
        "sla_attainment": pgettext("metric", "Decided within the promise"),
        "active_partners": _("Active partners"),
    }[code]


@dataclass(frozen=True)
class Tile:
    """Without a score its number cannot be told now."""

    title: str
    score: Score | None


def ask_key_figures() -> dict[str, Question]:
    """Sent with the page's other questions; nothing for who may not see numbers."""
    if not may("measure_metric"):
        return {}
    wanted = {"period": this_quarter(), "trend_periods": PERIODS}
    return {code: ask("measure_metric", metric=code, **wanted) for code in METRICS}


def tiles(asked: Mapping[str, Question]) -> list[Tile]:
    found = []
    for code, question in asked.items():
        box = question.box()
        found.append(Tile(title(code), _score(code, box.value) if box.ok else None))
    return found


def _score(code: str, told: Mapping[str, Any]) -> Score:
    """No target: those stand on the dashboard."""
    words = dict.fromkeys(("en", "es"), title(code))
    item = {**told, "title": words, "formula": words, "target": None, "share_of_target": None, "attainment": None}
    period = {"code": told["period"], "ends_on": told["ends_on"]}
    return score_of(item, {"currency": told["currency"], "period": period}, address(code, told["period"]))
