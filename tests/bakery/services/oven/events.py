"""The facts the oven publishes."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class LoafBaked:
    """A loaf came out of the oven."""

    TYPE: ClassVar[str] = "loaf.baked.v1"
    SUBJECT: ClassVar[str] = "loaf"
    loaf_id: UUID
    flour: str


@dataclass(frozen=True, kw_only=True)
class LoafTurned:
    """A loaf was turned; turns counts from 1."""

    TYPE: ClassVar[str] = "loaf.turned.v1"
    SUBJECT: ClassVar[str] = "loaf"
    loaf_id: UUID
    turns: int
