"""The PRM_* variables that decide what `./prm` starts and where. Read once, checked at once."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from deploy.local.errors import StartError

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_PORT = 8000

# Decided here; every other PRM_* variable, and AWS_* for a bucket, is meant for the processes and handed on as it is.
OURS = {
    "PRM_VAR",
    "PRM_PREFIX",
    "PRM_PORT",
    "PRM_DATABASE_URL",
    "PRM_AMQP_URL",
    "PRM_AMQP_MANAGEMENT_URL",
    "PRM_PG_BIN",
    "PRM_PYTHON",
    "PRM_THROWAWAY",
}


@dataclass(frozen=True)
class Settings:
    """What the person at the terminal asked for."""

    var: Path
    prefix: Path
    port: int | None = None
    database_url: str | None = None
    amqp_url: str | None = None
    amqp_management_url: str | None = None
    throwaway: bool = False
    passed_on: dict[str, str] = field(default_factory=dict)


def from_environment() -> Settings:
    given = os.environ
    amqp, management = given.get("PRM_AMQP_URL"), given.get("PRM_AMQP_MANAGEMENT_URL")
    if bool(amqp) != bool(management):
        raise StartError(
            "PRM_AMQP_URL and PRM_AMQP_MANAGEMENT_URL belong together: users are made through the second.",
            "Set both, for example amqp://user:password@127.0.0.1:5672/%2F and http://user:password@127.0.0.1:15672.",
        )
    return Settings(
        var=Path(given.get("PRM_VAR") or ROOT / "var").absolute(),
        prefix=Path(given.get("PRM_PREFIX") or ROOT / "var" / "prefix").absolute(),
        port=_port(given.get("PRM_PORT")),
        database_url=_address("PRM_DATABASE_URL", given.get("PRM_DATABASE_URL"), ("postgresql", "postgres")),
        amqp_url=_address("PRM_AMQP_URL", amqp, ("amqp", "amqps")),
        amqp_management_url=_address("PRM_AMQP_MANAGEMENT_URL", management, ("http", "https")),
        throwaway=given.get("PRM_THROWAWAY") == "1",
        passed_on={
            name: value
            for name, value in given.items()
            if name == "CRASH_AT" or name.startswith("AWS_") or (name.startswith("PRM_") and name not in OURS)
        },
    )


def _port(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise StartError(f"PRM_PORT is {text!r}, which is no port.", "Use a number from 1 to 65535, or unset it.")
    return int(text)


def _address(name: str, text: str | None, schemes: tuple[str, ...]) -> str | None:
    if not text:
        return None
    if urlsplit(text).scheme not in schemes or not urlsplit(text).hostname:
        raise StartError(
            f"{name} is no {schemes[0]}:// address with a host.",
            f"Write it as {schemes[0]}://user:password@host:port, or unset it.",
        )
    return text
