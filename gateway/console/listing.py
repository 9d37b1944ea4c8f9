"""Lists: filters and place kept in the address, the next page by cursor, and the same rows as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, request, stream_with_context, url_for

from gateway.pages.boxes import Box, ask

PAGE: Final = 25
CSV_PAGE: Final = 100
CSV_ROWS: Final = 10_000
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Listing:
    """One page of a list, with the addresses of the pages around it."""

    box: Box
    filters: Mapping[str, str]
    endpoint: str

    @property
    def is_filtered(self) -> bool:
        return any(value for name, value in self.filters.items() if name != "sort")

    @property
    def first_url(self) -> str | None:
        return url_for(self.endpoint, **self.kept) if request.args.get("cursor") else None

    @property
    def next_url(self) -> str | None:
        cursor = (self.box.value or {}).get("next_cursor")
        return url_for(self.endpoint, **self.kept, cursor=cursor) if cursor else None

    def url(self, **changes: str) -> str:
        """The same list with other filters, from its first page."""
        wanted: dict[str, Any] = {**self.kept, **changes}
        return url_for(self.endpoint, **{key: value for key, value in wanted.items() if value})

    @property
    def kept(self) -> dict[str, Any]:
        """The filters in use, for addresses."""
        return {key: value for key, value in self.filters.items() if value}


def read_filters(names: Iterable[str]) -> dict[str, str]:
    return {name: request.args.get(name, "").strip() for name in names}


def listing(operation_id: str, endpoint: str, filters: Mapping[str, str], **command: Any) -> Listing:
    asked = ask(operation_id, limit=PAGE, cursor=request.args.get("cursor"), **command)
    return Listing(asked.box(), filters, endpoint)


def csv_response(
    name: str,
    operation_id: str,
    header: Sequence[str],
    row: Callable[[Mapping[str, Any]], Sequence[Any]],
    **command: Any,
) -> Response:
    """Every row of the filtered list, page by page as it is read, so that a long list never waits in memory."""
    first = ask(operation_id, limit=CSV_PAGE, **command).value()

    def pages() -> Iterator[str]:
        page, written = first, 0
        yield "\ufeff" + _line(header)  # the mark makes spreadsheet programs read UTF-8
        while True:
            for item in page["items"]:
                yield _line(row(item))
            written += len(page["items"])
            if not page.get("next_cursor") or written >= CSV_ROWS:
                return
            page = ask(operation_id, limit=CSV_PAGE, cursor=page["next_cursor"], **command).value()

    response = Response(stream_with_context(pages()), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _line(cells: Sequence[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: Any) -> str:
    """A cell that a spreadsheet would run as a formula is given as text."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
