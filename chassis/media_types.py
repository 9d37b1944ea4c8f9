"""What a file is, judged by its first bytes and its name together; what could run in a reader's hands is refused.

Owns the list of accepted types; refuses to trust the type a sender claims.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

import puremagic

from chassis.errors import ServiceError

HEAD: Final = 8192  # bytes that are looked at
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"
ACCEPTED: Final[Mapping[str, str]] = {
    ".pdf": "application/pdf",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".odt": f"{_OPEN}.text",
    ".odp": f"{_OPEN}.presentation",
    ".ods": f"{_OPEN}.spreadsheet",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".wav": "audio/wav",
    ".zip": "application/zip",
}
_TEXTS: Final = frozenset({".txt", ".md", ".csv", ".vtt", ".srt"})
_ALIKE: Final = {".jpeg": {".jpg", ".jpeg", ".jfif", ".jpe"}, ".jpg": {".jpg", ".jpeg", ".jfif", ".jpe"}}
_ZIPPED: Final = frozenset({".docx", ".pptx", ".xlsx", ".odt", ".odp", ".ods", ".zip"})
_BOXED: Final = frozenset({".mp4", ".mov", ".m4a"})  # ISO media: one kind of box, many brands


def _endings(words: str) -> frozenset[str]:
    return frozenset(f".{word}" for word in words.split())


_PROGRAMS: Final = _endings(
    "exe com dll msi scr cpl bat cmd ps1 vbs js mjs jse wsf hta jar class sh bash py pl php rb app apk deb rpm dmg pkg"
    " elf so bin lnk reg iso img vhd one xll chm"
)
_PAGES: Final = _endings("html htm xhtml shtml mht mhtml svg svgz xml xsl xslt swf hlp url")
_MACROS: Final = _endings("docm dotm pptm potm ppsm ppam xlsm xltm xlam xlsb")
_EARLIER: Final = _endings("doc dot ppt pps xls xlt rtf")
_RUNS: Final = re.compile(
    rb"\x7fELF|MZ.{0,60}\x00|#!\s*/|\xca\xfe\xba\xbe|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|dex\n", re.DOTALL
)
_MARKUP: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|svg|iframe|object|embed|img|a\s|\?xml|\?php|!entity)", re.IGNORECASE
)
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class FileRefused(ServiceError):  # noqa: N818 - named after what is the matter
    """A type nobody may hand on; the code says which and the details name the ending."""

    def __init__(self, code: str, ending: str = "") -> None:
        super().__init__("invalid", code, "Files of this type are not accepted.", {"ending": ending})


def media_type_of(head: bytes, filename: str) -> str:
    """The type of a file that may be kept. `head`: its first HEAD bytes, or all of it where it is shorter."""
    ending = _ending(filename)
    if not head:
        raise FileRefused("file_empty")
    if _RUNS.match(head):
        raise FileRefused("program_refused", ending)
    _refuse_by_name(ending)
    if ending in _TEXTS:
        _refuse_disguised(head, ending)
    elif not _fits(head, ending):
        raise FileRefused("file_type_mismatch", ending)
    return ACCEPTED[ending]


def _ending(filename: str) -> str:
    name = filename.rsplit("/", 1)[-1].rsplit("\\", 1)[-1]
    _, dot, ending = name.rpartition(".")
    return f".{ending.strip().lower()}" if dot else ""


def _refuse_by_name(ending: str) -> None:
    for code, endings in (
        ("program_refused", _PROGRAMS),
        ("web_page_refused", _PAGES),
        ("macros_refused", _MACROS),
        ("earlier_format_refused", _EARLIER),
    ):
        if ending in endings:
            raise FileRefused(code, ending)
    if ending not in ACCEPTED:
        raise FileRefused("file_type_unknown", ending)


def _refuse_disguised(head: bytes, ending: str) -> None:
    """A text is one: no markup a browser would run, no binary under another name."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _MARKUP.match(start) or b"<script" in start.lower():
        raise FileRefused("web_page_refused", ending)
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and _CONTROL.search(head):
        raise FileRefused("file_type_mismatch", ending)


def _fits(head: bytes, ending: str) -> bool:
    if ending in _ZIPPED:
        return head.startswith(b"PK\x03\x04") or (ending == ".zip" and head.startswith(b"PK\x05\x06"))
    if ending in _BOXED:
        return head[4:8] in (b"ftyp", b"moov", b"wide", b"mdat", b"free", b"skip")
    if ending == ".pdf":
        return b"%PDF-" in head[:1024]
    if ending == ".mp3":
        return head.startswith(b"ID3") or head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")
    return not _ALIKE.get(ending, {ending}).isdisjoint(_recognised(head))


def _recognised(head: bytes) -> set[str]:
    found: list[Any]
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return set()
    return {match.extension.lower() for match in found}
