"""The text of a document, or why it cannot be read: a broken or hostile file harms nobody but its own reader.

Owns the reader's process (file_text_readers.py) and its limits; refuses to say what the text is good for.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Final

import structlog

from chassis.file_text_readers import BOMB, DAMAGED, ENCRYPTED, READERS

log = structlog.get_logger()
LARGEST: Final = 100 * 1024**2
PATIENCE: Final = 60.0  # of a busy clock; the processor's time is bounded in the reader
_REASONS: Final = {DAMAGED: "damaged", ENCRYPTED: "encrypted", BOMB: "too_large"}
_ROOT: Final = Path(__file__).parents[1]


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
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as complaint:
        status = _read(path, media_type, told, complaint)
        if status != 0:
            complaint.seek(0)
            log.info("a document was not read", status=status, said=complaint.read(500).decode(errors="replace"))
            raise Unreadable(_REASONS.get(status, "took_too_long" if status < 0 else "damaged"))
        told.seek(0)
        body = told.read().decode("utf-8").replace("\x00", "")
    if not body.strip():
        raise Unreadable("no_text")
    return body


def _read(path: Path, media_type: str, told: IO[bytes], complaint: IO[bytes]) -> int:
    command = [sys.executable, "-m", "chassis.file_text_readers", str(path), media_type]
    nothing = subprocess.DEVNULL
    try:
        ended = subprocess.run(
            command, stdin=nothing, stdout=told, stderr=complaint, env=_surroundings(), timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("took_too_long") from error
    return ended.returncode


def _surroundings() -> dict[str, str]:
    """Nothing of ours: no address, no password. A reader that is taken over finds an empty room."""
    return {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
