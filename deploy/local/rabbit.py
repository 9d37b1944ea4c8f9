"""A private RabbitMQ node in the suite's own folder: loopback only, its own name service, its own files.

Knows no queue of ours.
"""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

from deploy.local import rabbit_program
from deploy.local.errors import StartError
from deploy.local.keep import Ports, Secrets, write_private
from deploy.local.processes import Child, spawn

START_LIMIT_S = 180
# Told to stop, it closes its stores in a tenth of a second; then a plugin's supervisor waits five more for nothing.
STOP_LIMIT_S = 2
DOCKER_STOP_LIMIT_S = 30
TOLD_EVERY_S = 5.0
NAME_LIMIT_S = 15
USER = "prm"

CONFIGURATION = """\
listeners.tcp.1 = 127.0.0.1:{amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = {management}
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = {prometheus}
default_user = {user}
default_pass = {password}
log.console = true
log.console.level = warning
disk_free_limit.absolute = 50MB
vm_memory_high_watermark.absolute = 512MB
"""


class PrivateRabbit:
    """One node of ours. `prepare` may run beside other work; `launch` belongs to the main thread."""

    def __init__(self, var: Path, prefix: Path, *, throwaway: bool = False) -> None:
        self._var = var
        self._home = var / "rabbitmq"
        self._prefix = prefix
        self._throwaway = throwaway
        self._password = Secrets(var).of("rabbitmq")
        self._program: rabbit_program.RabbitProgram | None = None
        self._ports: dict[str, int] = {}

    @property
    def declared(self) -> Path:
        """Where is kept what the node was last told; goes with its data."""
        return self._home / "declared"

    @property
    def amqp_port(self) -> int:
        return self._ports["amqp"]

    @property
    def management_port(self) -> int:
        return self._ports["management"]

    @property
    def amqp_url(self) -> str:
        """The administrator's address, without a vhost."""
        return f"amqp://{USER}:{self._password}@127.0.0.1:{self.amqp_port}"

    @property
    def management_url(self) -> str:
        return f"http://{USER}:{self._password}@127.0.0.1:{self.management_port}"

    def prepare(self, told: Callable[[str], None] = lambda _: None) -> None:
        """Find the program, or fetch it."""
        self._program = rabbit_program.installed() or (
            rabbit_program.fetch(self._prefix, told) if rabbit_program.can_fetch() else None
        )
        if self._program is None and not _docker_answers():
            raise StartError(
                "RabbitMQ is not installed, and neither apt-get nor Docker is here to bring it.",
                "Install rabbitmq-server (macOS: brew install rabbitmq), or start Docker, "
                "or set PRM_AMQP_URL and PRM_AMQP_MANAGEMENT_URL.",
            )

    def launch_name_service(self) -> Child | None:
        """epmd, which the node would else start for itself and leave behind."""
        self._ports = {
            name: Ports(self._var).of(name)
            for name in ("amqp", "management", "rabbitmq-prometheus", "rabbitmq-distribution", "epmd")
        }
        if self._program is None:
            return None
        command = [str(self._program.epmd), "-port", str(self._ports["epmd"]), "-address", "127.0.0.1"]
        return spawn("epmd", command, self._environment(self._program), log=self._var / "log" / "epmd.log", grace_s=3)

    def launch(self) -> Child:
        """The node; may be called again after it died, on the same ports."""
        if self._program is None:
            return self._in_docker()
        self._wait_for_the_name()
        environment = self._environment(self._program)
        write_private(self._home / "rabbitmq.conf", self._configuration())
        (self._home / "enabled_plugins").write_text("[rabbitmq_management,rabbitmq_prometheus].\n", encoding="utf-8")
        (self._home / "env.conf").touch()  # else /etc/rabbitmq/rabbitmq-env.conf is read
        (self._home / "home").mkdir(exist_ok=True)
        # A thrown-away node is killed: its polite stop takes six seconds and saves nothing.
        end = signal.SIGKILL if self._throwaway else signal.SIGTERM
        log = self._var / "log" / "rabbitmq.log"
        return spawn(
            "rabbitmq", [str(self._program.server)], environment, log=log, stop_signal=end, grace_s=STOP_LIMIT_S
        )

    def wait_ready(self, child: Child, told: Callable[[str], None] = lambda _: None) -> None:
        """Until both doors answer; progress is told now and then."""
        started = next_word = time.monotonic()
        while time.monotonic() - started < START_LIMIT_S:
            if not child.alive:
                raise StartError(
                    f"RabbitMQ ended at once: {child.log_tail()}", f"See {child.log}; ./prm reset starts from nothing."
                )
            if listens(self.amqp_port) and manages(self.management_url):
                return
            if time.monotonic() - next_word > TOLD_EVERY_S:
                next_word = time.monotonic()
                told(f"still starting after {next_word - started:.0f} s")
            time.sleep(0.1)
        raise StartError(
            f"RabbitMQ did not answer within {START_LIMIT_S} s.",
            f"See {child.log}; a busy machine may need a second try.",
        )

    def _wait_for_the_name(self) -> None:
        """A node that was just killed may hold the name for a moment; a second one of that name would end at once."""
        limit = time.monotonic() + NAME_LIMIT_S
        while time.monotonic() < limit and b"name prm at" in _names(self._ports["epmd"]):
            time.sleep(0.1)

    def _configuration(self) -> str:
        return CONFIGURATION.format(
            amqp=self.amqp_port,
            management=self.management_port,
            prometheus=self._ports["rabbitmq-prometheus"],
            user=USER,
            password=self._password,
        )

    def _environment(self, program: rabbit_program.RabbitProgram) -> dict[str, str]:
        """Everything RabbitMQ would else look for under /etc, /var or the user's home."""
        home = self._home
        home.mkdir(parents=True, exist_ok=True)
        return {
            "HOME": str(home / "home"),  # the Erlang cookie
            "PATH": f"{program.erlang}:/opt/homebrew/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
            "ERL_EPMD_PORT": str(self._ports["epmd"]),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": "prm@localhost",  # alone in its own name service
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_MNESIA_DIR": str(home / "mnesia"),
            "RABBITMQ_MNESIA_BASE": str(home),
            "RABBITMQ_LOG_BASE": str(home / "log"),
            "RABBITMQ_PID_FILE": str(home / "pid"),
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": str(home / "env.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(home / "config"),
            "RABBITMQ_SCHEMA_DIR": str(home / "schema"),
            "RABBITMQ_DIST_PORT": str(self._ports["rabbitmq-distribution"]),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        }

    def _in_docker(self) -> Child:
        """The last resort: a throwaway container on loopback ports."""
        name = f"prm-rabbitmq-{self.amqp_port}"
        command = [
            "docker",
            "run",
            "--rm",
            "--name",
            name,
            "-p",
            f"127.0.0.1:{self.amqp_port}:5672",
            "-p",
            f"127.0.0.1:{self.management_port}:15672",
            "-e",
            f"RABBITMQ_DEFAULT_USER={USER}",
            "-e",
            "RABBITMQ_DEFAULT_PASS",
            "-v",
            f"{name}:/var/lib/rabbitmq",
            "rabbitmq:3.13-management",
        ]
        environment = os.environ | {"RABBITMQ_DEFAULT_PASS": self._password}
        log = self._var / "log" / "rabbitmq.log"
        return spawn("rabbitmq", command, environment, log=log, grace_s=DOCKER_STOP_LIMIT_S)


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def manages(url: str) -> bool:
    """Whether the management interface answers these credentials."""
    scheme, _, rest = url.partition("://")
    credentials, _, host = rest.rpartition("@")
    request = urllib.request.Request(f"{scheme}://{host.rstrip('/')}/api/overview")  # noqa: S310  (http on loopback, or the operator's own address)
    request.add_header("Authorization", "Basic " + b64encode(credentials.encode()).decode())
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _docker_answers() -> bool:
    try:
        return subprocess.run(["docker", "info"], capture_output=True, check=False, timeout=20).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _names(port: int) -> bytes:
    """What epmd knows: the NAMES request of Erlang's distribution protocol."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as asking:
            asking.sendall(b"\x00\x01n")
            return b"".join(iter(lambda: asking.recv(4096), b""))
    except OSError:
        return b""
