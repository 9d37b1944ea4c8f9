"""Files too large for a row or a message: written whole or not at all, read in pieces, found by key.

Owns keys and the folder they live in (blobs_s3.py keeps them in a bucket); refuses to know what the bytes mean.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from chassis.errors import ServiceError

CHUNK = 1024 * 1024
_KEY = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*")
_UNFINISHED = ".unfinished"
_TOGETHER = 500


class TooLarge(ServiceError):  # noqa: N818 - named after what is the matter
    """More bytes came than were allowed; nothing of them is kept."""

    def __init__(self, limit: int) -> None:
        details = {"largest": limit, "megabytes": max(1, limit // CHUNK)}
        super().__init__("invalid", "file_too_large", f"The file is larger than {limit} bytes.", details)


class BlobMissing(ServiceError):  # noqa: N818 - named after what is the matter
    """No file has this key."""

    def __init__(self) -> None:
        super().__init__("not_found", "file_missing", "The file is not there any more.")


class BlobsUnavailable(ServiceError):  # noqa: N818 - named after what is the matter
    """The store does not answer, or has no room left."""

    def __init__(self) -> None:
        super().__init__("unavailable", "files_unavailable", "Files cannot be read or kept at the moment.")


@dataclass(frozen=True)
class Written:
    size: int
    sha256: str


class Blobs(Protocol):
    """A store of files by key."""

    def write(self, key: str, chunks: Iterable[bytes], limit: int | None = None) -> Written:
        """Keep all chunks under the key; when anything fails, also the source, nothing becomes visible."""

    def read(self, key: str, start: int = 0) -> Iterator[bytes]:
        """The bytes from `start` in chunks of at most CHUNK; refuses a missing key at once."""

    def head(self, key: str, size: int) -> bytes:
        """The first bytes."""

    def size(self, key: str) -> int | None:
        """None where nothing has this key."""

    def delete(self, key: str) -> None:
        """Deleting what is not there is no failure."""

    def keys(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        """Every key below a prefix that ends in a slash, and when it was written."""

    def discard_unfinished(self, before: datetime) -> int:
        """Remove what writers left behind that died in the middle; how many."""


def open_blobs(url: str) -> Blobs:
    """file:///folder, or s3://bucket/prefix?endpoint=http://... with AWS_* in the environment."""
    found = urlsplit(url)
    if found.scheme == "file" and found.path.startswith("/") and not found.netloc:
        return FolderBlobs(Path(unquote(found.path)))
    if found.scheme == "s3" and found.netloc:
        from chassis.blobs_s3 import BucketBlobs  # noqa: PLC0415 - whoever keeps files in a folder never loads boto3

        return BucketBlobs.of_url(url)
    raise ValueError(f"no store of files can be opened at {url!r}")


_opened = cache(open_blobs)


def blobs_from_environment() -> Blobs:
    """The store that PRM_BLOBS names, opened once a process."""
    if not (url := os.environ.get("PRM_BLOBS")):
        raise RuntimeError("PRM_BLOBS must be set (docs/operations.md lists every variable)")
    return _opened(url)


def sweep(blobs: Blobs, prefix: str, before: datetime, kept: Callable[[list[str]], set[str]]) -> int:
    """Delete files below a prefix, older than `before`, that `kept` does not name when it is asked for many at once."""
    swept = 0
    old = (key for key, written_at in blobs.keys(prefix) if written_at < before)
    while some := list(islice(old, _TOGETHER)):
        for key in set(some) - kept(some):
            blobs.delete(key)
            swept += 1
    return swept


def counted(chunks: Iterable[bytes], limit: int | None) -> tuple[Iterator[bytes], Callable[[], Written]]:
    """The chunks as they pass by, and afterwards how many bytes they were and their digest."""
    digest, size = hashlib.sha256(), 0

    def passing() -> Iterator[bytes]:
        nonlocal size
        for chunk in chunks:
            size += len(chunk)
            if limit is not None and size > limit:
                raise TooLarge(limit)
            digest.update(chunk)
            yield chunk

    return passing(), lambda: Written(size, digest.hexdigest())


def checked(key: str) -> str:
    """A key is plain words between slashes: no dots that climb, nothing hidden."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"no key of a file: {key!r}")
    return key


class FolderBlobs:
    """Files below one folder. A new one is written beside them and moved into place when it is complete and on disk."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, key: str, chunks: Iterable[bytes], limit: int | None = None) -> Written:
        target = self._path(key)
        unfinished = self._root / _UNFINISHED / uuid4().hex
        passing, result = counted(chunks, limit)
        file = _open_new(unfinished)
        try:
            with file:
                for chunk in passing:
                    with _disk():
                        file.write(chunk)
                with _disk():
                    _to_disk(file)
            with _disk():
                _move(unfinished, target)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        return result()

    def read(self, key: str, start: int = 0) -> Iterator[bytes]:
        try:
            file = self._path(key).open("rb")
        except FileNotFoundError as error:
            raise BlobMissing from error
        file.seek(start)
        return _pieces(file)

    def head(self, key: str, size: int) -> bytes:
        try:
            with self._path(key).open("rb") as file:
                return file.read(size)
        except FileNotFoundError as error:
            raise BlobMissing from error

    def size(self, key: str) -> int | None:
        try:
            return self._path(key).stat().st_size
        except FileNotFoundError:
            return None

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def keys(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        for folder, _, names in os.walk(self._path(prefix.rstrip("/"))):
            for name in names:
                path = Path(folder, name)
                yield path.relative_to(self._root).as_posix(), datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def discard_unfinished(self, before: datetime) -> int:
        folder = self._root / _UNFINISHED
        old = [path for path in folder.glob("*") if path.stat().st_mtime < before.timestamp()]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _path(self, key: str) -> Path:
        return self._root / checked(key)


@contextmanager
def _disk() -> Iterator[None]:
    """What the disk refuses is told apart from what the source of the chunks does."""
    try:
        yield
    except OSError as error:
        raise BlobsUnavailable from error


def _open_new(path: Path) -> BinaryIO:
    with _disk():
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _move(unfinished: Path, target: Path) -> None:
    """Atomic, and remembered by the folder too: a power cut leaves the old state or the new one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk
