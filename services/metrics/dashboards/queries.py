"""Putting the dashboard together from the catalogue's values."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.metrics.callers.model import Caller
from services.metrics.catalogue.model import METRICS, Metric, metric
from services.metrics.catalogue.use_cases import values_by_partner, values_of
from services.metrics.facts.queries import as_of
from services.metrics.formulas.model import Value
from services.metrics.partners.tables import partners
from services.metrics.periods.model import Period
from services.metrics.scorecards.queries import TREND_PERIODS, judged, trends_of
from services.metrics.settings import settings
from services.metrics.targets.queries import targets_of_program

MONTHS: Final = 12
BY_MONTH: Final = (
    "partner_sourced_revenue",
    "registration_volume",
    "approval_cycle_time",
    "approval_cycle_time_p90",
    "sla_attainment",
    "active_partners",
)
BY_PARTNER: Final = ("partner_sourced_revenue", "registration_volume", "approval_rate", "registration_to_won")
FOREMOST: Final = 10
_NONE: Final = Value(None, 0)


def get_dashboard(session: Session, caller: Caller, now: datetime, *, period: str) -> dict[str, Any]:
    caller.require_staff()
    periods = Period.of(period, now).earlier(TREND_PERIODS)
    targets = targets_of_program(session, period)
    trends = trends_of(session, METRICS.values(), periods, None)
    return {
        "period": periods[-1],
        "currency": settings().reporting_currency,
        "as_of": as_of(session),
        "items": [judged(each, trends[each.code], targets.get(each.code)) for each in METRICS.values()],
        "months": _months(session, periods[-1], now),
        "partners": _foremost(session, periods[-1]),
        "partner_types": _types(session),
    }


def _months(session: Session, period: Period, now: datetime) -> list[dict[str, Any]]:
    """The twelve months up to the one in which the period ends, or up to this one."""
    last = min(period.ends_on, now.date())
    months = Period.of(f"{last:%Y-%m}", now).earlier(MONTHS)
    drawn = [metric(code) for code in BY_MONTH]
    return [_month(session, month, drawn) for month in months]


def _month(session: Session, month: Period, drawn: list[Metric]) -> dict[str, Any]:
    values, targets = values_of(session, drawn, month), targets_of_program(session, month.code)
    return {
        "period": month.code,
        "values": {code: values[code].value for code in BY_MONTH},
        "targets": {code: targets[code].value for code in BY_MONTH if code in targets},
    }


def _foremost(session: Session, period: Period) -> list[dict[str, Any]]:
    """The partners that bring most, by revenue and then by registrations."""
    values = {code: values_by_partner(session, metric(code), period) for code in BY_PARTNER}
    ids = set().union(*values.values())
    rows = session.execute(
        select(partners.c.partner_id, partners.c.name, partners.c.partner_type).where(
            partners.c.partner_id.in_(ids), partners.c.name.is_not(None)
        )
    ).all()
    first = sorted(rows, key=lambda row: (_rank(values, row.partner_id), row.name))[:FOREMOST]
    return [
        {
            "partner_id": row.partner_id,
            "name": row.name,
            "partner_type": row.partner_type,
            "values": {code: values[code].get(row.partner_id, _NONE).value for code in BY_PARTNER},
        }
        for row in first
    ]


def _rank(values: Mapping[str, Mapping[UUID, Value]], partner_id: UUID) -> tuple[Decimal, Decimal]:
    revenue, volume = (values[code].get(partner_id, _NONE).value or Decimal(0) for code in BY_PARTNER[:2])
    return -revenue, -volume


def _types(session: Session) -> list[dict[str, Any]]:
    """How many partners of each type are active."""
    kind = partners.c.partner_type
    counted = select(kind, func.count()).where(partners.c.status == "active", kind.is_not(None)).group_by(kind)
    return [{"partner_type": name, "active": count} for name, count in session.execute(counted.order_by(kind))]
