"""What the words of `./prm` do."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local import status as status_document
from deploy.local.errors import StartError
from deploy.local.processes import Register, wait_until_gone
from deploy.local.progress import Progress
from deploy.local.settings import ROOT, Settings, from_environment
from deploy.local.suite import Suite
from deploy.welcome import welcome

STOP_LIMIT_S = 90
VARIABLES = """\
variables:
  PRM_PORT            where the gateway listens (default: 8000, or another when it is taken)
  PRM_VAR             where everything of this suite lives (default: ./var)
  PRM_DATABASE_URL    a PostgreSQL server to use instead of a private one; its role needs CREATEDB and CREATEROLE
  PRM_AMQP_URL        a RabbitMQ broker to use instead of a private one, together with
  PRM_AMQP_MANAGEMENT_URL  its management interface
  PRM_PG_BIN          PostgreSQL programs to use for the private server
  PRM_PYTHON          the Python to make .venv with
"""


def up(*, demo: str, detach: bool) -> int:
    settings = from_environment()
    settings.var.mkdir(parents=True, exist_ok=True)
    if running := status_document.read(settings.var):
        print(f"The suite is already running ({running['state']}): {running['gateway']}")
        print("./prm status tells more, ./prm down stops it.")
        return 0
    if detach:
        return _up_detached(settings, demo)
    with _only_one(settings.var):
        return _up_here(settings, demo)


def _up_here(settings: Settings, demo: str) -> int:
    """Start, say so, watch; whatever ends it, stop politely."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    told = Progress()
    suite = Suite(settings, demo=demo, told=told)
    try:
        suite.start()
        print(welcome(suite.document(), seconds=told.elapsed), flush=True)
        suite.watch()
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        suite.stop()
    return 0


def _up_detached(settings: Settings, demo: str) -> int:
    """The same in the background: its lines are shown until it is healthy."""
    log = settings.var / "log" / "supervisor.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        command = [sys.executable, "-m", "deploy.cli", "up", "--demo", demo]
        supervisor = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        return _follow_start(supervisor, settings.var, log)
    except KeyboardInterrupt:
        supervisor.terminate()
        raise


def _follow_start(supervisor: subprocess.Popen[bytes], var: Path, log: Path) -> int:
    with log.open(encoding="utf-8") as lines:
        while True:
            document = status_document.read(var)
            ended = supervisor.poll() is not None
            print(lines.read(), end="", flush=True)
            if document and document["state"] == "running":
                time.sleep(0.2)  # the welcome follows the state
                print(lines.read(), end="", flush=True)
                return 0
            if ended:
                return supervisor.returncode or 1
            time.sleep(0.05)


def down() -> int:
    settings = from_environment()
    register = Register(settings.var)
    supervisor = register.running("supervisor")
    if supervisor is None:
        left = register.sweep()
        print(f"Ended what an earlier run left behind: {', '.join(left)}." if left else "Nothing is running.")
        return 0
    os.kill(supervisor, signal.SIGTERM)
    if not wait_until_gone(supervisor, STOP_LIMIT_S):
        os.kill(supervisor, signal.SIGKILL)
        register.sweep()
    print("Stopped.")
    return 0


def status(*, as_json: bool) -> int:
    """Exit code 0 when all is healthy, 1 when something is not, 3 when nothing runs."""
    document = status_document.read(from_environment().var)
    if document is None:
        print("{}" if as_json else "Nothing is running. ./prm up starts it.")
        return 3
    print(json.dumps(document, indent=2) if as_json else status_document.as_text(document))
    return 0 if all(process["healthy"] for process in document["processes"]) else 1


def logs(name: str | None, *, follow: bool) -> int:
    folder = from_environment().var / "log"
    files = [folder / f"{name}.log"] if name else sorted(folder.glob("*.log"))
    if not files or not files[0].exists():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.log"))) or "none yet"
        raise StartError(f"No such log in {folder}: {name or 'any'}.", f"There are: {known}.")
    tail = ["tail", "-n", "50", *(["-F"] if follow else []), *map(str, files)]
    return subprocess.run(tail, check=False).returncode


def reset(*, sure: bool) -> int:
    settings = from_environment()
    if not sure and not (
        sys.stdin.isatty() and input(f"Delete all data in {settings.var}? [y/N] ").strip().lower() == "y"
    ):
        raise StartError("Nothing was deleted.", "./prm reset --yes deletes without asking.")
    down()
    _forget_on_given_servers(settings)
    for entry in settings.var.iterdir() if settings.var.exists() else ():
        if entry.name.startswith("prefix"):
            continue  # the fetched RabbitMQ program is no data
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    print("Everything of this suite is gone. ./prm up starts afresh.")
    return 0


def _forget_on_given_servers(settings: Settings) -> None:
    from deploy.local.databases import Databases
    from deploy.local.keep import Secrets

    if settings.database_url:
        Databases(settings.database_url, Secrets(settings.var)).drop_all()
    if settings.amqp_management_url:
        from deploy.local.backing import VHOST
        from deploy.local.topology import remove

        remove(settings.amqp_management_url, VHOST)


def migrate() -> int:
    """On a running suite's databases, else on a server started for the moment."""
    from deploy.local.catalogue import PACKAGES
    from deploy.local.migrations import migrate_all
    from deploy.local.standalone import database_addresses

    settings = from_environment()
    with database_addresses(settings) as addresses:
        migrate_all({PACKAGES[owner]: url for owner, url in addresses.items()})
    print(f"{len(addresses)} databases are at their newest revision.")
    return 0


def test(arguments: list[str]) -> int:
    from deploy.local.browser import provide_browser

    paths = [argument for argument in arguments if (ROOT / argument.partition("::")[0]).exists()]
    environment = dict(os.environ)
    if not paths or any("browser" in path or path.rstrip("/") == "tests" for path in paths):
        provide_browser(environment)
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment, check=False
    ).returncode


def bench(arguments: list[str]) -> int:
    """Measure a suite of its own: thousands of made-up registrations have no place in the running one."""
    return subprocess.run([sys.executable, "-m", "tests.bench", *arguments], cwd=ROOT, check=False).returncode


def hand_over(module: str, arguments: list[str]) -> int:
    """Run a tool of the suite against the running one; it finds the addresses in its environment."""
    document = status_document.read(from_environment().var)
    if document is None:
        raise StartError("Nothing is running.", "Start the suite first: ./prm up --detach.")
    environment = os.environ | {
        "PRM_STATUS": str(from_environment().var / status_document.FILE),
        "AMQP_URL": document["amqp"],
        "AMQP_MANAGEMENT_URL": document["management"],
        "DATABASE_URL": document["databases"]["gateway"],
    }
    return subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, env=environment, check=False).returncode


@contextmanager
def _only_one(var: Path) -> Iterator[None]:
    """Held by the running supervisor; the kernel lets go of it however that one ends."""
    with (var / "supervisor.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartError(
                "Another ./prm up is starting or stopping here.", "Wait for it, or use another folder with PRM_VAR."
            ) from None
        yield
