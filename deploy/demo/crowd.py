"""Who else does business with Northbeam in the full demo: partners, people and customers of word lists and a seed."""

import json
import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from deploy.demo.story import Course, Deal, Verb, approved, form_of, slug, stage, worded

PARTNERS, PEOPLE = 44, 373
_WORDS: dict[str, Any] = json.loads((Path(__file__).parent / "crowd.json").read_text("utf-8"))
_SEED = 15_018
_TYPES = (*("reseller",) * 3, *("integrator",) * 2, "distributor", "service_provider", "consultant")
_JOINED = (*range(380, 546, 3), *range(60, 380, 16))  # most of them early
_CLAIMED = {"reason_code": "registered_other_partner", "text": "Another partner registered this project first."}
_RIVALS = 47

# Eighteen months: most is over; what is under way looks as it does in the small demo.
COURSES: dict[str, Course] = {
    "draft": Course(16, (1, 20), is_draft=True),
    "fresh": Course(9, (0.1, 0.9)),
    "late": Course(3, (6, 11)),
    "in_review": Course(8, (0.3, 0.9), (("claim", 0.1, {}),)),
    "approved": Course(85, (4, 75), approved(stage("qualified", 3))),
    "in_proposal": Course(45, (30, 85), approved(stage("qualified", 6), stage("proposal", 20))),
    "converted": Course(40, (36, 88), approved(stage("qualified", 10), ("convert", 15, {}), stage("negotiation", 30))),
    "won": Course(
        440, (75, 540), approved(stage("qualified", 8), stage("proposal", 25), ("convert", 28, {}), ("won", 60, {}))
    ),
    "lost": Course(
        280, (62, 540), approved(stage("qualified", 12), ("lost", 50, {"reason": "Chose a local supplier."}))
    ),
    "rejected": Course(150, (6, 540), (("reject", 2, {}),)),
    "withdrawn": Course(70, (8, 500), (("withdraw", 2, {}),)),
    "expired": Course(140, (115, 520), approved(stage("qualified", 15))),
    "released": Course(34, (50, 500), approved(("release", 30, {}))),
    "reopened": Course(28, (45, 75), approved(("lost", 20, {"reason": "Budget frozen."}), ("reopen", 35, {}))),
}


class Crowd:
    """Made once from the seed: the same partners, people, customers and deals every time."""

    def __init__(self) -> None:
        self._chance = random.Random(_SEED)  # noqa: S311 - a story, not a secret.
        self.partners = self._partners()
        self._customers = {words: self._named(words, "trades", "names") for words in _WORDS["words"]}
        self.deals = self._told()

    def _partners(self) -> list[dict[str, Any]]:
        places = [place for place in _WORDS["places"] for _ in range(place["share"])]
        firms = {words: self._named(words, "roots", "firms") for words in _WORDS["words"]}
        seen: set[str] = set()
        made = []
        for number, place in enumerate(places):
            people = PEOPLE // PARTNERS + (number < PEOPLE % PARTNERS)
            name = next(found for found in firms[place["words"]] if found.rpartition(" ")[0] not in seen)
            seen.add(name.rpartition(" ")[0])
            made.append(self._partner(place, name, people + (-3, 3)[number % 2]))
        return made

    def _partner(self, place: dict[str, Any], name: str, people: int) -> dict[str, Any]:
        words = _WORDS["words"][place["words"]]
        everybody = [f"{first} {last}" for first, last in product(words["first"], words["last"])]
        admin, *sellers = self._chance.sample(everybody, people)
        return {
            "key": slug(name),
            "legal_name": f"{name} {place['form']}",
            "domain": f"{slug(name)}.example",
            "city": self._chance.choice(place["cities"]),
            "partner_type": self._chance.choice(_TYPES),
            "joined": self._chance.choice(_JOINED),
            "admin": admin,
            "sellers": sellers,
            **place,
        }

    def _named(self, words: str, first: str, second: str) -> Iterator[str]:
        """Each pair of words once, in no order."""
        lists = _WORDS["words"][words]
        pairs = [f"{one} {other}" for one, other in product(lists[first], lists[second])]
        self._chance.shuffle(pairs)
        return iter(pairs)

    def _told(self) -> list[Deal]:
        told = [self._deal(name, number, course) for name, course in COURSES.items() for number in range(course.count)]
        contested = [deal for deal in told if deal.course in {"won", "lost", "approved"}]
        return told + [self._rival(number, deal) for number, deal in enumerate(self._chance.sample(contested, _RIVALS))]

    def _deal(self, course: str, number: int, about: Course) -> Deal:
        """More of them lately than at first."""
        soonest, latest = about.sent_days_ago
        ago = round(self._chance.triangular(soonest, latest, soonest), 2)
        partner = self._somebody(ago)
        form = form_of(self._chance, partner, self._customer(partner), is_draft=about.is_draft)
        form["registration_type"] = self._chance.choice(("sourced", "sourced", "sourced", "teaming", "renewal"))
        steps = tuple(self._paced(worded(about.steps, number), ago))
        return Deal(f"{course}-{number}", course, partner["key"], ago, form, steps)

    def _rival(self, number: int, first: Deal) -> Deal:
        """Some days later another partner claims the same customer and product, and comes too late."""
        ago = max(round(first.sent_days_ago - self._chance.uniform(2, 9), 2), 1.5)
        other = self._somebody(ago, but=first.partner)
        form = form_of(self._chance, other, first.form["customer"], is_draft=False)
        form |= {"product_line": first.form["product_line"], "registration_type": "sourced"}
        return Deal(f"rival-{number}", "rival", other["key"], ago, form, (("reject", 1.2, _CLAIMED),))

    def _somebody(self, ago: float, but: str = "") -> dict[str, Any]:
        """Who was a partner by then; the more people, the more deals."""
        present = [found for found in self.partners if found["joined"] > ago + 2 and found["key"] != but]
        return self._chance.choices(present, [len(found["sellers"]) for found in present])[0]

    def _customer(self, partner: dict[str, Any]) -> dict[str, Any]:
        name = next(self._customers[partner["words"]])
        return {
            "legal_name": name,
            "country": partner["country"],
            "city": self._chance.choice(partner["cities"]),
            "domain": f"{slug(name)}.example",
        }

    def _paced(self, steps: Iterator[Verb], ago: float) -> Iterator[Verb]:
        """Decisions took up to five days at first and take less than two now; the rest is not regular either."""
        pace = self._chance.uniform(0.8, 1.15)
        for verb, after, body in steps:
            decided = verb in {"approve", "reject"}
            spent = self._chance.uniform(0.3, 1.4) * (1 + ago / 200) if decided else after * pace
            yield verb, round(spent, 2), body
