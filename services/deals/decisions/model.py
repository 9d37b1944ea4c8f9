"""How the queue of whoever decides can be narrowed. Knows no storage."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.deals.lifecycle.model import Status

QUEUE_FILTERS: Final[Mapping[str, frozenset[Status]]] = MappingProxyType(
    {
        "all": frozenset({Status.SUBMITTED, Status.IN_REVIEW, Status.PENDING_APPROVAL}),
        "unclaimed": frozenset({Status.SUBMITTED}),
        "mine": frozenset({Status.IN_REVIEW, Status.PENDING_APPROVAL}),
        "overdue": frozenset({Status.SUBMITTED, Status.IN_REVIEW, Status.PENDING_APPROVAL}),
        "conflict": frozenset({Status.SUBMITTED, Status.IN_REVIEW, Status.PENDING_APPROVAL}),
        "waiting_for_partner": frozenset({Status.INFO_REQUESTED}),
    }
)
