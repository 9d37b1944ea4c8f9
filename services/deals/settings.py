"""What an installation may set about deals, read from the environment once."""

import os
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Settings:
    conflict_checks_per_day: int = 20


@cache
def settings() -> Settings:
    return Settings(conflict_checks_per_day=int(os.environ.get("PRM_CONFLICT_CHECKS_PER_DAY") or 20))
