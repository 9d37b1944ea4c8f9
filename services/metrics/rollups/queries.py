"""Reading sums: of a span of days, up to a day, and by bucket. The number of rows read knows nothing of the facts."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from services.metrics.rollups.model import DAY, MONTH, Span
from services.metrics.rollups.tables import rollups

_c = rollups.c


class Sum(NamedTuple):
    facts: int
    total: Decimal


def sums(session: Session, measures: Sequence[str], span: Span, partner_id: UUID | None) -> dict[tuple[str, UUID], Sum]:
    """By measure and partner what came within the span; of one partner, or of each and everybody."""
    statement = (
        select(_c.measure, _c.partner_id, func.sum(_c.count), func.sum(_c.total))
        .where(_c.measure.in_(measures), _of(partner_id), _within(span))
        .group_by(_c.measure, _c.partner_id)
    )
    return {(measure, partner): Sum(int(count), total) for measure, partner, count, total in session.execute(statement)}


def spread(session: Session, measure: str, span: Span, partner_id: UUID | None) -> dict[UUID, list[tuple[int, int]]]:
    """By partner how many facts each bucket holds, buckets ascending."""
    statement = (
        select(_c.partner_id, _c.bucket, func.sum(_c.count))
        .where(_c.measure == measure, _of(partner_id), _within(span))
        .group_by(_c.partner_id, _c.bucket)
        .order_by(_c.partner_id, _c.bucket)
    )
    found: dict[UUID, list[tuple[int, int]]] = {}
    for partner, bucket, count in session.execute(statement):
        found.setdefault(partner, []).append((bucket, int(count)))
    return found


def _of(partner_id: UUID | None) -> ColumnElement[bool]:
    return true() if partner_id is None else _c.partner_id == partner_id


def _within(span: Span) -> ColumnElement[bool]:
    starts, ends = span.months()
    return or_(
        _between(MONTH, starts, ends),
        *(_between(DAY, start, end) for start, end in span.edges()),
    )


def _between(grain: str, start: date, end: date) -> ColumnElement[bool]:
    return and_(_c.grain == grain, _c.starts_on >= start, _c.starts_on < end)
