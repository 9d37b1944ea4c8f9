"""Targets of the running quarter and of the months of the year, so that the dashboard and the scorecards judge."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from deploy.demo.client import Api
from deploy.demo.past import Past

Goal = tuple[str, str]
NAME: Final = "targets"
_AT_ONCE: Final = 6
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
    wanted = [{"metric": metric, "period": quarter, "value": value} for metric, value in PROGRAM]
    for partner_type in PARTNER_TYPES:
        aimed = {"period": quarter, "partner_type": partner_type}
        wanted += [{"metric": metric, "value": value, **aimed} for metric, value in OF_TYPE]
    metric, value = A_MONTH
    wanted += [{"metric": metric, "period": f"{today.year}-{month:02}", "value": value} for month in range(1, 13)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda target: staff.put("/v1/targets", target), wanted))
    past.keep_told(NAME)
