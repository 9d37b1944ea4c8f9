"""A file comes in whole, is judged before it is kept, and leaves nothing behind when anything fails."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update
from werkzeug.test import TestResponse

from chassis import clock
from chassis.blobs import CHUNK, BlobsUnavailable
from gateway.uploads.retention import forget
from gateway.uploads.tables import uploads
from tests.gateway.conftest import runtime_of
from tests.gateway.people import Caller, People

PDF = b"%PDF-1.7\n" + b"x" * (3 * CHUNK)
LIMIT = 20 * CHUNK


@pytest.fixture
def manager(people: People) -> Caller:
    return people.sign_in("program_manager")


@pytest.fixture(autouse=True)
def kept(app: Flask) -> Iterator[Kept]:
    found = Kept(app)
    found.clear()
    yield found
    found.clear()


class Kept:
    """What the store and the database hold of uploads."""

    def __init__(self, app: Flask) -> None:
        self.running = runtime_of(app)

    @property
    def files(self) -> list[str]:
        return [key for key, _ in self.running.blobs.keys("uploads/")]

    @property
    def rows(self) -> int:
        with self.running.sessions() as session:
            return session.scalar(select(func.count()).select_from(uploads)) or 0

    @property
    def nothing(self) -> bool:
        unfinished = self.running.blobs.discard_unfinished(clock.now() + timedelta(days=1))
        return (self.files, self.rows, unfinished) == ([], 0, 0)

    def clear(self) -> None:
        for key in self.files:
            self.running.blobs.delete(key)
        with self.running.sessions.begin() as session:
            session.execute(delete(uploads))


def send(
    caller: Caller, data: Any = PDF, name: str = "price list.pdf", owner: str = "content", **more: Any
) -> TestResponse:
    headers = {"Prm-Filename": quote(name), **more.pop("headers", {})}
    if announced := more.pop("announced", None):
        more["environ_overrides"] = {"CONTENT_LENGTH": str(announced)}
    return caller.call(
        "POST", f"/uploads?for={owner}", data=data, headers=headers, content_type="application/octet-stream", **more
    )


def test_a_file_is_kept_with_its_size_digest_and_type(manager: Caller, kept: Kept) -> None:
    answer = send(manager, name="Lista de precios año 2026.pdf")
    assert answer.status_code == 201
    assert answer.json == {
        "upload_id": answer.json["upload_id"],
        "size": len(PDF),
        "sha256": hashlib.sha256(PDF).hexdigest(),
        "media_type": "application/pdf",
        "filename": "Lista de precios año 2026.pdf",
    }
    key = f"uploads/content/{answer.json['upload_id']}"
    assert kept.files == [key]
    assert b"".join(kept.running.blobs.read(key)) == PDF


@pytest.mark.parametrize("path", ["C:\\Users\\ana\\a.pdf", "/home/ana/a.pdf", "../../a.pdf"])
def test_a_path_before_the_name_is_dropped(manager: Caller, path: str) -> None:
    assert send(manager, name=path).json["filename"] == "a.pdf"


def test_the_same_key_keeps_one_file_and_gives_one_answer(manager: Caller, kept: Kept) -> None:
    first, second = (send(manager, headers={"Idempotency-Key": "once"}) for _ in range(2))
    assert first.json == second.json
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len(kept.files) == kept.rows == 1
    other = send(manager, PDF + b"more", headers={"Idempotency-Key": "once"})
    assert other.json["code"] == "idempotency_key_reused"
    assert len(kept.files) == 1


@pytest.mark.parametrize("role", ["partner_seller", "partner_admin", "auditor", "platform_operator"])
def test_who_may_not_hand_in_files_is_refused_before_a_byte_is_read(people: People, kept: Kept, role: str) -> None:
    body = Unread()
    answer = send(people.sign_in(role), data=None, input_stream=body, announced=len(PDF))
    assert answer.status_code == 403
    assert not body.was_read
    assert kept.nothing


class Sender(io.RawIOBase):
    """Of no known length: the header says it."""

    def readable(self) -> bool:
        return True

    def seek(self, *_: int) -> int:
        return 0

    def tell(self) -> int:
        return 0


class Unread(Sender):
    was_read = False

    def readinto(self, _buffer: Any) -> int:
        self.was_read = True
        return 0


class Breaking(Sender):
    """A sender that goes away after some megabytes."""

    def __init__(self, whole: int) -> None:
        self.left = whole

    def readinto(self, buffer: Any) -> int:
        if not self.left:
            raise ConnectionResetError("gone")
        some = min(len(buffer), self.left)
        buffer[:some] = (PDF * 3)[:some]
        self.left -= some
        return some


@pytest.mark.parametrize("whole", [5, 5 * CHUNK])
def test_a_sender_that_goes_away_leaves_no_row_and_no_file(manager: Caller, kept: Kept, whole: int) -> None:
    answer = send(manager, data=None, input_stream=Breaking(whole), announced=9 * CHUNK)
    assert (answer.status_code, answer.json["code"]) == (400, "upload_interrupted")
    assert kept.nothing


def test_a_body_shorter_than_announced_leaves_no_row_and_no_file(manager: Caller, kept: Kept) -> None:
    answer = send(manager, data=None, input_stream=io.BytesIO(PDF), announced=len(PDF) + 1)
    assert (answer.status_code, answer.json["code"]) == (400, "upload_interrupted")
    assert kept.nothing


def test_a_file_announced_too_large_is_refused_unread(manager: Caller, kept: Kept) -> None:
    body = Unread()
    answer = send(manager, data=None, input_stream=body, announced=LIMIT + 1)
    assert (answer.status_code, answer.json["code"]) == (413, "file_too_large")
    assert "20 MB" in answer.json["detail"]
    assert not body.was_read
    assert kept.nothing


def test_a_file_that_grows_too_large_unannounced_leaves_nothing(manager: Caller, kept: Kept) -> None:
    body = io.BytesIO(PDF + b"x" * LIMIT)
    answer = send(
        manager,
        data=None,
        input_stream=body,
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert (answer.status_code, answer.json["code"]) == (413, "file_too_large")
    assert kept.nothing


def test_other_doors_still_refuse_large_bodies(manager: Caller) -> None:
    answer = manager.post("/deal-registrations", {"description": "x" * 70_000})
    assert answer.status_code == 413


REFUSED = [
    ("setup.exe", b"MZ\x90\x00\x03\x00\x00\x00", "program_refused"),
    ("report.pdf", b"MZ\x90\x00\x03\x00\x00\x00", "program_refused"),
    ("run.sh", b"#!/bin/sh\nrm -rf /\n", "program_refused"),
    ("notes.txt", b"#!/bin/sh\nrm -rf /\n", "program_refused"),
    ("tool.txt", b"\x7fELF\x02\x01\x01", "program_refused"),
    ("page.html", b"<p>hello", "web_page_refused"),
    ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "web_page_refused"),
    ("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_type_mismatch"),
    ("notes.txt", b"\xef\xbb\xbf  <!DOCTYPE html><script>alert(1)</script>", "web_page_refused"),
    ("notes.md", b"# Title\n\n<script>alert(1)</script>", "web_page_refused"),
    ("feed.xml", b"<?xml version='1.0'?>", "web_page_refused"),
    ("table.xlsm", b"PK\x03\x04", "macros_refused"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "earlier_format_refused"),
    ("price.pdf", b"PK\x03\x04 no pdf at all", "file_type_mismatch"),
    ("photo.jpg", b"\x89PNG\r\n\x1a\n", "file_type_mismatch"),
    ("notes.txt", b"binary \x00\x01\x02", "file_type_mismatch"),
    ("thing.xyz", b"anything", "file_type_unknown"),
    ("noending", b"anything", "file_type_unknown"),
]


@pytest.mark.parametrize(("name", "data", "code"), REFUSED)
def test_a_type_nobody_may_hand_on_is_refused_by_name(
    manager: Caller, kept: Kept, name: str, data: bytes, code: str
) -> None:
    answer = send(manager, data, name)
    assert (answer.status_code, answer.json["code"]) == (415, code)
    assert kept.nothing


def test_an_empty_file_is_refused(manager: Caller, kept: Kept) -> None:
    answer = send(manager, b"")
    assert (answer.status_code, answer.json["code"]) == (422, "file_empty")
    assert kept.nothing


@pytest.mark.parametrize(
    ("owner", "name", "pointer"),
    [
        ("partners", "a.pdf", "/for"),
        ("", "a.pdf", "/for"),
        ("content", "", "/filename"),
        ("content", "x" * 201, "/filename"),
    ],
)
def test_what_a_file_is_for_and_called_must_be_said(manager: Caller, owner: str, name: str, pointer: str) -> None:
    answer = send(manager, owner=owner, name=name)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == pointer


def test_a_form_is_no_file(manager: Caller) -> None:
    answer = manager.call("POST", "/uploads?for=content", data={"file": (io.BytesIO(b"%PDF-1.7"), "a.pdf")})
    assert answer.status_code == 415


def test_a_store_that_is_out_of_reach_is_told_and_leaves_no_row(
    manager: Caller, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise BlobsUnavailable

    monkeypatch.setattr(type(kept.running.blobs), "write", full)
    answer = send(manager)
    assert (answer.status_code, answer.json["code"]) == (503, "files_unavailable")
    assert kept.rows == 0


def test_a_row_that_cannot_be_written_takes_its_file_along(
    manager: Caller, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("no row today")

    monkeypatch.setattr("gateway.uploads.receiving.invoke", broken)
    assert send(manager).status_code == 500
    assert kept.nothing


def test_uploads_are_forgotten_after_a_day(manager: Caller, kept: Kept) -> None:
    for age in (0, 25):
        upload_id = send(manager).json["upload_id"]
        with kept.running.sessions.begin() as session:
            session.execute(
                update(uploads)
                .where(uploads.c.upload_id == upload_id)
                .values(received_at=clock.now() - timedelta(hours=age))
            )
    forget(kept.running.sessions.kw["bind"], kept.running.blobs)
    assert kept.rows == 1


def test_the_audit_names_the_upload(manager: Caller, people: People) -> None:
    upload_id = send(manager).json["upload_id"]
    entries = people.sign_in("auditor").get("/audit-entries?limit=20").json["items"]
    assert (uploaded := [entry for entry in entries if entry["operation"] == "upload_file"])
    assert uploaded[0]["object_id"] == upload_id


def test_an_unknown_caller_is_asked_to_sign_in(client: Any) -> None:
    answer = client.post(f"/v1/uploads?for=content&x={uuid4()}", data=PDF)
    assert answer.status_code == 401
