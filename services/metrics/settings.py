"""What an installation may set about metrics, read from the environment once."""

import os
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Settings:
    reporting_currency: str = "EUR"


@cache
def settings() -> Settings:
    return Settings(reporting_currency=os.environ.get("PRM_REPORTING_CURRENCY") or "EUR")
