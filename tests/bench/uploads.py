"""Handing files in: the suite against plain Flask that writes the body to a file, the same bytes to both in turn."""

import http.client
import os
import shutil
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tests.bench.contest import Arena

MEGABYTE: Final = 1024 * 1024
SENDERS: Final = 2
_PIECE: Final = b"%PDF-1.7\n" + os.urandom(MEGABYTE - 9)


def measure(arena: Arena, rounds: int, megabytes: int) -> dict[str, Any]:
    """Two people send a file each at the same time; what was sent is gone before the next one's turn."""
    suite, plain = arena.contestant(), arena.baseline("plain")
    ways = {
        suite.name: (f"{suite.address}/v1/uploads?for=content", arena.var / "blobs" / "uploads"),
        plain.name: (f"{plain.address}/v1/uploads", arena.var / "plain"),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, (url, folder) in ways.items():
            rate = _sent(url, arena.token("staff"), megabytes)
            _empty(folder)
            if number:  # The first one loads what is loaded once.
                rates[name].append(rate)
    ratio = statistics.median(ours / theirs for ours, theirs in zip(*rates.values(), strict=True))
    print(f"\nfiles of {megabytes} MB handed in by {SENDERS} at a time, median of {rounds}, MB/s")
    for name, found in rates.items():
        print(f"  {name:<18}{statistics.median(found):8.0f}")
    print(f"  suite / plain: {ratio:.2f} (median of the rounds)")
    return {"megabytes": megabytes, "rates": rates, "ratio": ratio}


def _sent(url: str, token: str, megabytes: int) -> float:
    """Megabytes a second, from the first byte of anybody to the last answer."""
    refused: list[bytes] = []
    senders = [threading.Thread(target=_send, args=(url, token, megabytes, refused.append)) for _ in range(SENDERS)]
    begun = time.perf_counter()
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    if refused:
        raise RuntimeError(f"{url} answered {refused[0]!r}")
    return SENDERS * megabytes / (time.perf_counter() - begun)


def _send(url: str, token: str, megabytes: int, refused: Callable[[bytes], None]) -> None:
    address = urlsplit(url)
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/octet-stream",
        "Content-Length": str(megabytes * MEGABYTE),
        "Prm-Filename": "bench.pdf",
    }
    connection = http.client.HTTPConnection(address.netloc, timeout=120)
    connection.request("POST", f"{address.path}?{address.query}", _pieces(megabytes), headers)
    answer = connection.getresponse()
    told = answer.read()
    if answer.status != http.client.CREATED:
        refused(told)
    connection.close()


def _pieces(megabytes: int) -> Iterator[bytes]:
    for _ in range(megabytes):
        yield _PIECE


def _empty(folder: Path) -> None:
    for found in folder.iterdir():
        shutil.rmtree(found) if found.is_dir() else found.unlink()
