"""Receives one file: policy first, then its bytes, straight into the store, then its row; or nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, Any, Final

from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from chassis import media_types
from chassis.blobs import CHUNK, TooLarge, Written
from chassis.database import uuid7
from chassis.errors import ServiceError
from gateway.invoke import authorise, invoke
from gateway.runtime import runtime
from gateway.uploads.operations import LONGEST_NAME, OWNERS

NAME: Final = "upload_file"


def receive(
    chunks: Iterable[bytes], *, owner: str, filename: str, channel: str, idempotency_key: str | None = None
) -> dict[str, Any]:
    """What was received, as the API tells it. The chunks are read once the policy has let the caller in."""
    running = runtime()
    authorise(running.operations[NAME], channel)
    named = _checked(owner, filename)
    upload_id = uuid7()
    key = f"uploads/{owner}/{upload_id}"
    head, all_chunks = _peek(iter(chunks))
    media_type = media_types.media_type_of(head, named["filename"])
    written = running.blobs.write(key, all_chunks, limit=running.settings.largest_upload)
    try:
        answer: dict[str, Any] = invoke(
            NAME,
            command={**named, "media_type": media_type, **_facts(written)},
            beside=upload_id,
            idempotency_key=idempotency_key,
            channel=channel,
        )
    except BaseException:
        running.blobs.delete(key)
        raise
    if str(answer["upload_id"]) != str(upload_id):  # the same key was answered before: these bytes are a second copy
        running.blobs.delete(key)
    return answer


def body_chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """A request's body in bounded pieces; a sender that goes away in the middle is told from an end."""
    try:
        while chunk := stream.read(CHUNK):
            yield chunk
    except RequestEntityTooLarge as error:
        raise TooLarge(runtime().settings.largest_upload) from error
    except (ClientDisconnected, OSError) as error:
        raise interrupted() from error


def interrupted() -> ServiceError:
    return ServiceError("invalid", "upload_interrupted", "The file did not arrive whole.")


def _facts(written: Written) -> dict[str, Any]:
    return {"size": written.size, "sha256": written.sha256}


def _checked(owner: str, filename: str) -> dict[str, str]:
    """A bare name, whatever path a browser or a program put before it."""
    bare = filename.replace("\\", "/").rsplit("/", 1)[-1].strip()
    wrong = [{"pointer": "/for", "code": "invalid"}] if owner not in OWNERS else []
    if not bare or len(bare) > LONGEST_NAME or not bare.isprintable():
        wrong.append({"pointer": "/filename", "code": "invalid" if bare else "required"})
    if wrong:
        raise ServiceError("invalid", "validation_failed", "", {"fields": wrong})
    return {"for": owner, "filename": bare}


def _peek(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Enough of the beginning to judge it, and all chunks still."""
    taken, length = [], 0
    for chunk in chunks:
        taken.append(chunk)
        length += len(chunk)
        if length >= media_types.HEAD:
            break
    return b"".join(taken)[: media_types.HEAD], chain(taken, chunks)
