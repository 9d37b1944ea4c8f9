"""Every code that a service may send or take has its word, and no form offers a code the owner would refuse."""

import json
from collections.abc import Collection
from typing import Any

import pytest

from gateway.api.operations import TABLE
from gateway.console import operation_words
from gateway.pages import words
from gateway.settings import REPOSITORY

WORDS = {
    ("partners", "submit_application", "takes", "partner_type"): words.PARTNER_TYPE,
    ("partners", "get_partner", "gives", "status"): words.PARTNER,
    ("partners", "get_application", "gives", "status"): words.APPLICATION,
    ("deals", "get_deal_registration", "gives", "status"): words.REGISTRATION,
    ("deals", "get_deal_registration", "gives", "sales_stage"): words.SALES_STAGE,
    ("deals", "get_deal_registration", "gives", "registration_type"): words.REGISTRATION_TYPE,
}


@pytest.mark.parametrize(("place", "told"), WORDS.items(), ids=[".".join(place) for place in WORDS])
def test_a_code_of_the_contract_has_a_word_and_a_word_has_a_code(
    place: tuple[str, str, str, str], told: Collection[str]
) -> None:
    assert set(told) == codes(*place)


def codes(service: str, method: str, side: str, field: str) -> set[str]:
    document = json.loads((REPOSITORY / "services" / service / "contracts" / "rpc.json").read_text("utf-8"))
    schema: dict[str, Any] = document["methods"][method][side]["properties"][field]
    return set(schema["enum"]) - {None}


def test_every_command_that_the_trail_keeps_has_its_phrase() -> None:
    assert set(operation_words.OPERATION) == {operation.name for operation in TABLE if operation.writes}
