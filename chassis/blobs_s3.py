"""Files in an S3-compatible bucket: the same promises as the folder, by multipart uploads of bounded parts.

Owns the conversation with the bucket; refuses credentials of its own (the AWS_* variables are boto3's).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chassis.blobs import CHUNK, BlobMissing, BlobsUnavailable, Written, checked, counted

_PART = 8 * CHUNK  # S3 wants 5 MiB at least; 10,000 parts of 8 MiB are 80 GiB
_ABSENT = frozenset({"NoSuchKey", "404", "NotFound"})
_PATIENCE = Config(connect_timeout=3, read_timeout=20, retries={"max_attempts": 3, "mode": "standard"})


class BucketBlobs:
    """Keys below a prefix of one bucket."""

    def __init__(self, client: Any, bucket: str, prefix: str = "") -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    @classmethod
    def of_url(cls, url: str) -> Self:
        """s3://bucket/prefix?endpoint=http://127.0.0.1:9000"""
        found = urlsplit(url)
        endpoint = parse_qs(found.query).get("endpoint", [None])[0]
        return cls(boto3.client("s3", endpoint_url=endpoint, config=_PATIENCE), found.netloc, found.path)

    def write(self, key: str, chunks: Iterable[bytes], limit: int | None = None) -> Written:
        name = self._name(key)
        passing, result = counted(chunks, limit)
        parts = _parts(passing)
        first = next(parts, b"")
        second = next(parts, None)
        with _translated():
            if second is None:
                self._client.put_object(**name, Body=first)
                return result()
            upload = self._client.create_multipart_upload(**name)["UploadId"]
        try:
            self._write_parts({**name, "UploadId": upload}, first, second, parts)
        except BaseException:
            with suppress(BotoCoreError, ClientError):  # discard_unfinished takes what stays; why it failed is told
                self._client.abort_multipart_upload(**name, UploadId=upload)
            raise
        return result()

    def _write_parts(self, upload: dict[str, str], first: bytes, second: bytes, rest: Iterator[bytes]) -> None:
        done = []
        with _translated():
            for number, part in enumerate(_chain(first, second, rest), start=1):
                answer = self._client.upload_part(**upload, PartNumber=number, Body=part)
                done.append({"PartNumber": number, "ETag": answer["ETag"]})
            self._client.complete_multipart_upload(**upload, MultipartUpload={"Parts": done})

    def read(self, key: str, start: int = 0) -> Iterator[bytes]:
        size = self.size(key)
        if size is None:
            raise BlobMissing
        return self._pieces(key, start) if start < size else iter(())

    def head(self, key: str, size: int) -> bytes:
        if not self._known(key):
            return b""
        with _translated():
            answer = self._client.get_object(**self._name(key), Range=f"bytes=0-{size - 1}")
            found: bytes = answer["Body"].read()
        return found

    def size(self, key: str) -> int | None:
        try:
            with _translated():
                length: int = self._client.head_object(**self._name(key))["ContentLength"]
        except BlobMissing:
            return None
        return length

    def delete(self, key: str) -> None:
        with _translated():
            self._client.delete_object(**self._name(key))

    def keys(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        below = f"{self._prefix}{checked(prefix.rstrip('/'))}/"
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=below)
        with _translated():
            for page in pages:
                for found in page.get("Contents", ()):
                    yield found["Key"].removeprefix(self._prefix), found["LastModified"]

    def discard_unfinished(self, before: datetime) -> int:
        with _translated():
            pages = self._client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self._bucket, Prefix=self._prefix
            )
            old = [found for page in pages for found in page.get("Uploads", ()) if found["Initiated"] < before]
            for found in old:
                self._client.abort_multipart_upload(Bucket=self._bucket, Key=found["Key"], UploadId=found["UploadId"])
        return len(old)

    def _known(self, key: str) -> bool:
        """Whether there is a first byte: a range of an empty file is refused by S3."""
        size = self.size(key)
        if size is None:
            raise BlobMissing
        return size > 0

    def _pieces(self, key: str, start: int) -> Iterator[bytes]:
        with _translated():
            body = self._client.get_object(**self._name(key), Range=f"bytes={start}-")["Body"]
            yield from body.iter_chunks(CHUNK)

    def _name(self, key: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": self._prefix + checked(key)}


@contextmanager
def _translated() -> Iterator[None]:
    """What boto3 says, in the words of the store."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in _ABSENT:
            raise BlobMissing from error
        raise BlobsUnavailable from error
    except BotoCoreError as error:
        raise BlobsUnavailable from error


def _parts(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in parts of one size, the last one smaller."""
    gathered = bytearray()
    for chunk in chunks:
        gathered += chunk
        while len(gathered) >= _PART:
            yield bytes(gathered[:_PART])
            del gathered[:_PART]
    if gathered:
        yield bytes(gathered)


def _chain(first: bytes, second: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield second
    yield from rest
