"""Notes at the edge: the public thread and staff's own never share a schema instance or a method."""

from marshmallow import Schema, fields

from services.deals.customers.schemas import storable


class AddNoteCommand(Schema):
    deal_registration_id = fields.UUID(required=True)
    text = storable(4000, required=True)


class ListNotesCommand(Schema):
    deal_registration_id = fields.UUID(required=True)


class NoteView(Schema):
    note_id = fields.UUID(required=True)
    deal_registration_id = fields.UUID(required=True)
    text = fields.String(required=True)
    author = fields.String(required=True)
    author_side = fields.String(required=True)
    written_at = fields.AwareDateTime(required=True)


class NoteList(Schema):
    items = fields.List(fields.Nested(NoteView()), required=True)


class InternalNoteView(Schema):
    internal_note_id = fields.UUID(required=True)
    deal_registration_id = fields.UUID(required=True)
    text = fields.String(required=True)
    author = fields.String(required=True)
    written_at = fields.AwareDateTime(required=True)


class InternalNoteList(Schema):
    items = fields.List(fields.Nested(InternalNoteView()), required=True)
