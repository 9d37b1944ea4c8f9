"""The rows behind a number, with what people call them, and how far each source has been heard."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import keyset
from services.metrics.applications import queries as applications
from services.metrics.assets import queries as assets
from services.metrics.catalogue.model import Metric
from services.metrics.facts.model import NOBODY
from services.metrics.formulas.queries import rows_behind
from services.metrics.partners import queries as partners
from services.metrics.periods.model import Period
from services.metrics.registrations import queries as registrations

_LABELS = {
    "deal_registration": registrations.numbers,
    "application": applications.names,
    "partner": partners.names,
    "asset": assets.titles,
}


def list_rows(
    session: Session,
    metric: Metric,
    period: Period,
    partner_id: UUID | None,
    *,
    part: str,
    limit: int,
    cursor: str | None,
) -> tuple[list[dict[str, Any]], str | None]:
    """One page of the facts that this part of the number counts, the latest first."""
    statement = rows_behind(metric.formula, part, period, partner_id)
    c = statement.selected_columns
    sort = [(c.at, "desc"), (c.subject, "desc"), (c.part, "desc"), (c.measure, "desc")]
    rows, next_cursor = keyset.page(session, statement, sort, limit, cursor)
    return _shown(session, [row._mapping for row in rows]), next_cursor


def _shown(session: Session, rows: list[Any]) -> list[dict[str, Any]]:
    ids: dict[str, set[UUID]] = {}
    for row in rows:
        kind, _, subject_id = row["subject"].partition("/")
        ids.setdefault(kind, set()).add(UUID(subject_id))
    labels = {kind: _LABELS[kind](session, wanted) for kind, wanted in ids.items() if kind in _LABELS}
    names = partners.names(session, {row["partner_id"] for row in rows})
    return [_row(row, labels, names) for row in rows]


def _row(row: Any, labels: dict[str, dict[UUID, str]], names: dict[UUID, str]) -> dict[str, Any]:
    kind, _, subject_id = row["subject"].partition("/")
    known = row["partner_id"] != NOBODY
    return {
        **{name: row[name] for name in ("measure", "at", "value", "amount", "currency")},
        "kind": kind,
        "subject_id": UUID(subject_id),
        "label": labels.get(kind, {}).get(UUID(subject_id)),
        "partner_id": row["partner_id"] if known else None,
        "partner_name": names.get(row["partner_id"]),
    }
