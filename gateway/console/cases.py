"""One case of the queue: a registration, the claims it meets, and which ways of deciding are open.

The services enforce the rules; this module only keeps a page from offering what they would refuse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from gateway.console import compare
from gateway.console.compare import Claim, Line, Pointer
from gateway.pages.boxes import ask

DECIDABLE: Final = frozenset({"submitted", "in_review", "pending_approval"})
UNDECIDED: Final = DECIDABLE | {"info_requested"}


@dataclass(frozen=True)
class Case:
    """A registration beside its rivals: other partners' live claims in the same scope."""

    registration: Mapping[str, Any]
    candidates: tuple[Mapping[str, Any], ...] = ()
    pending: tuple[Mapping[str, Any], ...] = ()

    @cached_property
    def rivals(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(candidate for candidate in self.candidates if _is_rival(candidate))

    @cached_property
    def similar(self) -> tuple[Mapping[str, Any], ...]:
        """Matches that a reviewer should know of although they are no conflict."""
        return tuple(candidate for candidate in self.candidates if not _is_rival(candidate))

    @property
    def is_conflict(self) -> bool:
        return bool(self.rivals)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, the first complete submission first: one column each."""
        ours = {
            **self.registration,
            "priority_at": self.registration.get("priority_at") or self.registration["submitted_at"],
        }
        theirs = (candidate["registration"] for candidate in self.rivals)
        return tuple(sorted((ours, *theirs), key=lambda claim: (claim.get("priority_at") or "~", claim["number"])))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return compare.lines(self.claims)

    @cached_property
    def pointer(self) -> Pointer | None:
        return compare.pointer(self.claims)

    @cached_property
    def open_claims(self) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims if claim["status"] in DECIDABLE)

    @property
    def protected(self) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims if compare.is_protected(claim))

    @property
    def is_decidable(self) -> bool:
        return self.registration["status"] in DECIDABLE and not self.pending

    @property
    def top_score(self) -> float:
        return max((float(candidate["score"]) for candidate in self.rivals), default=0.0)

    def claim(self, deal_registration_id: str) -> Claim | None:
        return next(
            (claim for claim in self.open_claims if claim["deal_registration_id"] == deal_registration_id), None
        )

    def others(self, winner: Claim) -> tuple[Claim, ...]:
        """The open claims that approving this one declines."""
        return tuple(
            claim for claim in self.open_claims if claim["deal_registration_id"] != winner["deal_registration_id"]
        )

    def is_override(self, winner: Claim) -> bool:
        """Against the order of submission, or across a standing protection: only with a reason."""
        pointed = self.pointer.claim if self.pointer else winner
        return bool(self.protected) or pointed["deal_registration_id"] != winner["deal_registration_id"]

    @property
    def short_names(self) -> dict[str, str]:
        """For buttons: the first word of each partner's name, where that tells them apart."""
        full = {
            claim["deal_registration_id"]: str(claim.get("partner_name") or claim["number"]) for claim in self.claims
        }
        first = {key: name.split()[0] for key, name in full.items()}
        return first if len(set(first.values())) == len(first) else full

    def needs_second_person(self, actor: str) -> bool:
        """Whoever approved the standing protection cannot also set it aside."""
        return any(_person(claim.get("decided_by")) == _person(actor) for claim in self.protected)


def _person(actor: str | None) -> str:
    """'person:<id>' and '<id>' are one person."""
    return (actor or "").rpartition(":")[2] or "nobody"


def _is_rival(candidate: Mapping[str, Any]) -> bool:
    live = candidate["registration"]["status"] in UNDECIDED or compare.is_protected(candidate["registration"])
    return live and candidate["in_scope"] and not candidate["same_partner"] and candidate["band"] != "possible"


def read(deal_registration_id: str) -> Case:
    """Two questions at once; where a decision waits to be carried out, its companions on the rivals as well."""
    registration = ask("get_deal_registration", deal_registration_id=deal_registration_id)
    conflicts = ask("get_registration_conflicts", deal_registration_id=deal_registration_id)
    found = registration.value()
    case = Case(found, tuple(conflicts.value()["candidates"]))
    if not found.get("pending_decision"):
        return case
    companions = [
        ask("get_deal_registration", deal_registration_id=claim["deal_registration_id"]) for claim in case.others(found)
    ]
    waiting = [found, *(question.value() for question in companions)]
    return Case(
        found,
        case.candidates,
        tuple({**one["pending_decision"], "claim": one} for one in waiting if one.get("pending_decision")),
    )
