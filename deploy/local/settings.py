"""The PRM_* variables that decide what `./prm` starts and where. Read once, checked at once."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from deploy.local.errors import CannotStart

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_PORT = 8000

# Read by the processes themselves, handed on as they are.
PASSED_ON = (
    "PRM_PROFILE", "PRM_PUBLIC_URL", "PRM_SMTP_URL", "PRM_CONFLICT_CHECKS_PER_DAY", "PRM_EVENT_RETENTION_DAYS", "PRM_TIME_MACHINE",
    "PRM_CLOCK_FILE", "CRASH_AT",
)  # fmt: skip


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
        raise CannotStart(
            "PRM_AMQP_URL and PRM_AMQP_MANAGEMENT_URL belong together: users and permissions are made through the second.",
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
        passed_on={name: given[name] for name in PASSED_ON if name in given},
    )


def _port(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotStart(f"PRM_PORT is {text!r}, which is no port.", "Use a number from 1 to 65535, or unset it.")
    return int(text)


def _address(name: str, text: str | None, schemes: tuple[str, ...]) -> str | None:
    if not text:
        return None
    if urlsplit(text).scheme not in schemes or not urlsplit(text).hostname:
        raise CannotStart(f"{name} is no {schemes[0]}:// address with a host.", f"Write it as {schemes[0]}://user:password@host:port, or unset it.")
    return text
