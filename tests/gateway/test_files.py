"""A file goes out whole or in ranges, as what it is, and a browser never runs it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, Response
from werkzeug.test import TestResponse

from chassis.blobs import CHUNK, BlobMissing
from gateway import create_app, files
from gateway.settings import Settings
from tests.gateway.canned import CannedServices
from tests.gateway.conftest import runtime_of

BYTES = bytes(range(256)) * (CHUNK // 100)  # some megabytes
KEY = "uploads/content/one"


@pytest.fixture(scope="module")
def serving(gateway_settings: Settings) -> Iterator[Flask]:
    app = create_app(gateway_settings, CannedServices())

    @app.get("/out/<disposition>/<name>")
    def out(disposition: str, name: str) -> Response:
        media_type = "text/plain" if name.endswith("txt") else "application/pdf" if name.endswith("pdf") else "x/y"
        return files.stream(KEY, name, media_type, disposition, sha256="d1")

    @app.get("/gone")
    def gone() -> Response:
        return files.stream("uploads/content/gone", "a.pdf", "application/pdf")

    runtime_of(app).blobs.write(KEY, [BYTES])
    yield app
    runtime_of(app).blobs.delete(KEY)
    runtime_of(app).sessions.kw["bind"].dispose()


def get(app: Flask, path: str = "/out/attachment/a.pdf", method: str = "GET", **headers: str) -> TestResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().open(path, method=method, headers=sent)


def test_the_whole_file_comes_in_pieces_with_its_length(serving: Flask) -> None:
    answer = get(serving)
    assert (answer.status_code, answer.content_length, answer.data) == (200, len(BYTES), BYTES)
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=5-9", 5, 10),
        (f"bytes={CHUNK - 3}-{CHUNK + 3}", CHUNK - 3, CHUNK + 4),
        ("bytes=1000000-", 1000000, len(BYTES)),
        ("bytes=-7", len(BYTES) - 7, len(BYTES)),
        (f"bytes=0-{len(BYTES) * 2}", 0, len(BYTES)),
    ],
)
def test_a_range_is_answered_with_that_range(serving: Flask, asked: str, start: int, stop: int) -> None:
    answer = get(serving, Range=asked)
    assert answer.status_code == 206
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(BYTES)}"
    assert answer.content_length == stop - start
    assert answer.data == BYTES[start:stop]


def test_a_range_beyond_the_end_is_refused_with_the_length(serving: Flask) -> None:
    answer = get(serving, Range=f"bytes={len(BYTES)}-")
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(BYTES)}")
    assert answer.data == b""


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "lines=0-1", "bytes=9-5", "nonsense"])
def test_what_is_no_single_range_gets_the_whole_file(serving: Flask, asked: str) -> None:
    assert get(serving, Range=asked).status_code == 200


def test_a_download_of_another_file_is_not_continued(serving: Flask) -> None:
    assert get(serving, Range="bytes=5-9", If_Range='"d1"').status_code == 206
    assert get(serving, Range="bytes=5-9", If_Range='"d2"').status_code == 200


def test_only_the_headers_are_asked_for(serving: Flask) -> None:
    answer = get(serving, method="HEAD")
    assert (answer.status_code, answer.content_length, answer.data) == (200, len(BYTES), b"")


@pytest.mark.parametrize(
    ("path", "disposition"),
    [
        ("/out/attachment/a.pdf", "attachment"),
        ("/out/inline/a.pdf", "inline"),
        ("/out/inline/a.txt", "inline"),
        ("/out/inline/a.xyz", "attachment"),
    ],
)
def test_a_browser_never_runs_it(serving: Flask, path: str, disposition: str) -> None:
    answer = get(serving, path)
    assert answer.headers["Content-Disposition"].split(";")[0] == disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_any_name_survives_and_none_breaks_the_header(serving: Flask) -> None:
    name = 'Año "2026"\\ 価格\r\n.pdf'
    answer = get(serving, "/out/attachment/A%C3%B1o%20%222026%22%5C%20%E4%BE%A1%E6%A0%BC%0D%0A.pdf")
    told = answer.headers["Content-Disposition"]
    assert 'filename="A_o _2026__ ____.pdf"' in told
    assert "filename*=UTF-8''A%C3%B1o%20%222026%22%5C%20%E4%BE%A1%E6%A0%BC%0D%0A.pdf" in told
    assert name.isprintable() is False


def test_a_text_is_not_compressed_under_way(serving: Flask) -> None:
    answer = get(serving, "/out/attachment/a.txt", Accept_Encoding="gzip, br, zstd")
    assert answer.data == BYTES


def test_a_file_that_is_gone_is_told_as_not_found(serving: Flask) -> None:
    answer = get(serving, "/gone")
    assert answer.status_code == 404
    assert BlobMissing().code == "file_missing"
