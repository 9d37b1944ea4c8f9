"""What each process finds in its environment: its own database, its own broker user, nothing of the others."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from deploy.local.backing import Backing
from deploy.local.catalogue import Program
from deploy.local.keep import Secrets
from deploy.local.settings import Settings

CLOCK = "clock"
INHERITED = ("PATH", "HOME", "LANG", "TZ", "TMPDIR")


@dataclass(frozen=True)
class Surroundings:
    """Everything the environments are made of."""

    settings: Settings
    backing: Backing
    secrets: Secrets
    databases: Mapping[str, str]
    gateway: str
    demo: str

    def of(self, program: Program) -> dict[str, str]:
        user = program.broker_user
        environment = {name: os.environ[name] for name in INHERITED if name in os.environ} | {
            "PYTHONUNBUFFERED": "1",
            "DATABASE_URL": self.databases[program.owner],
            "AMQP_URL": self.backing.amqp_url_for(user, self.secrets.of(f"broker.{user}")),
            "PRM_PROFILE": "development",
            "PRM_PUBLIC_URL": self.gateway,
            "PRM_BLOBS": (self.settings.var / "blobs").as_uri(),
            "PRM_CLOCK_FILE": str(self.settings.var / CLOCK),
            "PRM_TIME_MACHINE": "0" if self.demo == "none" else "1",  # demo data has a history
        }
        if program.owner == "gateway":
            environment["PRM_SECRET_KEY"] = self.secrets.of("signing")
        if program.manages:
            environment["AMQP_MANAGEMENT_URL"] = self.backing.management_url
        return environment | self.settings.passed_on
