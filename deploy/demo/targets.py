"""Targets of the running quarter and of the months of the year, so that the dashboard and the scorecards judge."""

from typing import Any, Final

from deploy.demo.client import Api
from deploy.demo.past import Past

Goal = tuple[str, str]
NAME: Final = "targets"
PROGRAM: Final[tuple[Goal, ...]] = (
    ("partner_sourced_revenue", "1200000"),
    ("registration_volume", "90"),
    ("approval_rate", "0.75"),
    ("approval_cycle_time", "8"),
    ("sla_attainment", "0.95"),
    ("certification_coverage", "0.6"),
)
OF_TYPE: Final[tuple[Goal, ...]] = (
    ("partner_sourced_revenue", "60000"),
    ("registration_volume", "10"),
    ("approval_rate", "0.8"),
    ("certification_coverage", "0.5"),
)
PARTNER_TYPES: Final = ("reseller", "integrator", "distributor", "service_provider", "consultant")
A_MONTH: Final[Goal] = ("partner_sourced_revenue", "80000")


def make(api: Api, accounts: dict[str, Any], past: Past) -> None:
    """Once: what staff set afterwards stays."""
    if past.was_told(NAME):
        return
    staff, today = api.as_(accounts["staff"]["token"]), past.day(0).date()
    quarter = f"{today.year}-Q{(today.month + 2) // 3}"
    for metric, value in PROGRAM:
        _set(staff, metric, quarter, value)
    for partner_type in PARTNER_TYPES:
        for metric, value in OF_TYPE:
            _set(staff, metric, quarter, value, partner_type=partner_type)
    for month in range(1, 13):
        _set(staff, A_MONTH[0], f"{today.year}-{month:02}", A_MONTH[1])
    past.keep_told(NAME)


def _set(staff: Api, metric: str, period: str, value: str, **whom: str) -> None:
    staff.put("/v1/targets", {"metric": metric, "period": period, "value": value, **whom})
