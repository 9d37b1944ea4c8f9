"""Facts about onboarding."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class OnboardingCompleted:
    """Every task of a partner's onboarding is done, the first registered deal among them."""

    TYPE: ClassVar[str] = "onboarding.completed.v1"
    SUBJECT: ClassVar[str] = "onboarding"
    EXTENSIONS: ClassVar[dict[str, str]] = {"partnerid": "partner_id"}

    onboarding_id: UUID
    partner_id: UUID
    started_at: datetime
    completed_at: datetime
