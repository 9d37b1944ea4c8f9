"""Reading what formulas ask for: sums of the period, levels at its end, a cohort's waits, and the rows behind them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, literal, select, true, union_all
from sqlalchemy.orm import Session

from services.metrics.facts.tables import facts
from services.metrics.formulas.model import Flow, Formula, Reading, Stock, Wait, Waiting
from services.metrics.periods.model import Period
from services.metrics.rollups.model import EVERYBODY, Span
from services.metrics.rollups.queries import Sum, sums

_f = facts.c
_BEGINNING: Final = date(1, 1, 1)
_TENTH: Final = Decimal("0.1")
Found = dict[tuple[Reading, UUID], Sum]


def levels(session: Session, readings: Iterable[Reading], period: Period, partner_id: UUID | None) -> Found:
    """Every reading for one partner or EVERYBODY, or for each of them (None)."""
    asked = set(readings)
    found = _flows(session, [reading for reading in asked if isinstance(reading, Flow)], period, partner_id)
    return found | _stocks(session, [reading for reading in asked if isinstance(reading, Stock)], period, partner_id)


def _flows(session: Session, flows: Sequence[Flow], period: Period, partner_id: UUID | None) -> Found:
    if not flows:
        return {}
    measures = sorted({flow.measure for flow in flows})
    read = sums(session, measures, Span(period.starts_on, period.end), partner_id)
    return {(flow, partner): sum_ for flow in flows for (name, partner), sum_ in read.items() if name == flow.measure}


def _stocks(session: Session, stocks: Sequence[Stock], period: Period, partner_id: UUID | None) -> Found:
    """The level of everybody and of partners may be kept under different measures."""
    found: Found = {}
    everybody = [stock for stock in stocks if partner_id in (None, EVERYBODY) or stock.shared]
    together = _level(session, everybody, [stock.measure for stock in everybody], period, EVERYBODY)
    found.update({key: sum_ for key, sum_ in together.items() if key[1] == EVERYBODY})
    if partner_id != EVERYBODY:
        own = [stock for stock in stocks if not stock.shared]
        each = _level(session, own, [stock.for_partner() for stock in own], period, partner_id)
        found.update({key: sum_ for key, sum_ in each.items() if key[1] != EVERYBODY})
    return found


def _level(
    session: Session, stocks: Sequence[Stock], measures: Sequence[str], period: Period, partner_id: UUID | None
) -> Found:
    """All whole days before the last one from the sums, the last one from its facts, to the moment."""
    if not stocks:
        return {}
    last_day = period.until.astimezone(UTC).date()
    read = dict(sums(session, sorted(set(measures)), Span(_BEGINNING, last_day), partner_id))
    for (measure, partner), sum_ in _of_last_day(session, measures, last_day, period.until, partner_id).items():
        before = read.get((measure, partner), Sum(0, Decimal(0)))
        read[measure, partner] = Sum(before.facts + sum_.facts, before.total + sum_.total)
    names = dict(zip(stocks, measures, strict=True))
    return {
        (stock, partner): sum_
        for stock in stocks
        for (measure, partner), sum_ in read.items()
        if measure == names[stock]
    }


def _of_last_day(
    session: Session, measures: Sequence[str], day: date, until: datetime, partner_id: UUID | None
) -> dict[tuple[str, UUID], Sum]:
    """What has come since midnight; nothing where the moment is midnight itself, as at the end of any past period."""
    if until == _midnight(day):
        return {}
    statement = (
        select(_f.measure, _f.partner_id, func.count(), func.sum(_f.value))
        .where(_f.measure.in_(measures), _f.at >= _midnight(day), _f.at < until, _of(partner_id))
        .group_by(_f.measure, _f.partner_id)
    )
    found: dict[tuple[str, UUID], Sum] = {}
    for measure, partner, count, value in session.execute(statement):
        for key in {(measure, partner), (measure, EVERYBODY)}:
            before = found.get(key, Sum(0, Decimal(0)))
            found[key] = Sum(before.facts + count, before.total + value)
    return found


def waits(session: Session, formula: Waiting, period: Period, partner_id: UUID | None) -> dict[UUID, list[Wait]]:
    """How long each of the cohort waited, seen from the end of the period; by partner, and all of them together."""
    start, event, end = facts.alias("start"), facts.alias("event"), facts.alias("end")
    statement = (
        select(start.c.partner_id, start.c.at, event.c.value, end.c.value)
        .outerjoin(event, _later(event, start, formula.event, period))
        .outerjoin(end, _later(end, start, formula.end, period))
        .where(start.c.measure == formula.start, start.c.at < period.until, start.c.at >= _cohort_from(formula, period))
    )
    if partner_id not in (None, EVERYBODY):
        statement = statement.where(start.c.partner_id == partner_id)
    found: dict[UUID, list[Wait]] = {}
    for partner, at, days, ended in session.execute(statement):
        so_far = (Decimal((period.until - at) / timedelta(days=1))).quantize(_TENTH, ROUND_HALF_UP)
        watched = so_far if ended is None else ended
        wait = Wait(watched, False) if days is None or days > watched else Wait(days, True)
        for key in {partner, EVERYBODY}:
            found.setdefault(key, []).append(wait)
    return found


def _later(fact: FromClause, start: FromClause, measure: str, period: Period) -> ColumnElement[bool]:
    """What the same subject met after its start, as far as the period tells."""
    return and_(fact.c.subject == start.c.subject, fact.c.measure == measure, fact.c.at < period.until)


def rows_behind(formula: Formula, part: str, period: Period, partner_id: UUID | None) -> Select[Any]:
    """The facts that a part of a number counts: those of the period, and one for each thing that holds at its end."""
    readings = formula.numerator if part == "numerator" or not formula.denominator else formula.denominator
    if isinstance(formula, Waiting):
        selects = [_cohort_rows(formula, part, period, partner_id)]
    else:
        selects = [_rows(reading, period, partner_id) for reading in readings]
    rows = union_all(*selects).subquery("rows_behind")
    return select(rows)


def _rows(reading: Reading, period: Period, partner_id: UUID | None) -> Select[Any]:
    if isinstance(reading, Flow):
        within = (_f.at >= period.starts_at, _f.at < _midnight(period.end))
        return _columns().where(_f.measure == reading.measure, *within, _of(partner_id))
    own = partner_id not in (None, EVERYBODY) and not reading.shared
    measure = reading.for_partner() if own else reading.measure
    return (
        select(
            _f.measure,
            _f.subject,
            literal("").label("part"),
            func.max(_f.at).label("at"),
            _f.partner_id,
            func.sum(_f.value).label("value"),
            func.max(_f.amount).label("amount"),
            func.max(_f.currency).label("currency"),
        )
        .where(_f.measure == measure, _f.at < period.until, _of(partner_id) if own else true())
        .group_by(_f.measure, _f.subject, _f.partner_id)
        .having(func.sum(_f.value) > 0)
    )


def _cohort_rows(formula: Waiting, part: str, period: Period, partner_id: UUID | None) -> Select[Any]:
    start = facts.alias("start")
    cohort = select(start.c.subject).where(
        start.c.measure == formula.start, start.c.at >= _cohort_from(formula, period), start.c.at < period.until
    )
    measure = formula.event if part == "numerator" else formula.start
    return _columns().where(_f.measure == measure, _f.at < period.until, _f.subject.in_(cohort), _of(partner_id))


def _columns() -> Select[Any]:
    return select(_f.measure, _f.subject, _f.part, _f.at, _f.partner_id, _f.value, _f.amount, _f.currency)


def _cohort_from(formula: Waiting, period: Period) -> datetime:
    return period.until - timedelta(days=formula.days)


def _of(partner_id: UUID | None) -> ColumnElement[bool]:
    return true() if partner_id in (None, EVERYBODY) else _f.partner_id == partner_id


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
