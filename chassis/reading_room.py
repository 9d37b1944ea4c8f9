"""Where documents are read: `python -m chassis.reading_room` takes one after the other, each in a child of its own.

The libraries are loaded once and before any document, so that a child costs a moment and not a start. This process
opens no document and is given nothing of ours; the child bounds itself before it reads (file_text_readers.py).
"""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from chassis import file_text_readers as readers

# What a format's reader loads: here before the fork, so that the next document finds it there.
_LIBRARIES: Final[dict[Callable[[str], Any], str]] = {
    readers.pdf: "pypdf",
    readers.docx: "docx",
    readers.pptx: "pptx",
    readers.xlsx: "openpyxl",
    readers.opened: "lxml.etree",
}
_ROOT: Final = Path(__file__).parents[1]


class TookTooLong(Exception):  # noqa: N818 - named after what is the matter
    """The room was cleared, reader and all."""


class ReadingRoom:
    """The room as its owner sees it: opened with the first document, cleared when one takes too long.

    It ends with its owner, whose end of the pipe is its only reason to stay.
    """

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def read(self, document: Path, media_type: str, told: Path, complaint: Path, patience: float) -> int:
        """How the reader ended: 0, a status of file_text_readers or minus the signal that ended it."""
        if self.process is None or self.process.poll() is not None:
            self.close()
            self.process = _opened()
        assert self.process.stdin
        assert self.process.stdout
        request = json.dumps([str(document), media_type, str(told), str(complaint)])
        self.process.stdin.write(request.encode() + b"\n")
        if not select.select([self.process.stdout], [], [], patience)[0]:
            self.close()
            raise TookTooLong
        return int(self.process.stdout.readline() or -signal.SIGKILL)

    def close(self) -> None:
        """At once, with whoever reads in it."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        with self.process:  # closes the pipes and waits
            self.process = None


def _opened() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "chassis.reading_room"]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_surroundings(),
        bufsize=0,
        start_new_session=True,
    )


def _surroundings() -> dict[str, str]:
    """Nothing of ours: no address, no password. A reader that is taken over finds an empty room."""
    return {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def main() -> None:
    """Until the owner closes its end."""
    while request := sys.stdin.buffer.readline():
        document, media_type, told, complaint = json.loads(request)
        if library := _LIBRARIES.get(readers.READERS[media_type]):
            import_module(library)
        if (child := os.fork()) == 0:
            _read(document, media_type, told, complaint)
        _, ended = os.waitpid(child, 0)
        sys.stdout.buffer.write(b"%d\n" % os.waitstatus_to_exitcode(ended))
        sys.stdout.buffer.flush()


def _read(document: str, media_type: str, told: str, complaint: str) -> None:
    """The child: it lets go of the pipes before it opens the document."""
    status = readers.DAMAGED
    try:
        for path, number in ((os.devnull, 0), (told, 1), (complaint, 2)):
            opened = os.open(path, os.O_RDWR)
            os.dup2(opened, number)
            os.close(opened)
        status = readers.main(document, media_type)
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
