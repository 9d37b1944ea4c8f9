"""Time is one thing for all of a service's code."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from chassis import clock

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)


def test_a_frozen_clock_stands_still_until_it_is_moved() -> None:
    with clock.frozen(NOON) as time:
        assert clock.now() == clock.now() == NOON
        time.advance(hours=13)
        assert clock.today() == date(2026, 3, 30)
    assert clock.now() > NOON


def test_a_frozen_clock_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"), clock.frozen(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass


def test_the_time_machine_moves_now_by_the_seconds_in_its_file(tmp_path: Path) -> None:
    file = tmp_path / "offset"
    file.write_text("86400")
    machine = clock.TimeMachine(file)
    assert machine.offset() == timedelta(days=1)


@pytest.mark.parametrize("text", ["", "soon"])
def test_the_time_machine_stays_at_home_when_its_file_says_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "offset"
    file.write_text(text)
    assert clock.TimeMachine(file).offset() == timedelta()
    assert clock.TimeMachine(tmp_path / "absent").offset() == timedelta()


def test_nobody_goes_by_the_old_time_while_another_thread_reads_the_new(tmp_path: Path) -> None:
    """The request that comes while the file is being read must not use what was read before."""
    said: list[timedelta] = []

    class Slow(type(tmp_path)):  # type: ignore[misc]
        def read_text(self, *_: object) -> str:
            if not said:
                said.append(timedelta())
                said.append(machine.offset())
            return "-60"

    machine = clock.TimeMachine(Slow(tmp_path))
    assert machine.offset() == said[1] == timedelta(seconds=-60)


def test_the_time_machine_is_off_unless_it_is_switched_on(tmp_path: Path) -> None:
    file = tmp_path / "offset"
    file.write_text("864000000")
    for switch, moved in (("0", False), ("1", True)):
        environment = os.environ | {"PRM_TIME_MACHINE": switch, "PRM_CLOCK_FILE": str(file)}
        code = "from chassis import clock; print(clock.now().year)"
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert (int(done.stdout) > datetime.now(UTC).year + 20) is moved
