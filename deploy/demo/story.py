"""What happened to every registration of the small demo: courses of events, who took them, and on which day."""

import json
import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CAST: dict[str, Any] = json.loads((Path(__file__).parent / "cast.json").read_text("utf-8"))
PRODUCTS = ("Edge Gateways", "Cloud Fabric", "Secure Access", "Insight Analytics")
LONG_TYPES = ("sourced", "sourced", "sourced", "teaming", "renewal")  # Protected for 90 days; the others for 60.
TYPES = (*LONG_TYPES, "influence", "services")
_SEED = 20417
_BUSY = {"partner_a": 4, "partner_b": 2}  # Whose portal is looked at first has most to show.

Verb = tuple[str, float, dict[str, Any]]  # what is done, how many days after the submission, with which body


@dataclass(frozen=True)
class Course:
    """How so many registrations went: first sent this many days ago, then this happened."""

    count: int
    sent_days_ago: tuple[float, float]
    steps: tuple[Verb, ...] = ()
    is_draft: bool = False


def approved(*later: Verb) -> tuple[Verb, ...]:
    return (("approve", 1, {}), *later)


def stage(reached: str, after: float) -> Verb:
    return ("stage", after, {"sales_stage": reached})


_ASK = {"fields": ["evidence"], "text": "Please add the meeting note or a mail of the customer that names the project."}
_REASONS = (
    {"reason_code": "existing_customer", "text": "The customer has bought this product line from us since 2023."},
    {"reason_code": "insufficient_evidence", "text": "Nothing shows yet that the customer has a project and a budget."},
    {"reason_code": "rfp_published", "text": "The tender was published before the registration reached us."},
    {
        "reason_code": "below_threshold",
        "text": "Registrations start at 5,000; sell this one from stock, no need to ask.",
    },
)

COURSES: dict[str, Course] = {
    "draft": Course(4, (1, 12), is_draft=True),
    "fresh": Course(7, (0.1, 0.9)),
    "late": Course(3, (6, 11)),
    "in_review": Course(6, (0.3, 0.9), (("claim", 0.1, {}),)),
    "in_review_late": Course(2, (7, 12), (("claim", 1, {}),)),
    "info_requested": Course(4, (2, 6), (("request-info", 1, _ASK),)),
    "answered": Course(3, (4, 6), (("request-info", 1, _ASK), ("note", 2, {"text": "Sent."}), ("submit", 3, {}))),
    "approved": Course(12, (4, 70), approved(stage("qualified", 3))),
    "in_proposal": Course(6, (30, 80), approved(stage("qualified", 6), stage("proposal", 20))),
    "expiring": Course(4, (83, 88), approved(stage("qualified", 9), stage("negotiation", 50))),
    "extended": Course(3, (84, 88), approved(stage("proposal", 60), ("extend", 80, {}))),
    "converted": Course(6, (36, 85), approved(stage("qualified", 10), ("convert", 15, {}), stage("negotiation", 30))),
    "won": Course(
        9, (70, 360), approved(stage("qualified", 8), stage("proposal", 25), ("convert", 28, {}), ("won", 60, {}))
    ),
    "lost": Course(6, (60, 340), approved(stage("qualified", 12), ("lost", 50, {"reason": "Chose a local supplier."}))),
    "rejected": Course(6, (10, 300), (("reject", 2, {}),)),
    "revised": Course(2, (5, 8), (("reject", 1, {}), ("revise", 3, {}), ("submit", 4, {}))),
    "withdrawn": Course(4, (15, 250), (("withdraw", 2, {}),)),
    "lapsed": Course(2, (30, 60), (("request-info", 1, _ASK),)),
    "expired": Course(4, (110, 240), approved(stage("qualified", 15))),
    "released": Course(2, (50, 150), approved(("release", 30, {}))),
    "revoked": Course(1, (60, 90), approved(("revoke", 25, {"reason": "The customer asked for another partner."}))),
    "reopened": Course(2, (45, 70), approved(("lost", 20, {"reason": "Budget frozen."}), ("reopen", 35, {}))),
}
# Another partner claims the same customer and product some days after the first one did.
CONTESTED = {"late": 2.0, "in_review_late": 3.0, "in_review": 0.2, "approved": 3.0, "fresh": 0.05}


@dataclass(frozen=True)
class Deal:
    """One registration of the demo."""

    key: str
    course: str
    partner: str
    sent_days_ago: float
    form: dict[str, Any]
    steps: tuple[Verb, ...] = field(default=())


def deals(partners: dict[str, dict[str, Any]]) -> list[Deal]:
    """The same ones for the same cast, whenever they are told."""
    chance = random.Random(_SEED)  # noqa: S311 - a story, not a secret.
    customers = _Customers(chance)
    told: list[Deal] = []
    for name, course in COURSES.items():
        for number in range(course.count):
            ago = round(chance.uniform(*course.sent_days_ago), 2)
            present = {found: about for found, about in partners.items() if about["joined"] > ago + 1}
            (key,) = chance.choices(list(present), [_BUSY.get(found, 1) for found in present])
            form = form_of(chance, partners[key], customers.next(partners[key]["country"]), is_draft=course.is_draft)
            kinds = ("sourced",) if number == 0 else LONG_TYPES if course.sent_days_ago[1] > 45 else TYPES
            form["registration_type"] = chance.choice(kinds)
            told.append(Deal(f"{name}-{number}", name, key, ago, form, tuple(worded(course.steps, number))))
    return told + list(_rivals(chance, told, partners))


def _rivals(chance: random.Random, told: list[Deal], partners: dict[str, dict[str, Any]]) -> Iterator[Deal]:
    for name, after in CONTESTED.items():
        first = next(deal for deal in told if deal.course == name)
        others = [
            key
            for key in partners
            if key != first.partner and partners[key]["region"] == partners[first.partner]["region"]
        ]
        key = chance.choice(others)
        form = form_of(chance, partners[key], first.form["customer"], is_draft=False)
        ago = max(first.sent_days_ago - after, 0.02)
        claimed = {"product_line": first.form["product_line"], "registration_type": "sourced"}
        yield Deal(f"rival-{name}", "rival", key, ago, form | claimed)


class _Customers:
    """Every customer once: of the partner's own country while there are any, then of another."""

    def __init__(self, chance: random.Random) -> None:
        self._waiting = {country: list(found) for country, found in CAST["customers"].items()}
        for found in self._waiting.values():
            chance.shuffle(found)

    def next(self, country: str) -> dict[str, Any]:
        fullest = max(self._waiting, key=lambda other: len(self._waiting[other]))
        where = country if self._waiting.get(country) else fullest
        customer: dict[str, Any] = self._waiting[where].pop()
        return {**customer, "country": where, "domain": f"{slug(customer['legal_name'])}.example"}


def form_of(
    chance: random.Random, partner: dict[str, Any], customer: dict[str, Any], *, is_draft: bool
) -> dict[str, Any]:
    name = chance.choice(CAST["contacts"])
    step = {"MXN": 25_000, "COP": 5_000_000, "BRL": 5_000}.get(partner["currency"], 1_500)
    return {
        "customer": customer,
        "contact": {"name": name, "email": f"{slug(name).replace('-', '.')}@{customer['domain']}"},
        "product_line": chance.choice(PRODUCTS),
        "amount": f"{step * chance.randint(4, 90)}.00",
        "currency": partner["currency"],
        "close_after_days": chance.randint(45, 150),
        "evidence": f"First meeting with {name}; budget and date were named.",
        "submit": not is_draft,
    }


def worded(steps: tuple[Verb, ...], number: int) -> Iterator[Verb]:
    for verb, after, body in steps:
        yield (verb, after, _REASONS[number % len(_REASONS)] if verb == "reject" else body)


def slug(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
