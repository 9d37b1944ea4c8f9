"""The gateway's settings, read from the environment once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]


@dataclass(frozen=True, kw_only=True)
class Settings:
    database_url: str
    amqp_url: str
    secret_key: str
    public_url: str = "http://127.0.0.1:8000"
    profile: str = "development"
    contracts: Path = REPOSITORY / "services"
    rpc_deadline: timedelta = timedelta(seconds=4)
    rpc_in_flight: int = 64
    requests_per_minute_account: int = 3000
    requests_per_minute_address: int = 6000
    sign_ins_per_quarter_hour: int = 10
    trusted_proxies: int = 0
    largest_body: int = 64 * 1024
    largest_upload: int = 2 * 1024**3
    blobs: str = "file:///var/lib/prm/blobs"
    session_idle: timedelta = timedelta(hours=8)
    session_absolute: timedelta = timedelta(days=14)

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        profile = environment.get("PRM_PROFILE", "development")
        public_url = environment.get("PRM_PUBLIC_URL", cls.public_url).rstrip("/")
        if profile == "production" and not public_url.startswith("https://"):
            raise RuntimeError("PRM_PUBLIC_URL must be https in the production profile")
        return cls(
            database_url=environment["DATABASE_URL"],
            amqp_url=environment["AMQP_URL"],
            secret_key=_secret(environment["PRM_SECRET_KEY"]),
            public_url=public_url,
            profile=profile,
            contracts=Path(environment.get("PRM_CONTRACTS", cls.contracts)),
            requests_per_minute_account=int(environment.get("PRM_REQUESTS_PER_MINUTE", "3000")),
            requests_per_minute_address=int(environment.get("PRM_REQUESTS_PER_MINUTE_ADDRESS", "6000")),
            trusted_proxies=int(environment.get("PRM_TRUSTED_PROXIES", "0")),
            largest_upload=int(environment.get("PRM_LARGEST_UPLOAD", cls.largest_upload)),
            blobs=environment.get("PRM_BLOBS", cls.blobs),
        )


def _secret(value: str) -> str:
    if len(value) < 32:
        raise RuntimeError("PRM_SECRET_KEY must have at least 32 characters")
    return value
