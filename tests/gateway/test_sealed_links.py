"""Sealed links: what this installation sealed opens, and nothing else does."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from chassis.errors import ServiceError
from gateway import sealed_links
from gateway.api.operation import Operation, asks
from gateway.settings import Settings

SHARE = UUID("01937b20-1c2d-7e3f-8a4b-5c6d7e8f9a0b")
OPEN: Operation = asks("content", "shares", "POST /share-links/{token}/open open_share", links={"token": "share_id"})


def opened(token: str, settings: Settings) -> dict[str, Any]:
    return dict(sealed_links.opened(OPEN, settings, {"token": token, "limit": 5}))


def test_a_sealed_link_stands_for_its_id_and_leaves_the_rest_of_the_command(gateway_settings: Settings) -> None:
    token = sealed_links.token_for(gateway_settings, "share_id", SHARE)
    assert opened(token, gateway_settings) == {"share_id": str(SHARE), "limit": 5}
    assert str(SHARE) not in token


def test_one_letter_more_less_or_changed_opens_nothing(gateway_settings: Settings) -> None:
    token = sealed_links.token_for(gateway_settings, "share_id", SHARE)
    swapped = ["A" if letter != "A" else "B" for letter in token]
    forged = [token[:at] + swapped[at] + token[at + 1 :] for at in range(len(token) - 1)]
    for wrong in (*forged, token[:-1], token + "AAAA", "", "ñ", str(SHARE)):
        with pytest.raises(ServiceError) as refused:
            opened(wrong, gateway_settings)
        assert (refused.value.kind, refused.value.code) == ("not_found", "not_found")


def test_a_seal_of_another_key_or_for_another_kind_of_thing_opens_nothing(gateway_settings: Settings) -> None:
    elsewhere = replace(gateway_settings, secret_key="the key of another installation")
    for token in (
        sealed_links.token_for(elsewhere, "share_id", SHARE),
        sealed_links.token_for(gateway_settings, "certificate_id", SHARE),
    ):
        with pytest.raises(ServiceError):
            opened(token, gateway_settings)
