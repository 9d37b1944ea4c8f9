"""Putting a scorecard together. Every value comes from the catalogue's one function; nothing is computed here twice."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.metrics import errors
from services.metrics.callers.model import Caller
from services.metrics.catalogue.model import METRICS, Metric
from services.metrics.catalogue.use_cases import is_mature, values_by_partner, values_of
from services.metrics.facts.queries import as_of
from services.metrics.formulas.model import Total, Value
from services.metrics.partners.tables import partners
from services.metrics.periods.model import Period
from services.metrics.scorecards.model import PEERS_NEEDED, attainment, quarter_among, share_of_target
from services.metrics.settings import settings
from services.metrics.targets.model import Target
from services.metrics.targets.queries import targets_of_partner

TREND_PERIODS: Final = 6
_ACTIVE: Final = "active"
Trend = Sequence[tuple[Period, Value]]


@dataclass(frozen=True)
class Peers:
    """Ids of the partners one may be compared with, and why those: of the same type, or all where these are few."""

    ids: frozenset[UUID]
    among: str


def get_scorecard(session: Session, caller: Caller, now: datetime, *, partner_id: UUID, period: str) -> dict[str, Any]:
    """A partner's numbers of a period, each with target, trend and place among its peers."""
    about = caller.of(partner_id)
    partner = session.execute(select(partners).where(partners.c.partner_id == about)).one_or_none()
    if partner is None or partner.name is None:
        raise errors.NotFound
    periods = Period.of(period, now).earlier(TREND_PERIODS)
    targets = targets_of_partner(session, period, partner.partner_id, partner.partner_type)
    peers = _peers(session, partner)
    shown = [metric for metric in METRICS.values() if _is_shown(metric, caller)]
    trends = trends_of(session, shown, periods, partner.partner_id)
    return {
        "partner_id": partner.partner_id,
        "partner_name": partner.name,
        "partner_type": partner.partner_type,
        "period": periods[-1],
        "currency": settings().reporting_currency,
        "as_of": as_of(session),
        "items": [
            judged(metric, trends[metric.code], targets.get(metric.code))
            | {"peers": _place(session, metric, periods[-1], partner.partner_id, peers)}
            for metric in shown
        ],
    }


def trends_of(
    session: Session, metrics: Collection[Metric], periods: Sequence[Period], partner_id: UUID | None
) -> dict[str, Trend]:
    """By metric its values of the periods."""
    by_period = [(period, values_of(session, metrics, period, partner_id)) for period in periods]
    return {metric.code: [(period, values[metric.code]) for period, values in by_period] for metric in metrics}


def judged(metric: Metric, trend: Trend, target: Target | None) -> dict[str, Any]:
    """The number of the last period beside its target and the periods before."""
    period, now = trend[-1]
    share = share_of_target(now.value, target.value if target else None, less_is_better=metric.direction == "down")
    return {
        **described(metric),
        **value_fields(now),
        "is_mature": is_mature(metric, period),
        "target": target.value if target else None,
        "target_set_for": target.set_for if target else None,
        "share_of_target": share,
        "attainment": attainment(share),
        "trend": [{"period": period.code, "value": value.value} for period, value in trend],
    }


def described(metric: Metric) -> dict[str, Any]:
    return {
        "metric": metric.code,
        "title": metric.title,
        "says": metric.says,
        "unit": metric.unit,
        "direction": metric.direction,
    }


def value_fields(value: Value) -> dict[str, Any]:
    return {"value": value.value, "n": value.n, "unconverted": value.unconverted}


def _is_shown(metric: Metric, caller: Caller) -> bool:
    return metric.says_of_a_partner and (caller.is_staff or metric.audience == "partner")


def _peers(session: Session, partner: Any) -> Peers:
    """Active partners but this one."""
    columns = (partners.c.partner_id, partners.c.partner_type)
    active = (partners.c.status == _ACTIVE, partners.c.partner_id != partner.partner_id)
    rows = session.execute(select(*columns).where(*active)).all()
    alike = frozenset(row.partner_id for row in rows if row.partner_type == partner.partner_type)
    if len(alike) >= PEERS_NEEDED:
        return Peers(alike, "type")
    return Peers(frozenset(row.partner_id for row in rows), "program")


def _place(session: Session, metric: Metric, period: Period, partner_id: UUID, peers: Peers) -> dict[str, Any]:
    """The quarter, and among how many. Nobody's number can be told from it."""
    values = values_by_partner(session, metric, period)
    own = _comparable(metric, values, [partner_id])
    others = _comparable(metric, values, peers.ids)
    quarter = quarter_among(next(iter(own), None), others, less_is_better=metric.direction == "down")
    return {"quarter": quarter, "of": len(others) if quarter else None, "among": peers.among, "needed": PEERS_NEEDED}


def _comparable(metric: Metric, values: Mapping[UUID, Value], partner_ids: Iterable[UUID]) -> list[Decimal]:
    """Whoever has nothing to add up has nought; whoever has nothing to divide by is no peer."""
    nought = Value(Decimal(0), 0) if isinstance(metric.formula, Total) else Value(None, 0)
    found = [values.get(partner_id, nought).value for partner_id in partner_ids]
    return [value for value in found if value is not None]
