"""The text of documents, and what becomes of those that are broken or mean harm."""

import io
import os
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from chassis.file_text import Unreadable, is_readable, room, text_of
from chassis.file_text_readers import MEMORY
from chassis.media_types import ACCEPTED
from tests.service.chassis import written


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], Path]:
    def put(data: bytes) -> Path:
        path = tmp_path / "document"
        path.write_bytes(data)
        return path

    return put


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".pptx", ".xlsx", ".odt"])
def test_the_text_of_a_document_is_found(file: Callable[[bytes], Path], ending: str) -> None:
    made = {
        ".pdf": written.pdf,
        ".docx": written.docx,
        ".pptx": written.pptx,
        ".xlsx": written.xlsx,
        ".odt": written.odt,
    }
    text = text_of(file(made[ending]("Garantía de por vida", "Installation guide")), ACCEPTED[ending])
    assert "Garantía de por vida" in text
    assert "Installation guide" in text


def test_tables_groups_and_notes_are_read_too(file: Callable[[bytes], Path]) -> None:
    assert "celda" in text_of(file(written.docx("título", cells=["celda"])), ACCEPTED[".docx"])
    deck = text_of(file(written.pptx("title", cells=["cell"], notes="said aloud", grouped="inside")), ACCEPTED[".pptx"])
    assert all(found in deck for found in ("cell", "said aloud", "inside"))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Año\n\n  con   espacios".encode(), "Año con espacios"),
        (b"\xef\xbb\xbfmarked", "marked"),
        ("peque\u00f1o".encode("cp1252"), "pequeño"),
        ("anchos".encode("utf-16"), "anchos"),
        (b"a;b\n1;2", "a;b 1;2"),
    ],
)
def test_plain_text_is_read_in_the_encodings_of_everyday(file: Callable[[bytes], Path], data: bytes, text: str) -> None:
    assert " ".join(text_of(file(data), "text/plain").split()) == text


def reason(path: Path, media_type: str) -> str:
    with pytest.raises(Unreadable) as refused:
        text_of(path, media_type)
    return refused.value.reason


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".pptx", ".xlsx", ".odt"])
def test_a_damaged_document_is_told(file: Callable[[bytes], Path], ending: str) -> None:
    begin = b"%PDF-1.7\n" if ending == ".pdf" else b"PK\x03\x04"
    assert reason(file(begin + os.urandom(3000)), ACCEPTED[ending]) == "damaged"


def test_encrypted_documents_are_told(file: Callable[[bytes], Path]) -> None:
    assert reason(file(written.encrypted_pdf("secret")), ACCEPTED[".pdf"]) == "encrypted"
    assert reason(file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), ACCEPTED[".docx"]) == "encrypted"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(file: Callable[[bytes], Path]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            with archive.open(f"word/{number}.xml", "w") as entry:
                for _ in range(100):
                    entry.write(bytes(1024 * 1024))
    assert len(packed.getvalue()) < 2_000_000
    assert reason(file(packed.getvalue()), ACCEPTED[".docx"]) == "too_large"


def test_an_archive_that_lies_about_its_size_is_no_way_round(file: Callable[[bytes], Path]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", bytes(50 * 1024 * 1024))
    lying = packed.getvalue().replace((50 * 1024 * 1024).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert reason(file(lying), ACCEPTED[".docx"]) == "damaged"


def test_an_endless_document_is_stopped(file: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chassis.file_text.PATIENCE", 0.0001)
    assert reason(file(written.pdf("slow")), ACCEPTED[".pdf"]) == "took_too_long"


def test_a_document_of_pictures_has_no_text(file: Callable[[bytes], Path]) -> None:
    assert reason(file(written.pdf("")), ACCEPTED[".pdf"]) == "no_text"


def test_a_long_text_is_cut_and_not_refused(file: Callable[[bytes], Path]) -> None:
    assert 390_000 < len(text_of(file(b"palabra " * 200_000), "text/plain")) <= 400_001


def test_an_xml_that_multiplies_itself_is_harmless(file: Callable[[bytes], Path]) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    for name, before in zip("bcdefghi", "abcdefgh", strict=True):
        bomb += f'<!ENTITY {name} "{f"&{before};" * 10}">'
    bomb += "]><x xmlns:t='t'><t:p>&i;</t:p></x>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("content.xml", bomb)
    assert reason(file(packed.getvalue()), ACCEPTED[".odt"]) in {"damaged", "no_text", "too_large", "took_too_long"}


def test_a_document_that_stops_the_room_does_not_stop_the_next(
    file: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    text_of(file(b"before"), "text/plain")
    stopped = room.process
    assert stopped
    with monkeypatch.context() as hurried:
        hurried.setattr("chassis.file_text.PATIENCE", 0.0001)
        assert reason(file(written.pdf("slow")), ACCEPTED[".pdf"]) == "took_too_long"
    assert stopped.returncode == -signal.SIGKILL
    assert text_of(file(b"after"), "text/plain").strip() == "after"


def test_documents_are_read_in_one_room_each_by_a_process_of_its_own(file: Callable[[bytes], Path]) -> None:
    """What a reader does to itself, as bounding its memory, ends with its document."""
    text_of(file(b"first"), "text/plain")
    opened = room.process
    assert opened
    text_of(file(b"second"), "text/plain")
    assert room.process is opened
    assert psutil.Process(opened.pid).rlimit(psutil.RLIMIT_AS) != (MEMORY, MEMORY)
    assert psutil.Process(opened.pid).children() == []


def test_a_room_that_lost_its_owner_ends(file: Callable[[bytes], Path]) -> None:
    text_of(file(b"anything"), "text/plain")
    opened = room.process
    assert opened
    assert opened.stdin
    opened.stdin.close()
    assert opened.wait(10) == 0


def test_the_reader_finds_no_secret_of_ours(file: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    room.close()
    text_of(file(b"anything"), "text/plain")
    assert room.process
    surroundings = psutil.Process(room.process.pid).environ()
    assert "secret" not in str(surroundings)
    assert set(surroundings) <= {"PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "LC_CTYPE"}


def test_pictures_and_films_are_not_read() -> None:
    assert is_readable("text/csv")
    assert not is_readable("image/png")
    assert not is_readable("video/mp4")
