"""Both stores keep the same promises: whole or nothing, in pieces, by key."""

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chassis import blobs
from chassis.blobs import CHUNK, BlobMissing, Blobs, BlobsUnavailable, TooLarge, open_blobs, sweep

LARGE = 2 * 8 * CHUNK + 17  # three parts of a multipart upload
SOON = timedelta(minutes=1)


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    if request.param == "folder":
        return open_blobs(f"file://{tmp_path}")
    return open_blobs(request.getfixturevalue("bucket_url"))


def chunks(size: int) -> Iterator[bytes]:
    for start in range(0, size, CHUNK):
        yield bytes([start // CHUNK % 251]) * min(CHUNK, size - start)


def broken(size: int) -> Iterator[bytes]:
    yield from chunks(size)
    raise ConnectionResetError("the sender went away")


@pytest.mark.parametrize("size", [0, 5, CHUNK, LARGE])
def test_what_was_written_is_read_back_and_its_size_and_digest_are_told(store: Blobs, size: int) -> None:
    written = store.write("uploads/content/one", chunks(size))
    whole = b"".join(chunks(size))
    assert (written.size, written.sha256) == (size, hashlib.sha256(whole).hexdigest())
    assert store.size("uploads/content/one") == size
    assert b"".join(store.read("uploads/content/one")) == whole
    assert store.head("uploads/content/one", 4) == whole[:4]


def test_reading_may_start_anywhere_and_comes_in_bounded_pieces(store: Blobs) -> None:
    store.write("a/b", chunks(3 * CHUNK + 9))
    pieces = list(store.read("a/b", start=CHUNK - 3))
    assert b"".join(pieces) == b"".join(chunks(3 * CHUNK + 9))[CHUNK - 3 :]
    assert max(map(len, pieces)) <= CHUNK
    assert list(store.read("a/b", start=3 * CHUNK + 9)) == []


@pytest.mark.parametrize("size", [10, LARGE])
def test_a_source_that_breaks_leaves_nothing(store: Blobs, size: int) -> None:
    with pytest.raises(ConnectionResetError):
        store.write("a/b", broken(size))
    assert store.size("a/b") is None
    assert list(store.keys("a/")) == []
    assert store.discard_unfinished(datetime.now(UTC) + SOON) == 0


@pytest.mark.parametrize("size", [11, LARGE])
def test_a_file_over_the_limit_is_refused_and_leaves_nothing(store: Blobs, size: int) -> None:
    with pytest.raises(TooLarge):
        store.write("a/b", chunks(size), limit=10)
    assert store.size("a/b") is None
    store.write("a/b", chunks(10), limit=10)
    assert store.size("a/b") == 10


def test_writing_again_replaces_the_whole_file_and_a_failure_keeps_the_old_one(store: Blobs) -> None:
    store.write("a/b", [b"first and longer"])
    with pytest.raises(ConnectionResetError):
        store.write("a/b", broken(LARGE))
    assert b"".join(store.read("a/b")) == b"first and longer"
    store.write("a/b", [b"second"])
    assert b"".join(store.read("a/b")) == b"second"


def test_a_missing_file_is_refused_when_it_is_asked_for(store: Blobs) -> None:
    with pytest.raises(BlobMissing):
        store.read("a/b")
    with pytest.raises(BlobMissing):
        store.head("a/b", 1)
    store.delete("a/b")
    assert store.size("a/b") is None


def test_keys_are_found_below_their_folder_only(store: Blobs) -> None:
    for key in ("a/1", "a/c/2", "ab/3"):
        store.write(key, [b"x"])
    found = dict(store.keys("a/"))
    assert set(found) == {"a/1", "a/c/2"}
    assert all(abs(written_at - datetime.now(UTC)) < SOON for written_at in found.values())
    store.delete("a/1")
    assert [key for key, _ in store.keys("a/")] == ["a/c/2"]


def test_the_sweep_takes_what_is_old_and_disowned(store: Blobs) -> None:
    for key in ("a/kept", "a/left", "b/other"):
        store.write(key, [b"x"])
    assert sweep(store, "a/", datetime.now(UTC) - SOON, lambda _: set()) == 0
    assert sweep(store, "a/", datetime.now(UTC) + SOON, lambda keys: {"a/kept"} & set(keys)) == 1
    assert sorted(key for prefix in ("a/", "b/") for key, _ in store.keys(prefix)) == ["a/kept", "b/other"]


@pytest.mark.parametrize(
    "key", ["../a", "a/../b", "/etc/passwd", "a//b", ".unfinished/x", "a/.hidden", "a b", "", "a/"]
)
def test_a_key_cannot_climb_or_hide(store: Blobs, key: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        store.write(key, [b"x"])
    with pytest.raises(ValueError, match="no key"):
        store.size(key)


def test_what_a_dead_writer_left_in_a_folder_is_discarded(tmp_path: Path) -> None:
    store = open_blobs(f"file://{tmp_path}")
    source = chunks(2 * CHUNK)
    writing = store.write("a/whole", source)
    assert writing.size == 2 * CHUNK
    (tmp_path / ".unfinished" / "dead").write_bytes(b"half")
    os.utime(tmp_path / ".unfinished" / "dead", (0, 0))
    assert store.discard_unfinished(datetime.now(UTC) - SOON) == 1
    assert not list((tmp_path / ".unfinished").iterdir())
    assert [key for key, _ in store.keys("a/")] == ["a/whole"]


def test_what_a_dead_writer_left_in_a_bucket_is_discarded(bucket_url: str) -> None:
    import boto3

    store = open_blobs(bucket_url)
    name, endpoint = bucket_url.removeprefix("s3://").split("/")[0], bucket_url.partition("endpoint=")[2]
    client = boto3.client("s3", endpoint_url=endpoint)
    client.create_multipart_upload(Bucket=name, Key="prm/files/a/dead")
    assert store.discard_unfinished(datetime.now(UTC) + SOON) == 1
    assert "Uploads" not in client.list_multipart_uploads(Bucket=name)


def test_a_full_or_broken_disk_is_told_as_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(BlobsUnavailable):
        open_blobs(f"file://{tmp_path}/file").write("a/b", [b"x"])


def test_a_bucket_that_does_not_answer_is_told_as_unavailable(
    bucket_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.blobs_s3._PATIENCE", _impatient())
    with pytest.raises(BlobsUnavailable):
        open_blobs("s3://gone?endpoint=http://127.0.0.1:9").size("a/b")
    with pytest.raises(BlobsUnavailable):
        open_blobs(f"s3://no-such-bucket?endpoint={bucket_server}").write("a/b", [b"x"])


def test_a_bucket_that_is_lost_in_the_middle_is_told_as_unavailable(bucket_url: str) -> None:
    from botocore.exceptions import EndpointConnectionError

    def lost(*_: object, **__: object) -> None:
        raise EndpointConnectionError(endpoint_url=bucket_url)

    store = open_blobs(bucket_url)
    with pytest.MonkeyPatch.context() as gone:
        for method in ("upload_part", "abort_multipart_upload"):
            gone.setattr(store._client, method, lost)  # type: ignore[attr-defined]
        with pytest.raises(BlobsUnavailable):
            store.write("a/b", chunks(LARGE))
    assert store.size("a/b") is None
    assert store.discard_unfinished(datetime.now(UTC) + SOON) == 1


def test_unfinished_uploads_are_discarded_whatever_page_a_bucket_lists_them_on(bucket_url: str) -> None:
    """Answered by hand: moto lists all of them on one page."""
    from botocore.stub import ANY, Stubber

    store = open_blobs(bucket_url)
    old = datetime.now(UTC) - SOON
    first, second = ({"Uploads": [{"Key": f"prm/{n}", "UploadId": n, "Initiated": old}]} for n in ("one", "two"))
    more = {"IsTruncated": True, "NextKeyMarker": "prm/one", "NextUploadIdMarker": "one"}
    with Stubber(store._client) as bucket:  # type: ignore[attr-defined]
        bucket.add_response("list_multipart_uploads", first | more)
        bucket.add_response("list_multipart_uploads", second | {"IsTruncated": False})
        for number in ("one", "two"):
            asked = {"Bucket": ANY, "Key": f"prm/{number}", "UploadId": number}
            bucket.add_response("abort_multipart_upload", {}, asked)
        assert store.discard_unfinished(datetime.now(UTC)) == 2


def _impatient() -> object:
    from botocore.config import Config

    return Config(connect_timeout=1, retries={"max_attempts": 0})


@pytest.mark.parametrize("url", ["", "/folder", "file://host/folder", "ftp://x/y", "s3:///prefix"])
def test_an_address_of_no_store_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="no store"):
        open_blobs(url)


def test_the_store_of_a_process_is_named_by_its_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRM_BLOBS", f"file://{tmp_path}")
    blobs.blobs_from_environment().write("a", [b"x"])
    assert (tmp_path / "a").read_bytes() == b"x"
    monkeypatch.delenv("PRM_BLOBS")
    with pytest.raises(RuntimeError, match="PRM_BLOBS"):
        blobs.blobs_from_environment()
