"""The description of the API is true: generated requests of every operation meet only answers it announces."""

from __future__ import annotations

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
    ignored_auth,
)
EXAMPLES = 25


@pytest.fixture(scope="module")
def schema(world: World) -> Any:
    return schemathesis.openapi.from_wsgi("/v1/openapi.json", world.app)


@pytest.mark.parametrize("operation", TABLE, ids=lambda operation: operation.name)
def test_generated_requests_meet_only_announced_answers(world: World, schema: Any, operation: Any) -> None:
    described = schema[f"/v1{operation.path}"][operation.method]
    caller = world.people.sign_in("program_manager")

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described.as_strategy())
    def run(case: Any) -> None:
        if isinstance(case.query, dict):
            case.query.pop("wait", None)
        headers = {"Authorization": f"Bearer {caller.token}", "Accept-Encoding": "identity"}
        case.call_and_validate(checks=CHECKS, headers=headers)

    run()
