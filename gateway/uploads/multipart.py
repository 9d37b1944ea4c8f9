"""A browser's form with files, read as it arrives: fields whole and small, files as chunks that nobody keeps.

Werkzeug's own reading of forms would first gather every file on this machine's disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

from chassis.errors import ServiceError

LARGEST_FIELD: Final = 64 * 1024
MOST_PARTS: Final = 200
_LARGEST_HEAD: Final = 1024 * 1024


@dataclass(frozen=True)
class FieldPart:
    name: str
    value: str


@dataclass(frozen=True)
class FilePart:
    """`chunks` must be read to its end before the next part is asked for."""

    name: str
    filename: str
    chunks: Iterator[bytes]


def parts(body: Iterable[bytes], boundary: str) -> Iterator[FieldPart | FilePart]:
    """The parts in the order the browser sends them, which is the order of the form's elements."""
    events = _events(iter(body), boundary)
    for event in events:
        if isinstance(event, File):
            chunks = _data(events)
            yield FilePart(event.name or "", event.filename, chunks)
            for _ in chunks:  # whoever did not want the file has not read it
                pass
        elif isinstance(event, Field):
            yield FieldPart(event.name or "", _text(_data(events)))


def _events(body: Iterator[bytes], boundary: str) -> Iterator[Event]:
    decoder = MultipartDecoder(boundary.encode(), _LARGEST_HEAD + LARGEST_FIELD, max_parts=MOST_PARTS)
    try:
        while not isinstance(event := decoder.next_event(), Epilogue):
            if isinstance(event, NeedData):
                decoder.receive_data(next(body, None))
            else:
                yield event
    except ValueError as error:
        raise ServiceError("invalid", "request_unreadable", "This form cannot be read.") from error


def _data(events: Iterator[Event]) -> Iterator[bytes]:
    for event in events:
        assert isinstance(event, Data)
        if event.data:
            yield event.data
        if not event.more_data:
            return


def _text(chunks: Iterator[bytes]) -> str:
    value = bytearray()
    for chunk in chunks:
        value += chunk
        if len(value) > LARGEST_FIELD:
            raise ServiceError("invalid", "body_too_large", "", {"largest": LARGEST_FIELD})
    return value.decode("utf-8", errors="replace")
