"""A certification: the definition that certificates are awarded by. Refuses to know who holds one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.enablement import errors

REMINDERS: Final = (90, 60, 30, 7)


class CertificationStatus(StrEnum):
    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(eq=False, kw_only=True)
class Certification:
    """Awarded to whoever completes all its courses; `validity_months` None is for good."""

    certification_id: UUID
    code: str
    title: Mapping[str, str]
    course_ids: list[UUID]
    created_at: datetime
    description: Mapping[str, str] = field(default_factory=dict)
    validity_months: int | None = None
    grace_days: int = 0
    reminders: list[int] = field(default_factory=lambda: list(REMINDERS))
    status: CertificationStatus = CertificationStatus.ACTIVE
    version: int = 1

    def __post_init__(self) -> None:
        self.reminders = in_order(self.reminders)

    def change(self, **attributes: object) -> None:
        """Correct the definition; certificates that were awarded keep the terms of their day."""
        if self.status is CertificationStatus.RETIRED:
            raise errors.IllegalTransition("A retired certification is kept as it was.", status=self.status)
        for name, value in attributes.items():
            setattr(self, name, value)
        self.reminders = in_order(self.reminders)

    def retire(self) -> None:
        """Award no more; certificates that were awarded live on until they expire."""
        self.status = CertificationStatus.RETIRED


def in_order(reminders: Iterable[int]) -> list[int]:
    """Days before the end, each once, the earliest first."""
    return sorted(set(reminders), reverse=True)
