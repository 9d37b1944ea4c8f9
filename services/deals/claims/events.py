"""Facts about claims that meet. For the vendor's eyes only: they name the other registration."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class ConflictFact:
    TYPE: ClassVar[str]
    SUBJECT: ClassVar[str] = "deal_registration"

    deal_registration_id: UUID
    conflict_id: UUID
    other_deal_registration_id: UUID
    score: float
    rule_version: int


@dataclass(frozen=True, kw_only=True)
class DealRegistrationConflictDetected(ConflictFact):
    """Two undecided or protected claims on probably one customer overlap in scope."""

    TYPE: ClassVar[str] = "deal_registration.conflict_detected.v1"


@dataclass(frozen=True, kw_only=True)
class DealRegistrationConflictCleared(ConflictFact):
    """One of the two claims ended: nothing is left to resolve."""

    TYPE: ClassVar[str] = "deal_registration.conflict_cleared.v1"
