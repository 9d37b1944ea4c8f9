"""A checklist: the tasks of onboarding with their owners, order and deadlines. Data that the vendor publishes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from services.partners import errors

ANY_TYPE: Final = "any"


class Side(StrEnum):
    """Who has to act."""

    PARTNER = "partner"
    VENDOR = "vendor"


class Signal(StrEnum):
    """What a task can be completed by; a task without a signal is completed by hand."""

    CHANNEL_MANAGER_ASSIGNED = "channel_manager_assigned"
    PERSON_JOINED = "person_joined"
    COLLEAGUE_JOINED = "colleague_joined"
    PROFILE_COMPLETED = "profile_completed"
    COURSE_COMPLETED = "course_completed"
    CERTIFICATE_ISSUED = "certificate_issued"
    ASSET_DOWNLOADED = "asset_downloaded"
    DEAL_REGISTERED = "deal_registered"


class ChecklistStatus(StrEnum):
    PUBLISHED = "published"
    RETIRED = "retired"


@dataclass(frozen=True, kw_only=True)
class PlannedTask:
    """One line of a checklist, before it belongs to a partner."""

    code: str
    side: Side
    title: Mapping[str, str]
    due_days: int
    depends_on: Sequence[str] = ()
    signal: Signal | None = None


@dataclass(eq=False, kw_only=True)
class Checklist:
    """One version of what onboarding asks of one type of partner; a published one never changes."""

    partner_type: str
    version: int
    tasks: list[dict[str, object]]
    published_by: str
    published_at: datetime
    status: ChecklistStatus = ChecklistStatus.PUBLISHED

    def retire(self) -> None:
        self.status = ChecklistStatus.RETIRED


def require_sound(tasks: Sequence[PlannedTask]) -> None:
    """Tasks wait only for earlier ones, so nothing can wait in a circle; the first deal is where onboarding ends."""
    earlier: set[str] = set()
    for task in tasks:
        if task.code in earlier:
            raise errors.UnsoundChecklist("Two tasks have the same code.", task=task.code)
        if not earlier.issuperset(task.depends_on):
            raise errors.UnsoundChecklist("A task may only wait for tasks above it.", task=task.code)
        earlier.add(task.code)
    if sum(task.signal is Signal.DEAL_REGISTERED for task in tasks) != 1:
        raise errors.UnsoundChecklist("A checklist has one task that the first registered deal completes.")
