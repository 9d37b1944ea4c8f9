"""What the dead letter tool refuses before it touches anything."""

from types import SimpleNamespace
from typing import Any

import pytest

from chassis import dlq


def letter(event: Any) -> dlq.Letter:
    return dlq.Letter(SimpleNamespace(), event)  # type: ignore[arg-type]


EVENT, GARBAGE = letter(object()), letter(None)


def test_an_event_of_the_event_log_is_never_discarded() -> None:
    with pytest.raises(SystemExit, match=r"discard is refused: 1 of .* q\.outbound\.deals hold an event"):
        dlq.refuse_losing_events("q.outbound.deals", [GARBAGE, EVENT])


def test_what_is_no_event_may_leave_the_event_log() -> None:
    dlq.refuse_losing_events("q.outbound.deals", [GARBAGE])


def test_a_services_handler_can_do_without_an_event() -> None:
    dlq.refuse_losing_events("q.deals.partners", [EVENT])
