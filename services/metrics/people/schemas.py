"""Tolerant readers of what partners says of people; their names and addresses stay unread."""

from marshmallow import EXCLUDE, Schema, fields


class PersonFact(Schema):
    class Meta:
        unknown = EXCLUDE

    person_id = fields.UUID(required=True)
    partner_id = fields.UUID(load_default=None, allow_none=True)
