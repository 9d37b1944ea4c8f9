"""What an installation may set about enablement, read from the environment once."""

import os
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Settings:
    """`badge_key` is a PEM with an Ed25519 private key; without it the service makes and keeps its own."""

    public_url: str = "http://127.0.0.1:8000"
    vendor: str = "Northbeam"
    badge_key: str = ""


@cache
def settings() -> Settings:
    return Settings(
        public_url=(os.environ.get("PRM_PUBLIC_URL") or Settings.public_url).rstrip("/"),
        vendor=os.environ.get("PRM_VENDOR") or Settings.vendor,
        badge_key=os.environ.get("PRM_BADGE_KEY") or "",
    )
