"""Reading one version's text out of the store, and keeping it, or the reason why not."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import structlog
from sqlalchemy import update
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm import Session

from chassis import file_text
from chassis.blobs import BlobMissing, Blobs
from services.content.texts.model import READ, UNREADABLE, WITHOUT_TEXT
from services.content.texts.tables import asset_texts

log = structlog.get_logger()
_FEWEST: Final = 1000


def read_text(session: Session, blobs: Blobs, version: Any, now: datetime) -> None:
    """Whatever the file does, the row does not wait any more; only a store out of reach is tried again."""
    if not file_text.is_readable(version.media_type):
        return _keep(session, version, now, status=WITHOUT_TEXT)
    try:
        body = _body(blobs, version)
    except file_text.Unreadable as unreadable:
        return _keep(session, version, now, status=UNREADABLE, reason=unreadable.reason)
    except BlobMissing:
        return _keep(session, version, now, status=UNREADABLE, reason="file_missing")
    return _index(session, version, now, body)


def _body(blobs: Blobs, version: Any) -> str:
    if version.size > file_text.LARGEST:
        raise file_text.Unreadable("too_large")
    with tempfile.NamedTemporaryFile(prefix="prm-text-") as copy:
        for chunk in blobs.read(version.blob_key):
            copy.write(chunk)
        copy.flush()
        return file_text.text_of(Path(copy.name), version.media_type)


def _index(session: Session, version: Any, now: datetime, body: str) -> None:
    """PostgreSQL bounds the entry of one document; a text of nothing but rare words is searched by its first part."""
    try:
        with session.begin_nested():
            _keep(session, version, now, status=READ, body=body)
    except (DataError, OperationalError) as refused:
        if getattr(refused.orig, "pgcode", None) != "54000" or len(body) < _FEWEST:  # program_limit_exceeded
            raise
        log.warning("a text is too varied to be searched whole", version=str(version.asset_version_id))
        _index(session, version, now, body[: len(body) // 2])


def _keep(session: Session, version: Any, now: datetime, **found: str) -> None:
    mine = asset_texts.c.asset_version_id == version.asset_version_id
    session.execute(update(asset_texts).where(mine).values(**{"read_at": now, **found}))
