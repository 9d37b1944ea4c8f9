"""The text of a document, or why it cannot be read: a broken or hostile file harms nobody but its own reader.

Owns the reading room (reading_room.py) and our patience with it; refuses to say what the text is good for.
"""

import atexit
import tempfile
from pathlib import Path
from threading import Lock
from typing import Final

import structlog

from chassis.file_text_readers import BOMB, DAMAGED, ENCRYPTED, READERS
from chassis.reading_room import ReadingRoom, TookTooLong

log = structlog.get_logger()
LARGEST: Final = 100 * 1024**2
PATIENCE: Final = 60.0  # of a busy clock; the processor's time is bounded in the reader
_REASONS: Final = {DAMAGED: "damaged", ENCRYPTED: "encrypted", BOMB: "too_large"}
_lock: Final = Lock()  # one document at a time
room: Final = ReadingRoom()
atexit.register(room.close)


class Unreadable(Exception):  # noqa: N818 - named after what is the matter
    """`reason`: damaged, encrypted, too_large, took_too_long or no_text."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_readable(media_type: str) -> bool:
    """Whether files of this type have text that we know how to read."""
    return media_type in READERS


def text_of(path: Path, media_type: str) -> str:
    """The text, tidied and bounded. Raises Unreadable."""
    if path.stat().st_size > LARGEST:
        raise Unreadable("too_large")
    with tempfile.NamedTemporaryFile() as told, tempfile.NamedTemporaryFile() as complaint:
        status = _read(path, media_type, Path(told.name), Path(complaint.name))
        if status != 0:
            log.info("a document was not read", status=status, said=complaint.read(500).decode(errors="replace"))
            raise Unreadable(_REASONS.get(status, "took_too_long" if status < 0 else "damaged"))
        body = told.read().decode("utf-8").replace("\x00", "")
    if not body.strip():
        raise Unreadable("no_text")
    return body


def _read(path: Path, media_type: str, told: Path, complaint: Path) -> int:
    with _lock:
        try:
            return room.read(path.absolute(), media_type, told, complaint, PATIENCE)
        except TookTooLong as error:
            raise Unreadable("took_too_long") from error
