"""A command that names a file is told what the gateway knows of it; nobody claims what they did not hand in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import update

from chassis import clock
from gateway.uploads.tables import uploads
from tests.gateway.canned import CannedServices
from tests.gateway.conftest import runtime_of
from tests.gateway.people import Caller, People

VERSIONS = f"/assets/{uuid4()}/versions"


def hand_in(caller: Caller, owner: str = "content") -> dict[str, Any]:
    headers = {"Prm-Filename": quote("año.pdf")}
    answer = caller.call(
        "POST", f"/uploads?for={owner}", data=b"%PDF-1.7", headers=headers, content_type="application/pdf"
    )
    received: dict[str, Any] = answer.json
    return received


def test_the_owner_is_told_size_digest_type_and_name(people: People, services: CannedServices) -> None:
    caller = people.sign_in("program_manager")
    received = hand_in(caller)
    caller.post(VERSIONS, {"upload_id": received["upload_id"], "note": "new"})
    assert services.last.method == "add_asset_version"
    assert {name: services.last.command[name] for name in received} == received
    assert services.last.command["filename"] == "año.pdf"


@pytest.mark.parametrize("name", ["size", "sha256", "media_type", "filename"])
def test_a_caller_cannot_say_it_instead(people: People, services: CannedServices, name: str) -> None:
    caller = people.sign_in("program_manager")
    answer = caller.post(VERSIONS, {"upload_id": hand_in(caller)["upload_id"], name: "1"})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == f"/{name}"
    assert not services.asked


def test_only_who_handed_it_in_may_claim_it_for_what_it_was_meant_for(people: People, services: CannedServices) -> None:
    caller, other = people.sign_in("program_manager"), people.sign_in("program_manager")
    theirs, lesson = hand_in(other)["upload_id"], hand_in(caller, "enablement")["upload_id"]
    for upload_id in (theirs, lesson, str(uuid4()), "nonsense"):
        answer = caller.post(VERSIONS, {"upload_id": upload_id})
        assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "upload_unknown")
    assert not services.asked


def test_a_file_of_yesterday_cannot_be_claimed_because_it_may_be_swept(
    app: Flask, people: People, services: CannedServices
) -> None:
    caller = people.sign_in("program_manager")
    upload_id = hand_in(caller)["upload_id"]
    with runtime_of(app).sessions.begin() as session:
        late = clock.now() - timedelta(hours=23, minutes=1)
        session.execute(update(uploads).where(uploads.c.upload_id == upload_id).values(received_at=late))
    assert caller.post(VERSIONS, {"upload_id": upload_id}).status_code == 422
    assert not services.asked


def test_the_description_does_not_offer_what_the_gateway_adds(client: Any) -> None:
    paths = client.get("/v1/openapi.json").json["paths"]
    body = paths["/v1/assets/{asset_id}/versions"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(body["properties"]) == {"upload_id", "note"}
    assert body["required"] == ["upload_id"]
