"""An export's life: queued, running, ready or failed, and expired when its file is gone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.metrics import errors
from services.metrics.contents.model import Dataset, Wanted

KEPT: Final = timedelta(days=7)
ROW_LIMIT: Final = 100_000
OPEN_AT_ONCE: Final = 5
MEDIA_TYPES: Final[Mapping[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FOLDER: Final = "exports/metrics"


class Status(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


TRANSITIONS: Final[Mapping[Status, frozenset[Status]]] = {
    Status.QUEUED: frozenset({Status.RUNNING, Status.FAILED}),
    Status.RUNNING: frozenset({Status.READY, Status.FAILED}),
    Status.READY: frozenset({Status.EXPIRED}),
    Status.FAILED: frozenset(),
    Status.EXPIRED: frozenset(),
}


@dataclass(eq=False, kw_only=True)
class Export:
    """What was asked for, how far the worker is, and the file when there is one.

    `scope_partner_id` is the company of whoever asked: rows of others never enter the file.
    """

    export_id: UUID
    requested_by: str
    scope_partner_id: UUID | None
    dataset: str
    period: str
    metric: str | None
    partner_id: UUID | None
    file_format: str
    language: str
    requested_at: datetime
    expires_at: datetime
    status: str = Status.QUEUED
    rows_done: int = 0
    rows_total: int | None = None
    parts: int = 0
    next_cursor: str | None = None
    is_truncated: bool = False
    size: int | None = None
    finished_at: datetime | None = None
    row_limit: int = ROW_LIMIT

    @property
    def wanted(self) -> Wanted:
        """What to read, as things stood when it was asked for."""
        return Wanted(
            dataset=Dataset(self.dataset),
            period=self.period,
            metric=self.metric,
            partner_id=self.partner_id,
            for_partner=self.scope_partner_id is not None,
            language=self.language,
            as_of=self.requested_at,
        )

    @property
    def filename(self) -> str:
        subject = self.metric.replace("_", "-") if self.metric else self.dataset
        return f"{subject}-{self.period}.{self.file_format}".replace("_", "-")

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.file_format]

    @property
    def blob_key(self) -> str:
        return f"{FOLDER}/{self.export_id}.{self.file_format}"

    def part_key(self, number: int) -> str:
        return f"{FOLDER}/{self.export_id}/{number:05d}.jsonl"

    @property
    def progress(self) -> int:
        """Per cent of the way; the last one is writing the file."""
        if self.status in (Status.READY, Status.EXPIRED):
            return 100
        if not self.rows_total:
            return 0
        return min(99, self.rows_done * 100 // self.rows_total)

    @property
    def is_read_whole(self) -> bool:
        """Every row is in the parts; the file itself remains to be written."""
        return self.status == Status.RUNNING and self.parts > 0 and self.next_cursor is None

    @property
    def room(self) -> int:
        return self.row_limit - self.rows_done

    def take_part(self, rows: int, next_cursor: str | None, total: int | None) -> None:
        """A further part is written down."""
        if self.status == Status.QUEUED:
            self._move(Status.RUNNING)
        self.parts += 1
        self.rows_done += rows
        self.rows_total = total if total is not None else self.rows_total
        self.is_truncated = next_cursor is not None and self.room <= 0
        self.next_cursor = None if self.is_truncated else next_cursor

    def finish(self, size: int, now: datetime) -> None:
        self._move(Status.READY)
        self.size, self.rows_total = size, self.rows_done
        self.finished_at, self.expires_at = now, now + KEPT

    def fail(self, now: datetime) -> None:
        self._move(Status.FAILED)
        self.finished_at = now

    def expire(self) -> None:
        self._move(Status.EXPIRED)

    def require_file(self) -> None:
        if self.status == Status.EXPIRED:
            raise errors.ExportExpired
        if self.status != Status.READY:
            raise errors.ExportNotReady(status=str(self.status))

    def _move(self, status: Status) -> None:
        if status not in TRANSITIONS[Status(self.status)]:
            raise errors.IllegalTransition(status=str(self.status))
        self.status = status
