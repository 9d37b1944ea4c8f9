"""Reading the rows of a file. The values are those of the catalogue's one function; scope is enforced here."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from chassis.keyset import page
from services.metrics.catalogue.model import Metric, metric
from services.metrics.catalogue.use_cases import values_by_partner, values_of
from services.metrics.contents.model import Cells, Dataset, Part, Wanted
from services.metrics.formulas.model import Unit, Value
from services.metrics.formulas.queries import rows_behind
from services.metrics.partners.queries import names
from services.metrics.partners.tables import partners
from services.metrics.periods.model import Period
from services.metrics.settings import settings
from services.metrics.targets.model import Target
from services.metrics.targets.queries import targets_of_partner, targets_of_program

_NOTHING: Final = Value(None, 0)


def read_part(session: Session, wanted: Wanted, limit: int, cursor: str | None) -> Part:
    """At most so many rows from the cursor on."""
    period = Period.of(wanted.period, wanted.as_of)
    if wanted.dataset is Dataset.ROWS:
        return _behind(session, wanted, period, limit, cursor)
    rows = (
        _scorecard(session, wanted, period) if wanted.dataset is Dataset.SCORECARD else _each(session, wanted, period)
    )
    return Part(rows, total=len(rows))


def _scorecard(session: Session, wanted: Wanted, period: Period) -> list[Cells]:
    """One row a metric: of the partner, or of all together."""
    targets, values = _targets(session, wanted), values_of(session, wanted.metrics, period, wanted.partner_id)
    rows: list[Cells] = []
    for each in wanted.metrics:
        value, target = values[each.code], targets.get(each.code)
        rows.append(
            [
                each.code,
                each.title[wanted.language],
                period.code,
                _text(value.value),
                each.unit.value,
                _currency(each),
                str(value.n),
                _text(target.value if target else None),
                each.says[wanted.language],
            ]
        )
    return rows


def _targets(session: Session, wanted: Wanted) -> dict[str, Target]:
    if wanted.partner_id is None:
        return targets_of_program(session, wanted.period)
    kind = session.scalar(select(partners.c.partner_type).where(partners.c.partner_id == wanted.partner_id))
    return targets_of_partner(session, wanted.period, wanted.partner_id, kind)


def _each(session: Session, wanted: Wanted, period: Period) -> list[Cells]:
    """One row a partner, one column a metric."""
    values = [values_by_partner(session, each, period) for each in wanted.metrics]
    c = partners.c
    known = select(c.partner_id, c.name, c.partner_type, c.status).where(c.name.is_not(None)).order_by(c.name)
    return [
        [str(row.partner_id), row.name, row.partner_type, row.status]
        + [_text(by_partner.get(row.partner_id, _NOTHING).value) for by_partner in values]
        for row in session.execute(known)
    ]


def _behind(session: Session, wanted: Wanted, period: Period, limit: int, cursor: str | None) -> Part:
    """What one number counts, its numerator before its denominator."""
    assert wanted.metric is not None
    rows = _both_parts(metric(wanted.metric), period, wanted.partner_id).subquery("behind")
    c = rows.c
    total = None if cursor else session.scalar(select(func.count()).select_from(rows))
    sort = [(column, "desc") for column in (c.counts_in, c.at, c.subject, c.measure, c.part)]
    found, next_cursor = page(session, select(rows), sort, limit, cursor)
    known = names(session, {row.partner_id for row in found})
    return Part([_cells(row, known) for row in found], next_cursor, total)


def _both_parts(chosen: Metric, period: Period, partner_id: UUID | None) -> Select[Any]:
    parts = ("numerator", "denominator") if chosen.formula.denominator else ("numerator",)
    selects = []
    for part in parts:
        rows = rows_behind(chosen.formula, part, period, partner_id).subquery(part)
        selects.append(select(literal(part).label("counts_in"), rows))
    return select(union_all(*selects).subquery("parts"))


def _cells(row: Any, known: dict[UUID, str]) -> Cells:
    return [
        row.counts_in,
        row.measure,
        row.subject,
        known.get(row.partner_id),
        _moment(row.at),
        _text(row.value),
        _text(row.amount),
        row.currency,
    ]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _currency(chosen: Metric) -> str | None:
    return settings().reporting_currency if chosen.unit is Unit.MONEY else None
