"""Sheets: what a spreadsheet program opens is data, never a program."""

import csv
import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from services.metrics.sheets.model import Column, Kind, harmless
from services.metrics.sheets.use_cases import csv_pieces, write_workbook

COLUMNS = [Column("Name"), Column("Value", Kind.NUMBER), Column("When", Kind.MOMENT), Column("Day", Kind.DAY)]
ROWS: list[list[str | None]] = [
    ["=cmd|' /C calc'!A1", "-12.50", "2026-03-02T09:00:00Z", "2026-03-02"],
    ['Aceros "Norte", S.A.', None, None, None],
]


def read_csv(rows: list[list[str | None]]) -> list[list[str]]:
    text = b"".join(csv_pieces(COLUMNS, rows)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_text_that_would_run_as_a_formula_is_marked_as_text(start: str) -> None:
    assert harmless(start) == f"'{start}"


def test_a_control_character_in_front_hides_no_formula() -> None:
    assert harmless("\x00=1+1") == "'=1+1"


def test_a_csv_file_says_its_encoding_and_keeps_numbers_negative() -> None:
    assert b"".join(csv_pieces(COLUMNS, [])).startswith(b"\xef\xbb\xbf")
    heading, first, second = read_csv(ROWS)
    assert heading == ["Name", "Value", "When", "Day"]
    assert first == ["'=cmd|' /C calc'!A1", "-12.50", "2026-03-02T09:00:00Z", "2026-03-02"]
    assert second == ['Aceros "Norte", S.A.', "", "", ""]


def test_a_csv_file_comes_in_pieces_however_long_it_is() -> None:
    rows: list[list[str | None]] = [[f"Name {n}", str(n), None, None] for n in range(2500)]
    assert len(list(csv_pieces(COLUMNS, rows))) == 4
    assert len(read_csv(rows)) == 2501


def test_a_workbook_holds_typed_numbers_and_times_and_no_formula() -> None:
    file = io.BytesIO()
    write_workbook(file, "a name that is longer than thirty-one characters", COLUMNS, ROWS)
    sheet = load_workbook(file).worksheets[0]
    first = next(iter(sheet.iter_rows(min_row=2, max_row=2)))
    assert [cell.data_type for cell in first] == ["s", "n", "d", "d"]
    assert first[1].value == -12.5
    assert first[2].value == datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 - workbooks know no time zones
    assert sheet.freeze_panes == "A2"


def test_characters_that_no_workbook_may_hold_are_left_out() -> None:
    file = io.BytesIO()
    write_workbook(file, "names", [Column("Name")], [["A\x0bB\ufffe"]])
    assert load_workbook(file).worksheets[0]["A2"].value == "AB"
