"""A registration as the numbers see it: the last revision's promise, decision and outcome."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from uuid import UUID

from services.metrics.facts.model import FOR_EVER, ONE, Fact, Spell, stock, united
from services.metrics.rollups.model import tenths, three_digits

UNDECIDED: Final = frozenset({"submitted", "in_review", "pending_approval", "info_requested"})
RESTING: Final = "info_requested"
TENTH: Final = Decimal("0.1")


@dataclass(eq=False, kw_only=True)
class Registration:
    """Filled by events alone; each event states the claim as it stands after the change.

    `breaches` is when a promise was broken that has since been stated anew, or rests while the partner is asked.
    """

    deal_registration_id: UUID
    number: str | None = None
    revision: int = 0
    partner_id: UUID | None = None
    status: str | None = None
    registration_type: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    submitted_at: datetime | None = None
    due_at: datetime | None = None
    breaches: list[Spell] = field(default_factory=list)
    decided_at: datetime | None = None
    decision: str | None = None
    business_minutes: int | None = None
    in_conflict: bool = False
    ended_at: datetime | None = None
    won_on: date | None = None
    lost_at: datetime | None = None

    @property
    def subject(self) -> str:
        return f"deal_registration/{self.deal_registration_id}"

    def stand(
        self,
        at: datetime,
        *,
        number: str,
        revision: int,
        partner_id: UUID,
        status: str,
        registration_type: str,
        amount: Decimal | None,
        currency: str | None,
        submitted_at: datetime | None,
        decide_by: datetime | None,
    ) -> None:
        """Take the record over; a new revision starts over, and what was counted of the former one stays counted."""
        if revision > self.revision:
            self.decided_at = self.decision = self.business_minutes = self.ended_at = None
            self.won_on = self.lost_at = self.due_at = None
            self.in_conflict, self.breaches = False, []
        self.number, self.revision, self.partner_id, self.status = number, revision, partner_id, status
        self.registration_type, self.amount, self.currency = registration_type, amount, currency
        self.submitted_at = submitted_at
        if status in UNDECIDED:
            self._promise(decide_by, at)

    def _promise(self, due_at: datetime | None, at: datetime) -> None:
        """Another promise, or none while it rests, does not take back that the former one was broken until now."""
        if self.due_at is not None and self.due_at != due_at:
            self.breaches = united(self.breaches, self.due_at, at)
        self.due_at = due_at

    def decide(self, decision: str, decided_at: datetime, business_minutes: int | None) -> None:
        self.decision, self.decided_at, self.business_minutes = decision, decided_at, business_minutes

    def end(self, at: datetime) -> None:
        """Withdrawn or lapsed: nobody will decide any more."""
        self.ended_at = at

    def close(self, *, won_on: date | None = None, lost_at: datetime | None = None) -> None:
        """Won or lost; with neither of them open again."""
        self.won_on, self.lost_at = won_on, lost_at

    def facts(self, converted: Decimal | None) -> list[Fact]:
        """All that counts of this revision; `converted` is the amount in the reporting currency, if it is known."""
        if self.submitted_at is None or self.partner_id is None:
            return []
        return [
            *self._submission(self.partner_id, self.submitted_at),
            *self._decision(self.partner_id),
            *self._outcome(self.partner_id, converted),
        ]

    def _submission(self, partner_id: UUID, submitted_at: datetime) -> list[Fact]:
        measures = ["submitted", *(["in_conflict"] if self.in_conflict else [])]
        if self.decision == "approved":
            measures.append("submitted_and_approved")
        return [
            *(Fact(measure=measure, at=submitted_at, partner_id=partner_id) for measure in measures),
            *stock("overdue", self._overdue(), partner_id),
        ]

    def _overdue(self) -> list[Spell]:
        if self.due_at is None:
            return self.breaches
        return united(self.breaches, self.due_at, self.decided_at or self.ended_at or FOR_EVER)

    def _decision(self, partner_id: UUID) -> list[Fact]:
        if self.decided_at is None or self.decision is None:
            return []
        measures = [self.decision]
        if self.due_at is not None:
            is_in_time = self.decided_at <= self.due_at and not self.breaches
            measures.append("decided_in_time" if is_in_time else "decided_late")
        if self.decision == "approved" and self.won_on is not None:
            measures.append("approved_and_won")
        found = [Fact(measure=measure, at=self.decided_at, partner_id=partner_id) for measure in measures]
        if self.business_minutes is not None:
            hours = (Decimal(self.business_minutes) / 60).quantize(TENTH, ROUND_HALF_UP)
            timed = Fact(
                measure="decision_hours",
                at=self.decided_at,
                partner_id=partner_id,
                value=hours,
                bucket=tenths(hours),
            )
            found.append(timed)
        return found

    def _outcome(self, partner_id: UUID, converted: Decimal | None) -> list[Fact]:
        """What was won without a known amount counts as won, and as an amount that every sum and median lacks."""
        if self.lost_at is not None:
            return [Fact(measure="lost", at=self.lost_at, partner_id=partner_id)]
        if self.won_on is None:
            return []
        at = datetime.combine(self.won_on, time.min, UTC)
        value = Decimal(0) if converted is None else converted
        measures = ["won", *(["won_sourced"] if self.registration_type == "sourced" else [])]
        won = Fact(measure="won", at=at, partner_id=partner_id, value=value, amount=self.amount, currency=self.currency)
        found = [replace(won, measure=measure) for measure in measures]
        if converted is not None:
            return [*found, replace(won, measure="deal_size", bucket=three_digits(converted))]
        lacking = [f"{measure}_unconverted" for measure in (*measures, "deal_size")]
        return [*found, *(Fact(measure=measure, at=at, partner_id=partner_id, value=ONE) for measure in lacking)]
