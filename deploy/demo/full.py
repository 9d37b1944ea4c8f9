"""The full demo: the small one and a crowd beside it, eighteen months in the order of time.

Sixty partners, four hundred people, fifteen hundred registrations.
"""

from typing import Any, Final

from deploy.demo import small
from deploy.demo.client import Api
from deploy.demo.crowd import Crowd
from deploy.demo.past import Past
from deploy.demo.telling import Step, tell
from deploy.demo.trade import Trade

FIRST_DAY: Final = 548
NAME: Final = "full"


def make(api: Api, accounts: dict[str, Any], past: Past) -> None:
    """What the small demo told before is left alone; on a fresh installation both are told together."""
    if past.was_told(NAME):
        return
    told = [] if past.was_told(small.NAME) else small.steps(api, accounts, past)
    tell(past, [*told, *steps(api, accounts, past)], "Northbeam's eighteen months")
    past.keep_told(small.NAME)
    past.keep_told(NAME)


def steps(api: Api, accounts: dict[str, Any], past: Past) -> list[Step]:
    trade, crowd = Trade(api, accounts, past, NAME), Crowd()
    return [*trade.arrivals(crowd.partners), *trade.registrations(crowd.deals)]
