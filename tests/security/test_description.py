"""The description of the API is true: generated requests of every operation meet only answers it announces."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
)

from gateway.api.operations import TABLE
from tests.security.conftest import World

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
EXAMPLES = 25
SECONDS_AN_OPERATION = 1.5  # then it has been asked enough; on a quiet machine most come to all their examples


class EnoughError(Exception):
    """Ends Hypothesis before its last example; found faults have ended it already."""


@pytest.fixture(scope="module")
def schema(world: World) -> Any:
    return schemathesis.openapi.from_wsgi("/v1/openapi.json", world.app)


@pytest.mark.parametrize("operation", TABLE, ids=lambda operation: operation.name)
def test_generated_requests_meet_only_announced_answers(world: World, schema: Any, operation: Any) -> None:
    described = schema[f"/v1{operation.path}"][operation.method]
    caller = world.people.sign_in("program_manager")
    asked = 0
    ends = time.monotonic() + SECONDS_AN_OPERATION

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described.as_strategy())
    def run(case: Any) -> None:
        nonlocal asked
        if asked and time.monotonic() > ends:
            raise EnoughError
        if isinstance(case.query, dict):
            case.query.pop("wait", None)
        headers = {"Authorization": f"Bearer {caller.token}", "Accept-Encoding": "identity"}
        checks = CHECKS if asked else (*CHECKS, ignored_auth)  # three more requests, whose answers never differ
        asked += 1
        case.call_and_validate(checks=checks, headers=headers)

    with suppress(EnoughError):
        run()
    assert asked
