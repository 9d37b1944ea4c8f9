"""What may be taken away, the columns of it, and what they are called in both languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from services.metrics.catalogue.model import METRICS, Metric
from services.metrics.sheets.model import Column, Kind

Cells = list[str | None]


class Dataset(StrEnum):
    """A scorecard's numbers, every partner's numbers side by side, or the rows behind one metric."""

    SCORECARD = "scorecard"
    PARTNERS = "partners"
    ROWS = "rows"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which rows: those that a partner's people may see, and staff all; as things stood at a moment."""

    dataset: Dataset
    period: str
    metric: str | None
    partner_id: UUID | None
    for_partner: bool
    language: str
    as_of: datetime

    @property
    def metrics(self) -> list[Metric]:
        return [metric for metric in METRICS.values() if metric.audience == "partner" or not self.for_partner]


@dataclass(frozen=True)
class Part:
    """Some rows, where the next ones begin, and how many there are in all."""

    rows: Sequence[Cells]
    next_cursor: str | None = None
    total: int | None = None


_LABELS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "metric": {"en": "Metric", "es": "Métrica"},
        "title": {"en": "Name", "es": "Nombre"},
        "period": {"en": "Period", "es": "Periodo"},
        "value": {"en": "Value", "es": "Valor"},
        "unit": {"en": "Unit", "es": "Unidad"},
        "currency": {"en": "Currency", "es": "Moneda"},
        "n": {"en": "Counted", "es": "Contados"},
        "target": {"en": "Target", "es": "Meta"},
        "says": {"en": "How it is computed", "es": "Cómo se calcula"},
        "partner_id": {"en": "Partner id", "es": "Id. del socio"},
        "partner": {"en": "Partner", "es": "Socio"},
        "partner_type": {"en": "Type", "es": "Tipo"},
        "status": {"en": "Status", "es": "Estado"},
        "counts_in": {"en": "Counts in", "es": "Cuenta en"},
        "measure": {"en": "Fact", "es": "Hecho"},
        "subject": {"en": "About", "es": "Sobre"},
        "at": {"en": "When (UTC)", "es": "Cuándo (UTC)"},
        "amount": {"en": "Original amount", "es": "Importe original"},
    }
)
_NUMBERS: Final = frozenset({"value", "n", "target", "amount"})
_NAMES: Final[Mapping[Dataset, tuple[str, ...]]] = MappingProxyType(
    {
        Dataset.SCORECARD: ("metric", "title", "period", "value", "unit", "currency", "n", "target", "says"),
        Dataset.PARTNERS: ("partner_id", "partner", "partner_type", "status"),
        Dataset.ROWS: ("counts_in", "measure", "subject", "partner", "at", "value", "amount", "currency"),
    }
)


def columns(wanted: Wanted) -> list[Column]:
    found = [Column(_LABELS[name][wanted.language], _kind(name)) for name in _NAMES[wanted.dataset]]
    if wanted.dataset is Dataset.PARTNERS:
        found += [Column(metric.title[wanted.language], Kind.NUMBER) for metric in wanted.metrics]
    return found


def _kind(name: str) -> Kind:
    if name in _NUMBERS:
        return Kind.NUMBER
    return Kind.MOMENT if name == "at" else Kind.TEXT
