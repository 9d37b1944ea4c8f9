"""What waits for staff: registrations and applications in one list, ordered by the promise made to the partner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from flask_babel import gettext as _

from gateway.console.moments import Promise, promise
from gateway.pages.boxes import Box, ask
from gateway.pages.formats import money_short
from gateway.pages.places import country_name

FILTERS: Final = ("all", "conflicts", "deals", "partners")
KIND_OF_FILTER: Final = {"conflicts": "conflict", "deals": "deal", "partners": "application"}
OPEN_APPLICATIONS: Final = ("submitted", "screening")
SHOWN: Final = 100


@dataclass(frozen=True)
class Waiting:
    """One item of the queue, whichever service it comes from."""

    kind: str  # conflict | deal | application
    item_id: str
    title: str
    detail: str
    decide_by: str
    promise: Promise | None
    rivals: tuple[str, ...] = ()  # the other partners of a conflict
    not_carried_out: bool = False  # the rules refused the last decision pressed

    def url(self, shown: str) -> str:
        endpoint = "console.approval_of_application" if self.kind == "application" else "console.approval_of_deal"
        return url_for(endpoint, item_id=self.item_id, filter=None if shown == "all" else shown)


@dataclass(frozen=True)
class Queue:
    items: tuple[Waiting, ...]
    shown: str
    failures: tuple[Box, ...]

    @property
    def visible(self) -> tuple[Waiting, ...]:
        kind = KIND_OF_FILTER.get(self.shown)
        return tuple(item for item in self.items if kind in {None, item.kind})

    @property
    def late(self) -> tuple[Waiting, ...]:
        return tuple(item for item in self.items if item.promise and item.promise.late)

    def count(self, shown: str) -> int:
        kind = KIND_OF_FILTER.get(shown)
        return sum(kind in {None, item.kind} for item in self.items)

    def beside(self, item_id: str, step: int) -> Waiting | None:
        """The next (+1) or previous (-1) visible item; one that has left the queue is followed by the first."""
        ids = [item.item_id for item in self.visible]
        if item_id not in ids:
            return self.visible[0] if self.visible and step > 0 else None
        place = ids.index(item_id) + step
        return self.visible[place] if 0 <= place < len(ids) else None


class QueueQuestion:
    """Both services asked at once; the page does its own asking before it reads the answers."""

    def __init__(self, shown: str) -> None:
        self._shown = shown if shown in FILTERS else "all"
        self._deals = ask("list_decision_queue", limit=SHOWN)
        self._applications = ask("list_applications", status=list(OPEN_APPLICATIONS), sort="decide_by", limit=SHOWN)

    def answer(self) -> Queue:
        deals, applications = self._deals.box(), self._applications.box()
        items = [*map(_of_deal, deals.items), *map(_of_application, applications.items)]
        items.sort(key=lambda item: (item.decide_by or "~", item.title))
        failures = tuple(box for box in (deals, applications) if not box.ok and not box.forbidden)
        return Queue(tuple(items), self._shown, failures)


def _of_deal(entry: Mapping[str, Any]) -> Waiting:
    detail = " · ".join(
        part for part in (entry.get("partner_name"), money_short(entry.get("amount"), entry.get("currency"))) if part
    )
    return Waiting(
        kind="conflict" if entry.get("has_conflict") else "deal",
        item_id=entry["deal_registration_id"],
        title=entry["customer"]["legal_name"],
        detail=detail,
        decide_by=entry.get("decide_by") or "",
        promise=promise(entry.get("decide_by")),
        rivals=tuple(entry.get("rivals", ())),
        not_carried_out=bool(entry.get("refused_decision")),
    )


def _of_application(entry: Mapping[str, Any]) -> Waiting:
    return Waiting(
        kind="application",
        item_id=entry["application_id"],
        title=entry["legal_name"],
        detail=_("Application · %(country)s", country=country_name(entry["country"])),
        decide_by=entry.get("decide_by") or "",
        promise=promise(entry.get("decide_by")),
    )
