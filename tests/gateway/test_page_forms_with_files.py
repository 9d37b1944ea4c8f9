"""Forms of pages carry files without a script: read as they arrive, and only when the form is ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway import create_app
from gateway.identity import authenticate
from gateway.settings import Settings
from gateway.uploads.page_forms import refused_files, takes_files
from tests.gateway.canned import CannedServices
from tests.gateway.conftest import runtime_of
from tests.gateway.people import Caller, People

BOUNDARY = "----browser"
PDF = b"%PDF-1.7\r\n--" + b"line\r\n" * 500_000  # larger than a chunk, with line ends and dashes like a boundary's


@pytest.fixture(scope="module")
def page_app(gateway_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The gateway with one page more, as a colleague would write it."""
    blobs = tmp_path_factory.mktemp("pages").as_uri()
    app = create_app(replace(gateway_settings, blobs=blobs), CannedServices())

    @app.post("/files")
    @takes_files("content")
    def handed_in() -> dict:
        return {"form": request.form.to_dict(flat=False), "refused": refused_files()}

    @app.post("/plain")
    def plain() -> dict:
        return {"form": request.form.to_dict()}

    yield app
    runtime_of(app).sessions.kw["bind"].dispose()


@pytest.fixture
def browser(page_app: Flask) -> FlaskClient:
    return page_app.test_client()


@pytest.fixture
def manager(page_app: Flask, browser: FlaskClient) -> Caller:
    running = runtime_of(page_app)
    caller = People(browser, running.sessions, running.settings).sign_in("program_manager")
    browser.set_cookie(authenticate.cookie_name(running.settings), caller.token)
    return caller


@pytest.fixture
def token(browser: FlaskClient, manager: Caller) -> str:
    page = browser.get("/settings").text
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)


@pytest.fixture
def kept(page_app: Flask) -> Iterator[Path]:
    folder = Path(runtime_of(page_app).settings.blobs.removeprefix("file://"))
    yield folder
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()


def body(*parts: tuple[str, str | None, bytes]) -> bytes:
    made = b""
    for name, filename, data in parts:
        called = f'; filename="{filename}"' if filename is not None else ""
        made += (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{called}\r\n\r\n'.encode() + data + b"\r\n"
        )
    return made + f"--{BOUNDARY}--\r\n".encode()


def post(browser: FlaskClient, data: bytes, path: str = "/files", **more: object) -> TestResponse:
    return browser.post(path, data=data, content_type=f"multipart/form-data; boundary={BOUNDARY}", **more)


def files(kept: Path) -> list[Path]:
    return [path for path in kept.rglob("*") if path.is_file()]


def test_the_view_finds_the_upload_where_the_form_had_the_file(browser: FlaskClient, token: str, kept: Path) -> None:
    parts = (
        ("csrf_token", None, token.encode()),
        ("title", None, "Precios año".encode()),
        ("upload_id", "precios año.pdf", PDF),
        ("lines", None, b"a"),
        ("lines", None, b"b"),
    )
    answer = post(browser, body(*parts))
    form = answer.json["form"]
    assert (form["title"], form["lines"], answer.json["refused"]) == (["Precios año"], ["a", "b"], {})
    (file,) = files(kept)
    assert file.name == form["upload_id"][0]
    assert file.read_bytes() == PDF


def test_a_form_without_our_token_is_refused_and_nothing_is_kept(browser: FlaskClient, token: str, kept: Path) -> None:
    late = body(("upload_id", "a.pdf", PDF), ("csrf_token", None, token.encode()))
    wrong = body(("csrf_token", None, b"wrong"), ("upload_id", "a.pdf", PDF))
    without = body(("title", None, b"no file, no token"))
    for data in (late, wrong, without):
        assert post(browser, data).status_code == 403
    assert browser.post("/files", data={"title": "as a plain form"}).status_code == 403
    assert files(kept) == []


def test_a_person_without_the_right_leaves_nothing(browser: FlaskClient, token: str, kept: Path) -> None:
    browser.delete_cookie("prm_session")
    answer = post(browser, body(("csrf_token", None, token.encode()), ("upload_id", "a.pdf", PDF)))
    assert answer.status_code == 401
    assert files(kept) == []


def test_no_file_chosen_keeps_what_was_received_before(browser: FlaskClient, token: str, kept: Path) -> None:
    parts = (("csrf_token", None, token.encode()), ("upload_id", None, b"earlier"), ("upload_id", "", b""))
    assert post(browser, body(*parts)).json["form"]["upload_id"] == ["earlier"]
    assert files(kept) == []


def test_a_refused_type_is_told_beside_its_field_and_the_rest_of_the_form_is_read(
    browser: FlaskClient, token: str, kept: Path
) -> None:
    parts = (
        ("csrf_token", None, token.encode()),
        ("upload_id", "evil.svg", b"<svg/>" * 500_000),
        ("title", None, b"kept"),
    )
    answer = post(browser, body(*parts))
    assert "SVG" in answer.json["refused"]["upload_id"]
    assert answer.json["form"] == {"csrf_token": [token], "title": ["kept"]}
    assert files(kept) == []


@pytest.mark.parametrize("cut", [1, 30, 200, 2_000_000])
def test_a_form_that_breaks_off_leaves_nothing(browser: FlaskClient, token: str, kept: Path, cut: int) -> None:
    whole = body(("csrf_token", None, token.encode()), ("upload_id", "a.pdf", PDF))
    assert post(browser, whole[: len(whole) - cut]).status_code == (200 if cut == 1 else 400)
    assert len(files(kept)) == (1 if cut == 1 else 0)
    assert post(browser, whole[:-5], environ_overrides={"CONTENT_LENGTH": str(len(whole))}).status_code == 400


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(browser: FlaskClient, token: str, kept: Path) -> None:
    answer = post(browser, body(("csrf_token", None, token.encode()), ("upload_id", "a.pdf", PDF * 8)))
    assert answer.status_code == 413
    within_the_form = body(
        ("csrf_token", None, token.encode()), ("upload_id", "a.pdf", PDF + b"x" * (18 * 1024 * 1024))
    )
    assert post(browser, within_the_form).json["refused"]["upload_id"].startswith("The file is larger")
    assert files(kept) == []


def test_a_field_cannot_be_as_large_as_a_file(browser: FlaskClient, token: str) -> None:
    parts = (("csrf_token", None, token.encode()), ("title", None, b"x" * 70_000))
    assert post(browser, body(*parts)).status_code == 413


def test_forms_of_other_pages_stay_small(browser: FlaskClient, token: str) -> None:
    parts = (("csrf_token", None, token.encode()), ("file", "a.pdf", PDF))
    assert post(browser, body(*parts), "/plain").status_code == 413
