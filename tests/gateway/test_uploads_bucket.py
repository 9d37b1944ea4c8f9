"""With files in a bucket: what comes in at the gateway's door is claimed, read and handed out again from there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from chassis import clock, database
from chassis.blobs import CHUNK, Blobs, open_blobs
from gateway.runtime import EXTENSION
from services.content.texts.jobs import extract_texts
from tests.gateway.conftest import runtime_of
from tests.gateway.people import Caller, People
from tests.security.real_services import RealServices
from tests.service.chassis import written
from tests.service.content.library import Library

SEVERAL_PARTS = b"%PDF-1.7\n" + b"0123456789abcdef" * (17 * CHUNK // 16)


@dataclass(frozen=True)
class Desk:
    """Staff at the gateway, content behind it, and the one bucket of both."""

    manager: Caller
    library: Library
    bucket: Blobs

    @property
    def keys(self) -> list[str]:
        return [key for key, _ in self.bucket.keys("uploads/")]

    def hand_in(self, data: bytes, name: str = "guide.pdf", **more: Any) -> TestResponse:
        headers = {"Prm-Filename": name}
        return self.manager.call("POST", "/uploads?for=content", data=data, headers=headers, **more)

    def publish(self, data: bytes, name: str = "guide.pdf") -> str:
        upload_id = self.hand_in(data, name).json["upload_id"]
        described = {"title": "Guide", "asset_type": "other", "language": "en", "review_on": "2040-01-01"}
        asset_id: str = self.manager.post("/assets", described).json["asset_id"]
        claimed = self.manager.post(f"/assets/{asset_id}/versions", {"upload_id": upload_id, "note": ""})
        assert claimed.status_code == 201, claimed.json
        assert self.manager.post(f"/assets/{asset_id}/publish").status_code == 200
        return asset_id


@pytest.fixture
def desk(
    app: Flask,
    people: People,
    bucket_url: str,
    service_database: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    monkeypatch.setenv("PRM_BLOBS", bucket_url)
    bucket, engine = open_blobs(bucket_url), database.engine(service_database("services.content"))
    real = RealServices({"content": engine})
    app.extensions[EXTENSION] = replace(runtime_of(app), services=real, blobs=bucket)
    yield Desk(people.sign_in("program_manager"), Library(real.harnesses["content"], bucket), bucket)
    engine.dispose()


def test_a_file_of_several_parts_goes_in_and_comes_out_byte_for_byte(desk: Desk, people: People) -> None:
    asset_id = desk.publish(SEVERAL_PARTS)
    version = desk.manager.get(f"/assets/{asset_id}").json["versions"][0]
    assert (version["size"], version["sha256"]) == (len(SEVERAL_PARTS), hashlib.sha256(SEVERAL_PARTS).hexdigest())
    assert len(desk.keys) == 1
    partner = desk.library.partner(roles=("partner_seller",))
    reader = people.sign_in("partner_seller", partner_id=partner.partner_id, person_id=partner.person_id)
    whole = reader.get(f"/assets/{asset_id}/file")
    assert (whole.status_code, whole.data) == (200, SEVERAL_PARTS)
    piece = reader.get(f"/assets/{asset_id}/file", headers={"Range": f"bytes={9 * CHUNK}-{9 * CHUNK + 99}"})
    assert (piece.status_code, piece.data) == (206, SEVERAL_PARTS[9 * CHUNK : 9 * CHUNK + 100])


def test_the_text_inside_a_file_in_a_bucket_is_found(desk: Desk) -> None:
    asset_id = desk.publish(written.pdf("the boreal warranty"))
    assert desk.library.harness.run_job(extract_texts) == 1
    found = desk.manager.get("/asset-searches?q=boreal+warranty").json["items"]
    assert [item["asset_id"] for item in found] == [asset_id]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"%PDF-1.7\n" + b"x" * 20 * CHUNK, "large.pdf", "file_too_large"),
        (b"MZ\x90\x00" + b"x" * 9 * CHUNK, "setup.exe", "program_refused"),
    ],
)
def test_what_is_refused_leaves_no_file_and_no_part_of_one(desk: Desk, data: bytes, name: str, code: str) -> None:
    unannounced = {"headers": {"Transfer-Encoding": "chunked", "Prm-Filename": name}}
    refused = desk.manager.call(
        "POST", "/uploads?for=content", data=data, environ_overrides={"wsgi.input_terminated": True}, **unannounced
    )
    assert refused.json["code"] == code
    assert desk.keys == []
    assert desk.bucket.discard_unfinished(clock.now() + timedelta(days=1)) == 0
