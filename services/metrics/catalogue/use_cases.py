"""The one place where a number is computed: scorecards, dashboards, exports and OpenMetrics all ask here."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from services.metrics import errors
from services.metrics.callers.model import Caller
from services.metrics.catalogue.model import METRICS, Metric
from services.metrics.catalogue.model import metric as metric_of
from services.metrics.catalogue.queries import list_rows
from services.metrics.facts.queries import as_of, freshness
from services.metrics.formulas.model import (
    Flow,
    Levels,
    Percentile,
    Reading,
    Unit,
    Value,
    Waiting,
    added,
    median_wait,
    percentile,
    ratio,
    total,
)
from services.metrics.formulas.queries import levels, waits
from services.metrics.partners.queries import names
from services.metrics.periods.model import Period
from services.metrics.rollups.model import EVERYBODY, Span
from services.metrics.rollups.queries import spread
from services.metrics.settings import settings

NOTHING: Final = Value(None, 0)


def value_of(session: Session, metric: Metric, period: Period, partner_id: UUID | None = None) -> Value:
    """The metric's value in the period: of one partner, or of all together."""
    return values_of(session, [metric], period, partner_id)[metric.code]


def values_of(
    session: Session, metrics: Collection[Metric], period: Period, partner_id: UUID | None = None
) -> dict[str, Value]:
    """By code the same values of several metrics: what they are made of is read in one go."""
    asked = partner_id or EVERYBODY
    found = _values(session, metrics, period, asked)
    return {metric.code: found[metric.code].get(asked, NOTHING) for metric in metrics}


def values_by_partner(session: Session, metric: Metric, period: Period) -> dict[UUID, Value]:
    """The same value for each partner that has anything to count, in one go."""
    values = _values(session, [metric], period, None)[metric.code]
    return {partner: value for partner, value in values.items() if partner != EVERYBODY}


def is_mature(metric: Metric, period: Period) -> bool:
    """Whether enough time has passed since the period for its cohort to have settled."""
    return period.over_for() >= timedelta(days=metric.matures_after_days) or not metric.matures_after_days


def _values(
    session: Session, metrics: Collection[Metric], period: Period, partner_id: UUID | None
) -> dict[str, dict[UUID, Value]]:
    """By code and partner; every sum is read once, however many metrics it is part of."""
    span = Span(period.starts_on, period.end)
    measures = {metric.formula.measure for metric in metrics if isinstance(metric.formula, Percentile)}
    spreads = {measure: spread(session, measure, span, partner_id) for measure in measures}
    found = levels(session, {reading for metric in metrics for reading in _sums_of(metric)}, period, partner_id)
    values: dict[str, dict[UUID, Value]] = {}
    for metric in metrics:
        formula = metric.formula
        if isinstance(formula, Percentile):
            values[metric.code] = _of_buckets(metric, formula, spreads[formula.measure], found)
        elif isinstance(formula, Waiting):
            cohorts = waits(session, formula, period, partner_id)
            values[metric.code] = {partner: median_wait(cohort) for partner, cohort in cohorts.items()}
        else:
            values[metric.code] = _of_sums(metric, found, partner_id)
    return values


def _sums_of(metric: Metric) -> tuple[Reading, ...]:
    """What of a metric is read as sums; of a median only what it lacks."""
    if isinstance(metric.formula, Percentile | Waiting):
        return _missing(metric)
    return (*metric.readings, *_missing(metric))


def _of_buckets(
    metric: Metric, formula: Percentile, buckets: Mapping[UUID, Sequence[tuple[int, int]]], read: Levels
) -> dict[UUID, Value]:
    missing = _missing(metric)
    partners = {*buckets, *(partner for reading, partner in read if reading in missing)}
    values = {}
    for partner in partners:
        value = percentile(buckets.get(partner, ()), formula.percent, metric.unit)
        unconverted, _ = added(missing, read, partner, EVERYBODY)
        values[partner] = value._replace(unconverted=int(unconverted))
    return values


def _of_sums(metric: Metric, read: Levels, partner_id: UUID | None) -> dict[UUID, Value]:
    mine, missing = set(_sums_of(metric)), _missing(metric)
    values = {}
    for partner in {partner for reading, partner in read if reading in mine} | ({partner_id} if partner_id else set()):
        numerator, facts = added(metric.formula.numerator, read, partner, EVERYBODY)
        denominator, _ = added(metric.formula.denominator, read, partner, EVERYBODY)
        unconverted, _ = added(missing, read, partner, EVERYBODY)
        if metric.formula.denominator:  # what the sum lacks is not divided by either
            value = ratio(numerator, denominator - unconverted, metric.unit)
        else:
            value = total(numerator, facts, metric.unit)
        values[partner] = value._replace(unconverted=int(unconverted))
    return values


def _missing(metric: Metric) -> tuple[Flow, ...]:
    """Amounts that no rate was known for: counted, so that a sum never hides that it lacks them."""
    if metric.unit is not Unit.MONEY:
        return ()
    takes_values = isinstance(metric.formula, Percentile)
    flows = [reading for reading in metric.readings if isinstance(reading, Flow)]
    return tuple({Flow(f"{flow.measure}_unconverted") for flow in flows if flow.adds_values or takes_values})


def metrics_for(caller: Caller) -> list[Metric]:
    return [found for found in METRICS.values() if caller.is_staff or found.audience == "partner"]


def measure(
    session: Session,
    caller: Caller,
    now: datetime,
    *,
    metric: str,
    period: str,
    partner_id: UUID | None = None,
    split_by: str | None = None,
    trend_periods: int = 0,
) -> dict[str, Any]:
    """A value with all that is needed to show it honestly."""
    chosen, when, whose = _chosen(caller, metric), Period.of(period, now), caller.of(partner_id)
    value = value_of(session, chosen, when, whose)
    if split_by:
        caller.require_staff()
    return {
        "metric": chosen.code,
        "unit": chosen.unit.value,
        "currency": settings().reporting_currency if chosen.unit is Unit.MONEY else None,
        "period": when.code,
        "starts_on": when.starts_on,
        "ends_on": when.ends_on,
        "partner_id": whose,
        "value": value.value,
        "n": value.n,
        "is_mature": is_mature(chosen, when),
        "unconverted": value.unconverted,
        "as_of": as_of(session),
        "direction": chosen.direction,
        "trend": _trend(session, chosen, when, whose, trend_periods),
        "items": _split(session, chosen, when) if split_by else [],
    }


def list_metric_rows(
    session: Session,
    caller: Caller,
    now: datetime,
    *,
    metric: str,
    period: str,
    partner_id: UUID | None = None,
    **page: Any,
) -> tuple[list[dict[str, Any]], str | None]:
    chosen, when, whose = _chosen(caller, metric), Period.of(period, now), caller.of(partner_id)
    return list_rows(session, chosen, when, whose, **page)


def list_figures(session: Session, caller: Caller, now: datetime, *, period: str) -> dict[str, Any]:
    """The whole catalogue for a period, of all partners together."""
    caller.require_staff()
    when = Period.of(period, now)
    items = []
    for chosen in METRICS.values():
        value = value_of(session, chosen, when)
        unit = chosen.unit.value
        items.append({"metric": chosen.code, "title": chosen.title, "unit": unit, "value": value.value, "n": value.n})
    currency = settings().reporting_currency
    return {"period": when.code, "currency": currency, "items": items, "sources": freshness(session)}


def _chosen(caller: Caller, code: str) -> Metric:
    """A metric that is staff's own does not exist for partners."""
    found = metric_of(code)
    if found not in metrics_for(caller):
        raise errors.MetricUnknown
    return found


def _trend(
    session: Session, metric: Metric, period: Period, partner_id: UUID | None, count: int
) -> list[dict[str, Any]]:
    periods = period.earlier(count) if count else []
    return [{"period": each.code, "value": value_of(session, metric, each, partner_id).value} for each in periods]


def _split(session: Session, metric: Metric, period: Period) -> list[dict[str, Any]]:
    values = values_by_partner(session, metric, period)
    known = names(session, values)
    rows = [
        {"partner_id": partner, "partner_name": known.get(partner), "value": value.value, "n": value.n}
        for partner, value in values.items()
    ]
    return sorted(rows, key=lambda row: (row["partner_name"] or "", str(row["partner_id"])))
