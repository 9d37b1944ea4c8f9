"""One partner's onboarding: tasks of both sides that facts complete, or their owners by hand. Knows no storage."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.partners import errors
from services.partners.checklists.model import PlannedTask, Side, Signal
from services.partners.onboarding import events

# Facts that may cease to hold: all that stand for a task are kept, not only the first.
RETRACTABLE: Final = frozenset({Signal.CERTIFICATE_ISSUED})


class TaskState(StrEnum):
    """How a task is shown: derived from what is done, never stored."""

    OPEN = "open"
    BLOCKED = "blocked"
    DONE = "done"


@dataclass(eq=False, kw_only=True)
class OnboardingTask:
    """One line of one partner's list; evidence names the facts that completed it."""

    onboarding_id: UUID
    code: str
    position: int
    side: Side
    title: dict[str, str]
    due_on: date
    depends_on: list[str]
    signal: Signal | None
    evidence: list[str] = field(default_factory=list)
    completed_at: datetime | None = None
    completed_by: str | None = None


@dataclass(eq=False, kw_only=True)
class Onboarding:
    """The list as a whole: finished for good once nothing is left to do."""

    onboarding_id: UUID
    partner_id: UUID
    partner_type: str
    checklist_version: int
    started_at: datetime
    completed_at: datetime | None = None
    tasks: list[OnboardingTask] = field(default_factory=list)

    def plan(self, planned: Sequence[PlannedTask]) -> None:
        """Take the checklist over; deadlines count from the first day."""
        self.tasks = [
            OnboardingTask(
                onboarding_id=self.onboarding_id,
                code=task.code,
                position=position,
                side=task.side,
                title=dict(task.title),
                due_on=self.started_at.date() + timedelta(days=task.due_days),
                depends_on=list(task.depends_on),
                signal=task.signal,
            )
            for position, task in enumerate(planned, start=1)
        ]

    def note(self, signal: Signal, evidence: str, actor: str, now: datetime) -> list[events.OnboardingCompleted]:
        """A fact completes the tasks that wait for it, blocked ones too: what happened has happened."""
        if self.completed_at is not None:
            return []
        for task in self._waiting_for(signal):
            if evidence not in task.evidence and (task.completed_at is None or signal in RETRACTABLE):
                task.evidence = [*task.evidence, evidence]
            if task.completed_at is None:
                task.completed_at, task.completed_by = now, actor
        return self._finish(now)

    def retract(self, signal: Signal, evidence: str) -> None:
        """A fact no longer holds: a task is open again when no other fact stands for it."""
        if self.completed_at is not None:
            return
        for task in self._waiting_for(signal):
            left = [held for held in task.evidence if held != evidence]
            if left != task.evidence and not left:
                task.completed_at = task.completed_by = None
            task.evidence = left

    def complete(self, code: str, side: Side, actor: str, now: datetime) -> list[events.OnboardingCompleted]:
        """Done by hand, by the side that owns the task; a second time changes nothing."""
        task = self._by_hand(code, side)
        if task.completed_at is not None:
            return []
        done = [other.code for other in self.tasks if other.completed_at is not None]
        if waiting := missing(task.depends_on, done):
            raise errors.TaskBlocked(blocked_by=waiting)
        task.completed_at, task.completed_by = now, actor
        return self._finish(now)

    def reopen(self, code: str, side: Side) -> None:
        """Take back what was completed by hand."""
        task = self._by_hand(code, side)
        task.completed_at = task.completed_by = None

    def _by_hand(self, code: str, side: Side) -> OnboardingTask:
        task = next((task for task in self.tasks if task.code == code), None)
        if task is None:
            raise errors.NotFound
        if task.side is not side:
            raise errors.OtherSidesTask(side=task.side.value)
        if task.signal is not None:
            raise errors.TaskCompletesItself(signal=task.signal.value)
        if self.completed_at is not None:
            raise errors.OnboardingFinished
        return task

    def _waiting_for(self, signal: Signal) -> list[OnboardingTask]:
        return [task for task in self.tasks if task.signal is signal]

    def _finish(self, now: datetime) -> list[events.OnboardingCompleted]:
        if any(task.completed_at is None for task in self.tasks):
            return []
        self.completed_at = now
        return [
            events.OnboardingCompleted(
                onboarding_id=self.onboarding_id,
                partner_id=self.partner_id,
                started_at=self.started_at,
                completed_at=now,
            )
        ]


def missing(depends_on: Sequence[str], done: Collection[str]) -> list[str]:
    """The tasks that have to be done first and are not."""
    return [code for code in depends_on if code not in done]


def state_of(depends_on: Sequence[str], completed_at: datetime | None, done: Collection[str]) -> TaskState:
    if completed_at is not None:
        return TaskState.DONE
    return TaskState.BLOCKED if missing(depends_on, done) else TaskState.OPEN


def days_overdue(due_on: date, completed_at: datetime | None, today: date) -> int:
    """Whole days past the deadline; 0 for what is done or not due yet."""
    return 0 if completed_at is not None else max(0, (today - due_on).days)
