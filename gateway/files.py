"""Files on their way out: streamed from the store in pieces, whole or a range, and never run by a browser.

The key of a blob comes from the owner's answer and goes no further than this.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from flask import Response, request
from werkzeug.datastructures import ContentRange
from werkzeug.http import parse_range_header

from chassis.blobs import BlobMissing
from gateway.runtime import runtime

SANDBOX: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"
SHOWN: Final = ("application/pdf", "image/", "video/", "audio/", "text/plain", "text/vtt")


def stream(
    blob_key: str, filename: str, media_type: str, disposition: str = "attachment", *, sha256: str | None = None
) -> Response:
    """The file as a response; `inline` is kept for what browsers show by themselves. The digest makes it resumable."""
    blobs = runtime().blobs
    if (size := blobs.size(blob_key)) is None:
        raise BlobMissing
    response = Response(mimetype=media_type, direct_passthrough=True)
    start, stop = _range(response, size, sha256)
    if request.method != "HEAD" and stop > start:
        response.response = _piece(blobs.read(blob_key, start), stop - start)
    response.content_length = stop - start
    inline = disposition == "inline" and media_type.startswith(SHOWN)
    response.headers["Content-Disposition"] = _named("inline" if inline else "attachment", filename)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Content-Encoding"] = "identity"  # a compressed piece is no piece of the file
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _range(response: Response, size: int, sha256: str | None) -> tuple[int, int]:
    """What was asked of the file: the one range of the request, where there is one and it fits."""
    response.headers["Accept-Ranges"] = "bytes"
    if sha256:
        response.set_etag(sha256)
    condition = request.if_range
    asked = parse_range_header(request.headers.get("Range"))
    stale = bool(condition.date or condition.etag) and condition.etag != sha256
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1 or stale:
        return 0, size
    found = asked.range_for_length(size)
    if found is None:
        response.status_code = 416
        response.headers["Content-Range"] = f"bytes */{size}"
        return 0, 0
    response.status_code = 206
    response.content_range = ContentRange("bytes", *found, length=size)
    return found


def _piece(chunks: Iterator[bytes], length: int) -> Iterator[bytes]:
    for chunk in chunks:
        yield chunk[:length]
        length -= len(chunk)
        if length <= 0:
            return


def _named(disposition: str, filename: str) -> str:
    """Both forms of the name, for old programs and for names in any script (RFC 6266)."""
    plain = "".join(character if _is_plain(character) else "_" for character in filename)
    return f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def _is_plain(character: str) -> bool:
    return character.isascii() and character.isprintable() and character not in '"\\'
