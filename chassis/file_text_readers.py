"""Reads the text of one document and prints it, in a process of its own (reading_room.py).

A hostile document may eat time and memory: `main` bounds its process before it opens anything, and returns the exit
status that says what was the matter.
"""

import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, Final

MEMORY: Final = 1024**3
SECONDS: Final = 20
CHARACTERS: Final = 400_000
PAGES: Final = 1000
ENTRIES: Final = 10_000
UNPACKED: Final = 400 * 1024**2
CELLS: Final = 200_000

DAMAGED: Final = 3
ENCRYPTED: Final = 4
BOMB: Final = 5

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"
_ENCRYPTED_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office keeps an encrypted document in this container


class Refused(Exception):  # noqa: N818 - a refusal, not a failure
    """The document will not be read; `status` is how the program ends."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def pdf(path: str) -> Iterator[str]:
    from pypdf import PdfReader  # noqa: PLC0415 - each format loads what it needs and no more

    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused(ENCRYPTED)
    for page in reader.pages[:PAGES]:
        yield page.extract_text()


def docx(path: str) -> Iterator[str]:
    from docx import Document  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    for paragraph in Document(path).element.body.iter(qn("w:p")):  # also those in tables and boxes, in order
        yield "".join(found.text or "" for found in paragraph.iter(qn("w:t")))


def pptx(path: str) -> Iterator[str]:
    from pptx import Presentation  # noqa: PLC0415

    for slide in list(Presentation(path).slides)[:PAGES]:
        for part in (slide.shapes, slide.notes_slide.shapes if slide.has_notes_slide else ()):
            for shape in part:
                yield from _shape(shape)


def _shape(shape: Any) -> Iterator[str]:
    if shape.has_text_frame:
        yield shape.text_frame.text
    if getattr(shape, "has_table", False):
        for row in shape.table.rows:
            yield " ".join(cell.text for cell in row.cells)
    for inner in getattr(shape, "shapes", ()):  # a group
        yield from _shape(inner)


def xlsx(path: str) -> Iterator[str]:
    from openpyxl import load_workbook  # noqa: PLC0415

    cells = 0
    with open(path, "rb") as file:  # by its path, openpyxl would insist on an ending
        for sheet in load_workbook(file, read_only=True, data_only=True).worksheets:
            yield sheet.title
            for row in sheet.iter_rows(values_only=True):
                if (cells := cells + len(row)) > CELLS:
                    return
                yield " ".join(str(value) for value in row if value is not None)


def opened(path: str) -> Iterator[str]:
    """OpenDocument: every paragraph and heading of its content."""
    from lxml import etree  # noqa: PLC0415

    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
        for _, element in etree.iterparse(content, resolve_entities=False, no_network=True):
            if etree.QName(element).localname in ("p", "h"):
                yield "".join(element.itertext())


def plain(path: str) -> Iterator[str]:
    with open(path, "rb") as file:
        raw = file.read(CHARACTERS * 4)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield raw.decode("utf-16", errors="replace")
        return
    try:
        yield raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut = len(raw) == CHARACTERS * 4 and error.start > len(raw) - 4  # in the middle of the last character
        yield raw.decode("utf-8-sig" if cut else "cp1252", errors="replace")


READERS: Final[dict[str, Callable[[str], Iterator[str]]]] = {
    "application/pdf": pdf,
    f"{_OFFICE}.wordprocessingml.document": docx,
    f"{_OFFICE}.presentationml.presentation": pptx,
    f"{_OFFICE}.spreadsheetml.sheet": xlsx,
    f"{_OPEN}.text": opened,
    f"{_OPEN}.presentation": opened,
    f"{_OPEN}.spreadsheet": opened,
    "text/plain": plain,
    "text/markdown": plain,
    "text/csv": plain,
    "text/vtt": plain,
    "application/x-subrip": plain,
}
_ZIPPED: Final = (docx, pptx, xlsx, opened)


def _refuse_bombs(path: str) -> None:
    """A small archive may unpack to more than any machine has: its own list of contents says so beforehand."""
    with open(path, "rb") as file:
        if file.read(8) == _ENCRYPTED_OFFICE:
            raise Refused(ENCRYPTED)
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED:
            raise Refused(BOMB)
        if any(entry.flag_bits & 1 for entry in entries):
            raise Refused(ENCRYPTED)


def bounded(texts: Iterator[str]) -> Iterator[str]:
    left = CHARACTERS
    for text in texts:
        if tidy := " ".join(text.split()):
            yield tidy[:left]
            left -= len(tidy) + 1
            if left <= 0:
                return


def main(path: str, media_type: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    reader = READERS[media_type]
    try:
        if reader in _ZIPPED:
            _refuse_bombs(path)
        for text in bounded(reader(path)):
            sys.stdout.buffer.write(text.encode("utf-8", errors="replace") + b"\n")
        sys.stdout.buffer.flush()
    except Refused as refusal:
        return refusal.status
    except MemoryError:
        return BOMB
    except Exception as error:
        print(f"{type(error).__name__}: {error}"[:500], file=sys.stderr)  # noqa: T201 - what the log is told
        return DAMAGED
    return 0
