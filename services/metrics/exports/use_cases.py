"""Asking for an export, and the worker's steps: a part at a time, then the file. Each step may be done twice."""

import json
from collections.abc import Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import BinaryIO, Final
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.blobs import CHUNK, Blobs
from chassis.database import uuid7
from services.metrics import errors
from services.metrics.callers.model import Caller
from services.metrics.catalogue.model import metric as metric_of
from services.metrics.contents.model import Dataset, columns
from services.metrics.contents.queries import read_part
from services.metrics.exports import queries
from services.metrics.exports.model import KEPT, OPEN_AT_ONCE, Export
from services.metrics.periods.model import Period
from services.metrics.sheets.use_cases import Row, csv_pieces, write_workbook

ROWS_A_PART: Final = 2000


def request_export(
    session: Session,
    caller: Caller,
    now: datetime,
    *,
    dataset: str,
    period: str,
    file_format: str,
    language: str,
    metric: str | None,
    partner_id: UUID | None,
) -> Export:
    """Refused at once where it could not be made; the worker makes the rest."""
    about = caller.of(partner_id)
    Period.of(period, now)
    _require_visible(caller, dataset, metric)
    if queries.count_open(session, caller.person_id) >= OPEN_AT_ONCE:
        raise errors.TooManyExports(most=OPEN_AT_ONCE)
    export = Export(
        export_id=uuid7(),
        requested_by=caller.person_id,
        scope_partner_id=caller.partner_id,
        dataset=dataset,
        period=period,
        metric=metric,
        partner_id=about,
        file_format=file_format,
        language=language,
        requested_at=now,
        expires_at=now + KEPT,
    )
    session.add(export)
    return export


def _require_visible(caller: Caller, dataset: str, metric: str | None) -> None:
    """Nobody takes away what they could not read on a page."""
    if dataset == Dataset.PARTNERS:
        caller.require_staff()
    if metric is not None and metric_of(metric).audience == "staff" and not caller.is_staff:
        raise errors.MetricUnknown


def take_step(session: Session, blobs: Blobs, export: Export, now: datetime) -> None:
    """The next part, or the file when every part is there."""
    if export.is_read_whole:
        export.finish(_write_file(session, blobs, export), now)
        return
    part = read_part(session, export.wanted, min(ROWS_A_PART, export.room), export.next_cursor)
    blobs.write(export.part_key(export.parts), [json.dumps(row).encode() + b"\n" for row in part.rows])
    export.take_part(len(part.rows), part.next_cursor, part.total)


def _write_file(session: Session, blobs: Blobs, export: Export) -> int:
    rows, heading = _rows(session, blobs, export), columns(export.wanted)
    if export.file_format == "csv":
        return blobs.write(export.blob_key, csv_pieces(heading, rows)).size
    with TemporaryFile() as file:
        write_workbook(file, export.metric or export.dataset, heading, rows)
        file.seek(0)
        return blobs.write(export.blob_key, _pieces(file)).size


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(CHUNK):
        yield piece


def _rows(session: Session, blobs: Blobs, export: Export) -> Iterator[Row]:
    for number in range(export.parts):
        queries.stay_awake(session)
        whole = b"".join(blobs.read(export.part_key(number)))
        yield from (json.loads(line) for line in whole.splitlines())
