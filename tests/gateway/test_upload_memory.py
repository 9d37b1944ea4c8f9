"""The gateway does not grow with the file: a real worker of gunicorn takes in three times what it may grow."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from flask import Flask

from deploy.local.settings import ROOT
from gateway.settings import Settings
from tests.gateway.people import Caller, People

MEGABYTE = 1024 * 1024
SIZE = int(os.environ.get("PRM_UPLOAD_MEGABYTES", "150")) * MEGABYTE
GROWTH = 50 * MEGABYTE


@pytest.fixture
def worker(gateway_settings: Settings, app: Flask, tmp_path: Path) -> Iterator[tuple[str, psutil.Process]]:
    """One worker of the very server that runs in production, and its address."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": gateway_settings.database_url,
        "AMQP_URL": gateway_settings.amqp_url,
        "PRM_SECRET_KEY": gateway_settings.secret_key,
        "PRM_BLOBS": (tmp_path / "blobs").as_uri(),
        # The counts of a minute are in the database, where all tests of this folder have left theirs.
        "PRM_REQUESTS_PER_MINUTE": str(gateway_settings.requests_per_minute_account),
        "PRM_REQUESTS_PER_MINUTE_ADDRESS": str(gateway_settings.requests_per_minute_address),
    }
    command = [
        "-m",
        "gunicorn",
        "-k",
        "gthread",
        "-w",
        "1",
        "--threads",
        "4",
        "--timeout",
        "120",
        "-b",
        "127.0.0.1:0",
        "--no-control-socket",
    ]
    log = tmp_path / "log"
    with log.open("w") as told:
        server = subprocess.Popen(
            [sys.executable, *command, "gateway:create_app()"], cwd=ROOT, env=environment, stdout=told, stderr=told
        )
    try:
        address = _address(log)
        (process,) = _wait(lambda: psutil.Process(server.pid).children())
        yield address, process
    finally:
        server.terminate()
        server.wait(30)


def _wait(look: Callable[[], list]) -> list:
    for _ in range(600):
        if found := look():
            return found
        time.sleep(0.2)
    raise AssertionError("the gateway does not come up")


def _address(log: Path) -> str:
    lines = _wait(lambda: [line for line in log.read_text().splitlines() if "Listening at: http://" in line])
    return lines[0].split("Listening at: ")[1].split()[0]


def pieces(first: bytes, last: bytes = b"") -> Iterator[bytes]:
    yield first
    block = os.urandom(MEGABYTE)
    for _ in range(SIZE // MEGABYTE):
        yield block
    yield last


def send(address: str, path: str, body: Iterator[bytes], headers: dict[str, str], process: psutil.Process) -> tuple:
    """The answer, and by how much the worker was larger at any time meanwhile."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=600)
    before, most = process.memory_info().rss, 0

    def watched() -> Iterator[bytes]:
        nonlocal most
        for piece in body:
            most = max(most, process.memory_info().rss)
            yield piece

    with closing(connection):
        with suppress(BrokenPipeError):  # an early refusal: its answer says why
            connection.request("POST", path, watched(), headers, encode_chunked=True)
        answer = connection.getresponse()
        return answer.status, answer.read(), max(most, process.memory_info().rss) - before


@pytest.fixture
def manager(people: People) -> Caller:
    return people.sign_in("program_manager")


def test_a_large_file_leaves_the_worker_as_small_as_it_was(
    worker: tuple[str, psutil.Process], manager: Caller, tmp_path: Path
) -> None:
    address, process = worker
    bearer = {"Authorization": f"Bearer {manager.token}"}
    named = {**bearer, "Prm-Filename": "large.pdf", "Content-Type": "application/octet-stream"}
    send(address, "/v1/uploads?for=content", iter([b"%PDF-1.7"]), named, process)  # whatever is loaded once, is now
    status, told, growth = send(address, "/v1/uploads?for=content", pieces(b"%PDF-1.7\n"), named, process)
    assert status == 201, told
    sizes = [path.stat().st_size for path in (tmp_path / "blobs" / "uploads").rglob("*") if path.is_file()]
    assert max(sizes) == SIZE + 9
    print(f"{SIZE // MEGABYTE} MB grew the worker by {growth / MEGABYTE:.1f} MB")
    assert growth < GROWTH
