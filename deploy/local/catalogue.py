"""The processes of a suite: what each runs, whose database and which broker user it gets.

compose and ./prm start the same list.
"""

import sys
from dataclasses import dataclass

SERVICES = ("partners", "deals", "enablement", "content", "metrics")
OWNERS = (*SERVICES, "gateway")
PACKAGES = {**{service: f"services.{service}" for service in SERVICES}, "gateway": "gateway"}
BROKER_USERS = (*SERVICES, *(f"relay-{service}" for service in SERVICES), "gateway", "outbound")


@dataclass(frozen=True)
class Program:
    """One kind of process. `manages` marks the one that watches the bindings through the management interface."""

    name: str
    arguments: tuple[str, ...]
    owner: str
    broker_user: str
    manages: bool = False
    serves_http: bool = False

    @property
    def argv(self) -> list[str]:
        return [sys.executable, *self.arguments]


def programs() -> list[Program]:
    listed = [_gateway(), Program("outbound", ("-m", "gateway.outbound"), "gateway", "outbound", manages=True)]
    for service in SERVICES:
        package = PACKAGES[service]
        listed += [
            Program(service, ("-m", "chassis.run", package), service, service),
            Program(f"relay-{service}", ("-m", "chassis.relay", package), service, f"relay-{service}"),
            Program(f"worker-{service}", ("-m", "chassis.worker", package), service, service),
        ]
    return listed


def _gateway() -> Program:
    arguments = (
        "-m",
        "gunicorn",
        "--worker-class",
        "gthread",
        "--workers",
        "2",
        "--threads",
        "8",
        "--no-control-socket",
        "--config",
        "gateway/serving.py",
        "gateway:create_app()",
    )
    return Program("gateway", arguments, "gateway", "gateway", serves_http=True)
