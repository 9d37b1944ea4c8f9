"""What learning, certificates, library and numbers add to home. Asked for with everything else; each fails alone."""

from dataclasses import dataclass
from typing import Any, Final

from flask import g

from gateway.pages.boxes import Box, Question, ask
from gateway.pages.periods import this_quarter
from gateway.pages.scores import Chart, Score, trend_chart
from gateway.portal.scorecard import FIRST, address, scores

SHOWN: Final = 3
METERS: Final = 4
HIGHLIGHTS: Final = ("partner_sourced_revenue", "registration_volume", "approval_rate", "certification_coverage")


@dataclass(frozen=True)
class Glances:
    """Questions on their way; `read` waits for the answers when the page needs them."""

    learning: Question
    certificates: Question
    assets: Question
    card: Question

    @classmethod
    def asked(cls) -> "Glances":
        return cls(
            learning=ask("get_learning"),
            certificates=ask("list_certificates", person_id=str(g.account.person_id), status=["expiring"], limit=SHOWN),
            assets=ask("list_assets", limit=SHOWN),
            card=ask("get_scorecard", partner_id=str(g.account.partner_id), period=this_quarter()),
        )

    def read(self) -> dict[str, Any]:
        learning, card = self.learning.box(), self.card.box()
        return {
            "learning": learning,
            "due": due(learning),
            "certificates": self.certificates.box(),
            "assets": self.assets.box(),
            "card": card,
            "meters": meters(card),
            "revenue": revenue(card),
        }


def due(learning: Box) -> list[dict[str, Any]]:
    """What was begun, then what is asked of me and has not begun; the nearest day first."""
    if not learning.ok:
        return []
    begun = [{**course, "begun": True} for course in learning.value["continuing"]]
    asked = [{**course, "begun": False} for course in learning.value["required"]]
    seen: dict[str, dict[str, Any]] = {}
    for course in sorted([*begun, *asked], key=lambda one: one.get("due_on") or "9999"):
        seen.setdefault(course["course_id"], course)
    return list(seen.values())[:SHOWN]


def meters(card: Box) -> list[Score]:
    """What has a target, the farthest from it first; some numbers without one where nothing has."""
    if not card.ok:
        return []
    found = scores(card.value, card.value["period"]["code"])
    measured = sorted((score for score in found if score.target), key=lambda score: score.towards)
    return measured[:METERS] or [score for score in found if score.code in HIGHLIGHTS]


def revenue(card: Box) -> Chart | None:
    items = card.value["items"] if card.ok else ()
    first = next((item for item in items if item["metric"] == FIRST), None)
    return trend_chart(first, card.value, lambda code: address(FIRST, code)) if first else None
