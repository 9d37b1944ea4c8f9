"""One error crosses the wire, whatever was raised."""

from typing import ClassVar

import pytest
from marshmallow import Schema, ValidationError, fields

from chassis.errors import DomainError, ServiceError, translate
from chassis.validation import field_errors


class OutOfFlourError(Exception):
    """As a service defines it, with the standard library alone."""

    kind: ClassVar[str] = "conflict"
    code: ClassVar[str] = "out_of_flour"

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.details = details


def test_a_domain_error_becomes_the_wire_error_with_its_details() -> None:
    error = translate(OutOfFlourError("No flour is left.", flour="rye"))
    assert error is not None
    assert error.to_wire() == {
        "kind": "conflict",
        "code": "out_of_flour",
        "message": "No flour is left.",
        "details": {"flour": "rye"},
    }


def test_a_bug_is_not_translated() -> None:
    assert translate(KeyError("flour")) is None


def test_an_error_that_only_resembles_a_domain_error_is_a_bug() -> None:
    class OddError(Exception):
        kind = "odd"
        code = "odd"

    assert translate(OddError()) is None


def test_the_wire_error_survives_the_wire() -> None:
    sent = ServiceError("invalid", "too_hot", "Too hot.", {"degrees": 300})
    received = ServiceError.from_wire(sent.to_wire())
    assert received.to_wire() == sent.to_wire()


def test_an_unknown_kind_from_a_newer_service_is_internal() -> None:
    assert ServiceError.from_wire({"kind": "novel", "code": "x", "message": ""}).kind == "internal"


def test_an_unknown_kind_cannot_be_raised() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        ServiceError("novel", "x")


def test_a_chassis_domain_error_keeps_its_details() -> None:
    error = translate(DomainError("No.", why="because"))
    assert error is not None
    assert error.details == {"why": "because"}


def test_field_errors_point_into_nested_lists_and_escape_names() -> None:
    class Line(Schema):
        count = fields.Integer(required=True, data_key="a/b~c")

    class Order(Schema):
        lines = fields.List(fields.Nested(Line))

    with pytest.raises(ValidationError) as raised:
        Order().load({"lines": [{"a/b~c": 1}, {}, {"a/b~c": None}], "extra": 1})
    assert {(found["pointer"], found["code"]) for found in field_errors(raised.value)} == {
        ("/lines/1/a~1b~0c", "required"),
        ("/lines/2/a~1b~0c", "null"),
        ("/extra", "unknown"),
    }


def test_an_error_of_the_whole_points_at_the_whole() -> None:
    assert field_errors(ValidationError("Say more.")) == [{"pointer": "/", "code": "invalid", "message": "Say more."}]
