"""Writing a sheet, row by row: as CSV in pieces, as an XLSX workbook in a file. Never all of it in memory."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, BinaryIO, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from services.metrics.sheets.model import Column, Kind, harmless

Row = Sequence[str | None]
ROWS_A_PIECE: Final = 1000
WIDTHS: Final[Mapping[Kind, int]] = {Kind.TEXT: 28, Kind.NUMBER: 16, Kind.DAY: 12, Kind.MOMENT: 20}
FORMS: Final[Mapping[Kind, str]] = {Kind.NUMBER: "General", Kind.DAY: "yyyy-mm-dd", Kind.MOMENT: "yyyy-mm-dd hh:mm:ss"}


def csv_pieces(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    """RFC 4180 with a byte order mark, by which spreadsheet programs know it is UTF-8."""
    yield "\ufeff".encode() + _lines([[harmless(column.label) for column in columns]])
    piece: list[list[str]] = []
    for row in rows:
        piece.append([_plain(cell, column.kind) for cell, column in zip(row, columns, strict=True)])
        if len(piece) == ROWS_A_PIECE:
            yield _lines(piece)
            piece.clear()
    if piece:
        yield _lines(piece)


def write_workbook(target: BinaryIO, title: str, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """One sheet with a fixed heading; numbers and times are typed, so that they can be added and sorted."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS[column.kind]
    heading = [WriteOnlyCell(sheet, value=harmless(column.label)) for column in columns]
    for cell in heading:
        cell.font = Font(bold=True)
    sheet.append(heading)
    for row in rows:
        sheet.append([_typed(sheet, cell, column.kind) for cell, column in zip(row, columns, strict=True)])
    book.save(target)


def _plain(cell: str | None, kind: Kind) -> str:
    if cell is None:
        return ""
    return harmless(cell) if kind is Kind.TEXT else cell


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _typed(sheet: Any, cell: str | None, kind: Kind) -> Any:
    if cell is None:
        return None
    if kind is Kind.TEXT:
        return harmless(cell)
    typed = WriteOnlyCell(sheet, value=READERS[kind](cell))
    typed.number_format = FORMS[kind]
    return typed


def _moment(text: str) -> datetime:
    """Workbooks know no time zones: what stands there is UTC."""
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


READERS: Final[Mapping[Kind, Callable[[str], Any]]] = {
    Kind.NUMBER: Decimal,
    Kind.DAY: date.fromisoformat,
    Kind.MOMENT: _moment,
}
