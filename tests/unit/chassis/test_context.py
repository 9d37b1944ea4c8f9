"""The principal in a header is believed only in its exact shape."""

import pytest

from chassis.context import Principal
from chassis.logs import trace_id


def test_a_principal_survives_its_header() -> None:
    sent = Principal(actor="person:1", roles=("baker",), scope="company", claims={"shop_id": "7"})
    assert Principal.from_header(sent.to_header()) == sent


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"actor": 3}',
        '{"actor": "person:1", "scope": "everything"}',
        '{"actor": "person:1", "roles": "baker"}',
        '{"actor": "person:1", "claims": []}',
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Principal.from_header(text)


def test_a_trace_id_is_read_from_a_whole_traceparent_only() -> None:
    assert trace_id("00-abc-def-01") == "abc"
    assert trace_id("abc") is None
    assert trace_id(None) is None
