"""The environment of a process, read once into one frozen object.

Owns names and defaults of the chassis's variables; a service's own settings live in its settings.py.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that run, relay and worker need to know about the machine they run on."""

    database_url: str
    amqp_url: str = ""
    telemetry_port: int = 0
    production: bool = False
    workers: int = 10
    heartbeat: int = 30
    drain_seconds: float = 25.0

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        missing = [name for name in ("DATABASE_URL", "AMQP_URL") if not environ.get(name)]
        if missing:
            raise SystemExit(f"{' and '.join(missing)} must be set (docs/operations.md lists every variable)")
        return cls(
            database_url=environ["DATABASE_URL"],
            amqp_url=environ["AMQP_URL"],
            telemetry_port=int(environ.get("TELEMETRY_PORT", "0")),
            production=environ.get("PRM_PROFILE") == "production",
            workers=int(environ.get("PRM_WORKERS", "10")),
            heartbeat=int(environ.get("PRM_HEARTBEAT", "30")),
            drain_seconds=float(environ.get("PRM_DRAIN_SECONDS", "25")),
        )
