"""Outbound's settings, read from the environment once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

REPOSITORY = Path(__file__).parents[2]


def contracts_root(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder that holds `<service>/contracts/` of every service."""
    return Path(environment.get("PRM_CONTRACTS") or REPOSITORY / "services")


@dataclass(frozen=True, kw_only=True)
class SmtpServer:
    """Where letters go: smtp://user:password@host:port?from=...&tls=starttls, or smtps:// for TLS from the start."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = None
    implicit_tls: bool = False
    starttls: bool = False

    @classmethod
    def from_url(cls, url: str) -> "SmtpServer":
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise RuntimeError("PRM_SMTP_URL must look like smtp://user:password@host:port?from=portal@example.com")
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        implicit = parts.scheme == "smtps"
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if implicit else 587),
            sender=options.get("from", f"no-reply@{parts.hostname}"),
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            implicit_tls=implicit,
            starttls=options.get("tls") == "starttls",
        )


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything the process is told from outside."""

    database_url: str
    amqp_url: str
    amqp_management_url: str | None
    secret_key: str
    public_url: str
    profile: str
    contracts: Path
    telemetry_port: int
    smtp: SmtpServer | None
    vendor: str = "Northbeam"
    retention_days: int | None = None
    blobs: str = "file:///var/lib/prm/blobs"

    @property
    def vhost(self) -> str:
        """The broker's virtual host, as AMQP_URL names it."""
        return unquote(urlsplit(self.amqp_url).path.removeprefix("/")) or "/"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        smtp_url = environment.get("PRM_SMTP_URL")
        retention = environment.get("PRM_EVENT_RETENTION_DAYS")
        return cls(
            database_url=environment["DATABASE_URL"],
            amqp_url=environment["AMQP_URL"],
            amqp_management_url=environment.get("AMQP_MANAGEMENT_URL") or None,
            secret_key=environment["PRM_SECRET_KEY"],
            public_url=environment.get("PRM_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/"),
            profile=environment.get("PRM_PROFILE", "development"),
            contracts=contracts_root(environment),
            telemetry_port=int(environment.get("TELEMETRY_PORT", "0")),
            smtp=SmtpServer.from_url(smtp_url) if smtp_url else None,
            vendor=environment.get("PRM_VENDOR", "Northbeam"),
            retention_days=int(retention) if retention else None,
            blobs=environment.get("PRM_BLOBS", cls.blobs),
        )
