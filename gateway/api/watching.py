"""Operations for watching the suite: the event feed, the development mailbox, and whether its parts answer."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request
from marshmallow import Schema, fields, validate

from gateway import health
from gateway.api.call import LocalCall
from gateway.api.operation import Operation
from gateway.identity.schemas import NothingCommand
from gateway.outbound import flow, mail
from gateway.outbound.feed import LIMIT, WAIT_SECONDS, Question

EVENTS_MEDIA_TYPE: Final = "application/cloudevents-batch+json"


class EventsQuery(Schema):
    """Read by the feed itself; declared here to be described."""

    cursor = fields.String(metadata={"description": "A cursor from before, or earliest, latest, time:<ISO time>."})
    types = fields.String(
        metadata={"description": "A comma list of event names; * stands for one word, at the end for all."}
    )
    subject = fields.String()
    limit = fields.Integer(validate=validate.Range(min=1, max=LIMIT), metadata={"description": "100 where absent."})
    wait = fields.Integer(
        validate=validate.Range(min=0, max=WAIT_SECONDS), metadata={"description": "Seconds to wait for a first event."}
    )


class MailboxQuery(Schema):
    to = fields.String(validate=validate.Length(max=254))
    limit = fields.Integer(validate=validate.Range(min=1, max=200), load_default=100)


class LetterView(Schema):
    mail_id = fields.UUID(required=True)
    to = fields.String(required=True)
    subject = fields.String(required=True)
    text = fields.String(required=True)
    links = fields.List(fields.String(), required=True)
    received_at = fields.AwareDateTime(required=True)


class PartHealth(Schema):
    name = fields.String(required=True)
    ok = fields.Boolean(required=True)


class SourceFreshness(Schema):
    source = fields.String(required=True)
    newest_at = fields.AwareDateTime(required=True)
    usual_delay_seconds = fields.Float(required=True, metadata={"description": "The median, from the fact to the log."})
    longest_delay_seconds = fields.Float(required=True)


class EventFlowView(Schema):
    """The latest events by source, and what waits behind the log."""

    head = fields.Integer(required=True, metadata={"description": "The position of the newest event."})
    sources = fields.List(fields.Nested(SourceFreshness()), required=True)
    readers_behind = fields.Integer(required=True, metadata={"description": "Events that notices have yet to read."})
    letters_waiting = fields.Integer(required=True)
    letters_failed = fields.Integer(required=True)


class LettersQuery(Schema):
    status = fields.String(validate=validate.OneOf(["intended", "sent", "failed", "unknown"]), load_default="failed")
    limit = fields.Integer(validate=validate.Range(min=1, max=200), load_default=50)
    cursor = fields.String(allow_none=True, load_default=None)


class LetterCommand(Schema):
    mail_id = fields.UUID(required=True)


class OwedLetterView(Schema):
    """A letter and its fate, without its words: links in them are secrets."""

    mail_id = fields.UUID(required=True)
    template = fields.String(required=True)
    recipient = fields.String(required=True)
    status = fields.String(required=True)
    attempts = fields.Integer(required=True)
    last_error = fields.String(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)


def list_events(call: LocalCall) -> Response:
    """Read the event log in order: the events after the cursor, as a JSON array. The next cursor is in the headers."""
    partner_id = None if call.principal.scope == "all" else call.signed_in.partner_id
    asked = {name: str(value) for name, value in call.command.items()}
    question = Question.read(asked, partner_id)
    page = call.runtime.feed.page(question)
    response = Response(page.body, mimetype=EVENTS_MEDIA_TYPE)
    filters = {name: value for name, value in asked.items() if name != "cursor"}
    for name, value in page.headers(lambda cursor: _next_address(filters, cursor)).items():
        response.headers[name] = value
    return response


def _next_address(filters: dict[str, str], cursor: str) -> str:
    return f"{request.path}?{urlencode({**filters, 'cursor': cursor})}"


def list_mailbox(call: LocalCall) -> Any:
    """Read the letters of the development mailbox, newest first; it is empty where an SMTP server is set."""
    rows = mail.read_mailbox(call.session, call.command.get("to"), call.command["limit"])
    return {"items": rows, "next_cursor": None}


def get_health(call: LocalCall) -> Any:
    """Read which parts of the suite answer now."""
    return {"items": health.parts(call.runtime), "next_cursor": None}


def get_event_flow(call: LocalCall) -> Any:
    """Read how fresh the event log is, by source, and how many letters wait or have failed."""
    return flow.freshness(call.session)


def list_letters(call: LocalCall) -> Any:
    """List letters to people by their fate, newest first; those that failed are the ones to look after."""
    rows, cursor = flow.list_letters(call.session, **call.command)
    return {"items": rows, "next_cursor": cursor}


def resend_letter(call: LocalCall) -> Any:
    """Send a failed letter again; one that is on its way or was sent stays as it is."""
    return flow.send_again(call.session, call.command["mail_id"])


EVENTS: Final = {
    "type": "array",
    "items": {"type": "object", "description": "A CloudEvent; docs/events.md lists the types."},
}
OPERATIONS: Final = (
    Operation(
        name="list_events",
        method="GET",
        path="/events",
        tag="events",
        local=list_events,
        loads=EventsQuery(),
        gives=EVENTS,
        media_type=EVENTS_MEDIA_TYPE,
        errors=("cursor_invalid", "cursor_too_old", "resync_required"),
    ),
    Operation(
        name="list_mailbox",
        method="GET",
        path="/mailbox",
        tag="mailbox",
        local=list_mailbox,
        loads=MailboxQuery(),
        dumps=LetterView(many=True),
    ),
    Operation(
        name="get_health",
        method="GET",
        path="/health",
        tag="health",
        local=get_health,
        loads=NothingCommand(),
        dumps=PartHealth(many=True),
    ),
    Operation(
        name="get_event_flow",
        method="GET",
        path="/event-flow",
        tag="health",
        local=get_event_flow,
        loads=NothingCommand(),
        dumps=EventFlowView(),
    ),
    Operation(
        name="list_letters",
        method="GET",
        path="/letters",
        tag="mailbox",
        local=list_letters,
        loads=LettersQuery(),
        dumps=OwedLetterView(many=True),
    ),
    Operation(
        name="resend_letter",
        method="POST",
        path="/letters/{mail_id}/resend",
        tag="mailbox",
        local=resend_letter,
        loads=LetterCommand(),
        dumps=OwedLetterView(),
    ),
)
