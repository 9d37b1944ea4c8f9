"""gunicorn's configuration file: the master shows what all its workers counted, on TELEMETRY_PORT.

Read as a file (`--config gateway/serving.py`), because the package would bring its counters before the folder.
Workers write their figures to files in one folder, emptied at every start. Knows no request.
"""

from __future__ import annotations

import gc
import importlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"  # read by prometheus_client when it is first imported


def on_starting(server: Any) -> None:
    """Before the first worker. Imports wait for the folder: the library looks for it once."""
    folder = Path(os.environ.get(FOLDER) or tempfile.mkdtemp(prefix="prm-gateway-"))
    os.environ[FOLDER] = str(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    importlib.import_module("gateway")  # once for all workers; each makes its own application from it
    gc.freeze()  # what was imported stays: no worker has to look through it for garbage, or to copy it
    if port := int(os.environ.get("TELEMETRY_PORT", "0")):
        _serve(port, server)


def _serve(port: int, server: Any) -> None:
    from prometheus_client import CollectorRegistry
    from prometheus_client.multiprocess import MultiProcessCollector

    from chassis import telemetry

    figures = CollectorRegistry()
    MultiProcessCollector(figures)  # type: ignore[no-untyped-call]
    health = telemetry.Health()
    health.add("workers", lambda: bool(server.WORKERS))
    server.telemetry = telemetry.serve(port, health, figures)


def post_fork(server: Any, worker: Any) -> None:
    """The port is the master's alone: a worker that outlives it must not keep it."""
    if page := getattr(server, "telemetry", None):
        page.socket.close()


def child_exit(server: Any, worker: Any) -> None:
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
