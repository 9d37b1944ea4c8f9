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
    """One kind of process. `manages` marks the one that watches the bindings through the management interface.

    `forks` marks those whose modules may be imported before they are forked: not the services, which patch first, nor
    the gateway, which has a way of its own.
    """

    name: str
    module: str
    arguments: tuple[str, ...]
    owner: str
    broker_user: str
    manages: bool = False
    serves_http: bool = False
    forks: bool = False

    @property
    def argv(self) -> list[str]:
        return [sys.executable, "-m", self.module, *self.arguments]


def programs() -> list[Program]:
    listed = [
        _gateway(),
        Program("outbound", "gateway.outbound.__main__", (), "gateway", "outbound", manages=True, forks=True),
    ]
    for service in SERVICES:
        package = PACKAGES[service]
        listed += [
            Program(service, "chassis.run", (package,), service, service),
            Program(f"relay-{service}", "chassis.relay", (package,), service, f"relay-{service}", forks=True),
            Program(f"worker-{service}", "chassis.worker", (package,), service, service, forks=True),
        ]
    return listed


def _gateway() -> Program:
    arguments = (
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
    return Program("gateway", "gunicorn", arguments, "gateway", "gateway", serves_http=True)
