"""What the gateway itself watches, on pages: letters that failed, how fresh the events are, and the audit trail."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from chassis import clock
from chassis.errors import ServiceError
from gateway.runtime import EXTENSION
from tests.gateway.console.conftest import CannedServices, Desk

MAIL, PIA = UUID(int=31), str(UUID(int=9))
BROKEN = ServiceError("unavailable", "service_unavailable", "", {})
QUIET = {"head": 9, "sources": [], "readers_behind": 0, "letters_waiting": 0, "letters_failed": 0}
NONE: dict[str, Any] = {"items": [], "next_cursor": None}
Tell = Callable[[str, Any], list[dict[str, Any]]]


@pytest.fixture
def tell(desk: Desk) -> Tell:
    """Let an operation of the gateway itself answer so; gives the commands that reach it."""
    desk.sign_in_as("platform_operator", "program_manager")

    def answering(name: str, found: Any) -> list[dict[str, Any]]:
        asked: list[dict[str, Any]] = []

        def answer(call: Any) -> Any:
            asked.append(dict(call.command))
            if isinstance(found, ServiceError):
                raise found
            return found

        running = desk.app.extensions[EXTENSION]
        known = {**running.operations, name: replace(running.operations[name], local=answer, dumps=None)}
        desk.app.extensions[EXTENSION] = replace(running, operations=known)
        return asked

    for name in ("list_mailbox", "list_letters", "list_audit_entries", "get_health"):
        answering(name, NONE)
    answering("get_event_flow", QUIET)
    return answering


def letter(**changes: Any) -> dict[str, Any]:
    return {
        "mail_id": str(MAIL), "template": "password_reset", "recipient": "rosa@vega.example", "status": "failed",
        "attempts": 12, "last_error": "550 no such mailbox", "created_at": "2026-11-20T09:00:00+00:00", **changes,
    }  # fmt: skip


def entry(**changes: Any) -> dict[str, Any]:
    return {
        "audit_entry_id": 1, "occurred_at": "2026-11-20T09:00:00+00:00", "actor": f"person:{PIA}",
        "operation": "set_target", "accepted": True, "object_id": None, "detail": None, "channel": "console",
        "address": "203.0.113.9", "request_id": "r1", **changes,
    }  # fmt: skip


def test_a_letter_that_failed_says_why_and_is_sent_again_by_a_button(tell: Tell, browser: FlaskClient) -> None:
    asked = tell("list_letters", {"items": [letter()], "next_cursor": None})
    sent = tell("resend_letter", letter(status="intended"))
    page = browser.get("/console/mailbox").text
    assert asked[0]["status"] == "failed"
    assert "rosa@vega.example" in page
    assert "550 no such mailbox" in page
    address = f"/console/letters/{MAIL}/resend"
    assert address in page
    answer = browser.post(address)
    assert (answer.status_code, answer.location) == (303, "/console/mailbox")
    assert [command["mail_id"] for command in sent] == [MAIL]


def test_where_no_letter_failed_nothing_is_said_of_it(tell: Tell, browser: FlaskClient) -> None:
    page = browser.get("/console/mailbox").text
    assert "Letters that did not get out" not in page
    assert "No letters" in page


def test_failed_letters_that_cannot_be_read_leave_the_mailbox(tell: Tell, browser: FlaskClient) -> None:
    tell("list_letters", BROKEN)
    answer = browser.get("/console/mailbox")
    assert answer.status_code == 200
    assert "Letters that did not get out" in answer.text
    assert "This part cannot be shown now" in answer.text
    assert "No letters" in answer.text


def test_who_may_not_see_failed_letters_is_not_asked_for_them(tell: Tell, desk: Desk) -> None:
    asked = tell("list_letters", {"items": [letter()], "next_cursor": None})
    desk.sign_in_as("channel_manager")
    assert "rosa@vega.example" not in desk.browser().get("/console/mailbox").text
    assert asked == []


def source(name: str, longest: float) -> dict[str, Any]:
    newest = (clock.now() - timedelta(minutes=5)).isoformat()
    return {"source": name, "newest_at": newest, "usual_delay_seconds": 0.2, "longest_delay_seconds": longest}


def test_the_overview_tells_how_fresh_events_are_and_marks_what_is_late(
    tell: Tell, services: CannedServices, browser: FlaskClient
) -> None:
    as_of = datetime(2026, 11, 20, 9, tzinfo=UTC).isoformat()
    services.answers["get_freshness"] = {"sources": [{"source": "deals", "as_of": as_of, "events": 3}]}
    flow = {"sources": [source("deals", 61), source("partners", 1)], "readers_behind": 3, "letters_failed": 2}
    tell("get_event_flow", QUIET | flow)
    page = browser.get("/console").text
    box = page[page.index('id="flow-h"') :].partition("</section>")[0]
    assert box.count('class="num small bad-t">newest') == 1
    assert "3 events behind" in box
    assert 'href="/console/mailbox"' in box
    assert "Letters that did not get out" in box
    assert "Numbers as of" in box


def test_a_box_of_freshness_without_news_names_no_trouble(tell: Tell, browser: FlaskClient) -> None:
    page = browser.get("/console").text
    box = page[page.index('id="flow-h"') :].partition("</section>")[0]
    assert "bad-t" not in box
    assert "warn-t" not in box
    assert "Letters that did not get out" not in box


def test_freshness_that_cannot_be_read_leaves_the_rest_of_the_overview(tell: Tell, browser: FlaskClient) -> None:
    tell("get_event_flow", BROKEN)
    answer = browser.get("/console")
    box = answer.text[answer.text.index('id="flow-h"') :].partition("</section>")[0]
    assert answer.status_code == 200
    assert "This part cannot be shown now" in box
    assert 'id="parts-h"' in answer.text


def test_the_trail_names_who_did_what_and_why_it_was_refused(
    tell: Tell, services: CannedServices, browser: FlaskClient
) -> None:
    services.answers["get_people"] = {"items": [{"person_id": PIA, "name": "Pia Alonso"}]}
    refused = entry(audit_entry_id=2, actor="anonymous", accepted=False, detail="role")
    tell("list_audit_entries", {"items": [entry(), refused], "next_cursor": "more"})
    page = browser.get("/console/audit?accepted=no").text
    assert "Pia Alonso" in page
    assert f"/console/audit?accepted=no&amp;actor=person:{PIA}" in page
    assert "Not signed in" in page
    assert "not a right of the role" in page
    assert "/console/audit?accepted=no&amp;cursor=more" in page


@pytest.mark.parametrize(
    ("address", "said"), [("/console/audit", "Nothing happened yet"), ("/console/audit?accepted=no", "Nothing matches")]
)
def test_an_empty_trail_says_whether_a_filter_empties_it(
    tell: Tell, browser: FlaskClient, address: str, said: str
) -> None:
    assert said in browser.get(address).text


def test_a_trail_that_cannot_be_read_keeps_its_filters(tell: Tell, browser: FlaskClient) -> None:
    tell("list_audit_entries", BROKEN)
    answer = browser.get("/console/audit?operation=set_target")
    assert answer.status_code == 200
    assert "This part cannot be shown now" in answer.text
    assert '<option value="set_target" selected>' in answer.text


def test_the_trail_as_a_file_asks_for_the_same_and_holds_no_formula(tell: Tell, browser: FlaskClient) -> None:
    asked = tell("list_audit_entries", {"items": [entry(address="=1+1")], "next_cursor": None})
    sheet = browser.get("/console/audit.csv?operation=set_target&accepted=yes").text
    assert "'=1+1" in sheet
    assert (asked[0]["operation"], asked[0]["accepted"]) == ("set_target", True)
