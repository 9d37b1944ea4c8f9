"""The reader of events that count as they are: nothing of their data is needed."""

from marshmallow import EXCLUDE, Schema


class Anything(Schema):
    class Meta:
        unknown = EXCLUDE
