"""The processes of a suite: what each runs, whose database and which broker user it gets.

compose and ./prm start the same list.
"""

import sys
from dataclasses import dataclass

SERVICES = ("partners", "deals", "enablement", "content", "metrics")
OWNERS = (*SERVICES, "gateway")
PACKAGES = {**{service: f"services.{service}" for service in SERVICES}, "gateway": "gateway"}
BROKER_USERS = (*SERVICES, *(f"relay-{service}" for service in SERVICES), "gateway", "outbound")

PATCHED, PLAIN = "patched-nursery", "plain-nursery"
# The modules each nursery imports. Patching comes with the first import of chassis.run, and before everything else.
NURSERIES = {
    PATCHED: ("chassis.run",),
    PLAIN: ("chassis.relay", "chassis.worker", "gateway.outbound.__main__"),
}


@dataclass(frozen=True)
class Program:
    """One kind of process. `manages` marks the one that watches the bindings through the management interface.

    `nursery` names what a process is forked from: the services from one that is patched first, relays and workers from
    one that is not. The gateway has none: its server imports it once for its own workers.
    """

    name: str
    module: str
    arguments: tuple[str, ...]
    owner: str
    broker_user: str
    manages: bool = False
    serves_http: bool = False
    nursery: str = ""

    @property
    def argv(self) -> list[str]:
        return [sys.executable, "-m", self.module, *self.arguments]


def programs() -> list[Program]:
    listed = [
        _gateway(),
        Program("outbound", "gateway.outbound.__main__", (), "gateway", "outbound", manages=True, nursery=PLAIN),
    ]
    for service in SERVICES:
        package = PACKAGES[service]
        listed += [
            Program(service, "chassis.run", (package,), service, service, nursery=PATCHED),
            Program(f"relay-{service}", "chassis.relay", (package,), service, f"relay-{service}", nursery=PLAIN),
            Program(f"worker-{service}", "chassis.worker", (package,), service, service, nursery=PLAIN),
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
