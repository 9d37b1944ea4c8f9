"""RPC methods of the two threads."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.deals.notes import queries, schemas, use_cases
from services.deals.standing.model import Actor


class NoteEntrypoints:
    @rpc(
        takes=schemas.AddNoteCommand(),
        gives=schemas.NoteView(),
        writes=True,
        errors=["deal_registration_not_found", "not_permitted"],
    )
    def add_note(self, call: Call) -> Any:
        """Write to the thread that partner and vendor both read."""
        return use_cases.add_note(call.session, Actor.of(call.principal, call.channel), call.now, **call.command)

    @rpc(takes=schemas.ListNotesCommand(), gives=schemas.NoteList(), errors=["deal_registration_not_found"])
    def list_notes(self, call: Call) -> Any:
        """Read the thread that partner and vendor share."""
        return queries.notes(call.session, Actor.of(call.principal, call.channel), **call.command)

    @rpc(
        takes=schemas.AddNoteCommand(),
        gives=schemas.InternalNoteView(),
        writes=True,
        errors=["deal_registration_not_found", "not_permitted"],
    )
    def add_internal_note(self, call: Call) -> Any:
        """Write a note that only the vendor's staff read."""
        return use_cases.add_internal_note(
            call.session, Actor.of(call.principal, call.channel), call.now, **call.command
        )

    @rpc(
        takes=schemas.ListNotesCommand(),
        gives=schemas.InternalNoteList(),
        errors=["deal_registration_not_found", "not_permitted"],
    )
    def list_internal_notes(self, call: Call) -> Any:
        """Read the notes of the vendor's staff."""
        return queries.internal_notes_of(call.session, Actor.of(call.principal, call.channel), **call.command)
