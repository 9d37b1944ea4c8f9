"""A program and taking part in it. Tiers, requirements and benefits come here when the vendor defines them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(eq=False, kw_only=True)
class Program:
    """The terms of taking part that the vendor offers to partners."""

    program_id: UUID
    code: str
    name: str
    description: str
    is_default: bool
    created_at: datetime


@dataclass(eq=False, kw_only=True)
class Membership:
    """One partner's part in one program, from a day on and perhaps until another."""

    membership_id: UUID
    program_id: UUID
    partner_id: UUID
    joined_on: date
    left_on: date | None = None
