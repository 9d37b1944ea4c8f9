"""The body of a reply: JSON around JSON, and whether it was told before."""

import json

from chassis.rpc_message import reply_body
from chassis.rpc_request import Replayed


def test_a_reply_is_result_and_error_alone() -> None:
    assert json.loads(reply_body('{"a":1}')) == {"result": {"a": 1}, "error": None}


def test_a_stored_reply_says_that_it_was_told_before() -> None:
    assert json.loads(reply_body(Replayed("null"))) == {"result": None, "error": None, "replayed": True}
