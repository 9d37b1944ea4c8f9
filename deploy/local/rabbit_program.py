"""Where the RabbitMQ program comes from: this machine's, else Debian's packages unpacked without root.

Never a running server.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path

from deploy.local.errors import StartError

INSTALLED = (
    "/usr/lib/rabbitmq/bin",  # not /usr/sbin/rabbitmq-server, which changes to a system user and its files
    "/opt/homebrew/opt/rabbitmq/sbin",
    "/usr/local/opt/rabbitmq/sbin",
)
ERLANG_APPLICATIONS = (
    "asn1",
    "base",
    "crypto",
    "eldap",
    "ftp",
    "inets",
    "mnesia",
    "os-mon",
    "parsetools",
    "public-key",
    "runtime-tools",
    "snmp",
    "ssl",
    "syntax-tools",
    "tftp",
    "tools",
    "xmerl",
)
PACKAGES = ("rabbitmq-server", *(f"erlang-{application}" for application in ERLANG_APPLICATIONS))


@dataclass(frozen=True)
class RabbitProgram:
    """The scripts' folder and the folder of erl and epmd."""

    scripts: Path
    erlang: Path

    @property
    def server(self) -> Path:
        return self.scripts / "rabbitmq-server"

    @property
    def epmd(self) -> Path:
        bundled = sorted(self.erlang.parent.glob("erts-*/bin/epmd"))
        return bundled[-1] if bundled else self.erlang / "epmd"


def installed() -> RabbitProgram | None:
    """RabbitMQ as this machine's packages brought it."""
    erl = shutil.which("erl")
    for folder in map(Path, INSTALLED):
        if erl and os.access(folder / "rabbitmq-server", os.X_OK):
            return RabbitProgram(folder, Path(erl).parent)
    return None


def can_fetch() -> bool:
    return bool(shutil.which("apt-get") and shutil.which("dpkg"))


def fetch(prefix: Path, told: Callable[[str], None]) -> RabbitProgram:
    """Unpack Debian's packages below the prefix, once for all suites that share it."""
    program = RabbitProgram(prefix / "usr/lib/rabbitmq/bin", prefix / "usr/lib/erlang/bin")
    complete = prefix / ".complete"
    with _alone(prefix):
        if not complete.exists():
            told("fetching RabbitMQ from Debian's packages (34 MB, once)")
            shutil.rmtree(prefix, ignore_errors=True)
            packages = prefix / "packages"
            packages.mkdir(parents=True)
            _download(packages)
            for package in packages.glob("*.deb"):
                subprocess.run(["dpkg", "-x", str(package), str(prefix)], check=True)
            shutil.rmtree(packages)
            _relocate(prefix)
            complete.touch()
    return program


@contextmanager
def _alone(prefix: Path) -> Iterator[None]:
    prefix.parent.mkdir(parents=True, exist_ok=True)
    with prefix.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def _download(folder: Path) -> None:
    """Straight away; with fresh package lists when the machine's are missing or stale."""
    done = _apt(folder, "download", *PACKAGES)
    if done.returncode:
        lists = [] if os.geteuid() == 0 else _own_lists(folder)
        _apt(folder, *lists, "update")
        done = _apt(folder, *lists, "download", *PACKAGES)
    if done.returncode:
        raise StartError(
            f"apt-get could not download RabbitMQ: {done.stderr.strip()[-400:]}",
            "Install rabbitmq-server, or set PRM_AMQP_URL and PRM_AMQP_MANAGEMENT_URL to a broker of yours.",
        )


def _own_lists(folder: Path) -> list[str]:
    """Options that keep apt's state in a folder of ours: no root is needed then."""
    for name in ("lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return ["-o", f"Dir::State::lists={folder}/lists", "-o", f"Dir::Cache={folder}/cache", "-o", "Debug::NoLocking=1"]


def _apt(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ["apt-get", "-qq", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def _relocate(prefix: Path) -> None:
    """Erlang's start scripts name the folder they were built for."""
    erlang = prefix / "usr/lib/erlang"
    for script in (erlang / "bin/erl", *erlang.glob("erts-*/bin/erl")):
        if script.is_file() and not script.is_symlink():
            script.write_text(
                re.sub(r"ROOTDIR=/usr/lib/erlang\b", f"ROOTDIR={erlang}", script.read_text(encoding="utf-8")),
                encoding="utf-8",
            )
