"""The pages of telemetry: whoever asks may give up, and whatever fails in them is told."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator

import pytest

from chassis.telemetry import Health, serve

_CLOSED_AT_ONCE = struct.pack("ii", 1, 0)
PROBE = b"GET /readyz HTTP/1.0\r\n\r\n"
Ask = Callable[[Callable[[], bool]], None]


@pytest.fixture
def give_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Probe a server whose one check is given, go away before the check has answered, and wait for the end of it."""
    asked, gone, over = threading.Event(), threading.Event(), threading.Event()
    health = Health()
    server = serve(0, health)
    shutdown_request = server.shutdown_request

    def end(request: socket.socket) -> None:
        shutdown_request(request)
        over.set()

    monkeypatch.setattr(server, "shutdown_request", end)

    def ask(answer: Callable[[], bool]) -> None:
        def check() -> bool:
            asked.set()
            return gone.wait(60) and answer()

        health.add("slow", check)
        with socket.create_connection(server.server_address) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _CLOSED_AT_ONCE)
            probe.sendall(PROBE)
            assert asked.wait(60)
        gone.set()
        assert over.wait(60)

    yield ask
    server.shutdown()
    server.server_close()


def test_a_probe_that_gave_up_is_not_told_of(give_up: Ask, capfd: pytest.CaptureFixture[str]) -> None:
    give_up(lambda: True)
    assert capfd.readouterr().err == ""


def test_what_fails_in_a_page_is_told_of(
    give_up: Ask, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: Health) -> dict[str, bool]:
        raise RuntimeError("a bug in a page")

    answered = Health.report
    monkeypatch.setattr(Health, "report", lambda self: answered(self) and fail(self))
    give_up(lambda: True)
    assert "a bug in a page" in capfd.readouterr().err
