"""An application as the numbers see it: what was promised, and how it ended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.metrics.facts.model import Fact, standing


@dataclass(eq=False, kw_only=True)
class Application:
    application_id: UUID
    legal_name: str | None = None
    status: str | None = None
    submitted_at: datetime | None = None
    due_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def subject(self) -> str:
        return f"application/{self.application_id}"

    def facts(self) -> list[Fact]:
        """Counted for everybody: an applicant is no partner yet."""
        if self.submitted_at is None:
            return []
        found = [Fact(measure="application_submitted", at=self.submitted_at)]
        if self.ended_at is not None:
            found.append(Fact(measure=f"application_{self.status}", at=self.ended_at))
        return [*found, *standing("application_overdue", self.due_at, self.ended_at)]
