"""Facts about companies' requirements: counts and ids, never names."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class CompanyRequirementFact:
    """What every event about a company's requirement says, as it is after the change."""

    TYPE: ClassVar[str]
    SUBJECT: ClassVar[str] = "company_requirement"
    EXTENSIONS: ClassVar[dict[str, str]] = {"partnerid": "partner_id"}

    company_requirement_id: UUID
    requirement_id: UUID
    certification_id: UUID
    certification_code: str
    partner_id: UUID
    required: int
    holders: int
    falls_below_on: date | None
    renew_person_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class CompanyRequirementMet(CompanyRequirementFact):
    """Enough people hold a valid certificate, and will for the time that can be seen."""

    TYPE: ClassVar[str] = "company_requirement.met.v1"


@dataclass(frozen=True, kw_only=True)
class CompanyRequirementAtRisk(CompanyRequirementFact):
    """Still met, but it falls below on a day that is near unless one of the named people renews."""

    TYPE: ClassVar[str] = "company_requirement.at_risk.v1"


@dataclass(frozen=True, kw_only=True)
class CompanyRequirementLost(CompanyRequirementFact):
    """It was met and is no longer: a certificate ended or a holder left."""

    TYPE: ClassVar[str] = "company_requirement.lost.v1"


@dataclass(frozen=True, kw_only=True)
class CompanyRequirementWithdrawn(CompanyRequirementFact):
    """It is asked of the partner no more: the requirement was withdrawn, or is not for this partner now."""

    TYPE: ClassVar[str] = "company_requirement.withdrawn.v1"
