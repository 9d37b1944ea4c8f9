"""Reading certificates: within the caller's scope, by a stranger's code, and those a job has to see to."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, func, or_, select, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from chassis import keyset
from chassis.context import Principal
from services.enablement import errors
from services.enablement.certificates.model import CURRENT, Certificate, spoken_code, standing
from services.enablement.certificates.tables import NUMBER_SEQUENCE, certificates, completions

_c = certificates.c
_NEXT_NUMBER: Final = select(func.nextval(NUMBER_SEQUENCE))
_FOR_EVER: Final = "infinity"


def visible_to(principal: Principal) -> ColumnElement[bool]:
    """One's own always; those of one's company or everybody's where the scope says so."""
    if principal.scope == "all":
        return true()
    person, partner = principal.claims.get("person_id"), principal.claims.get("partner_id")
    own = _c.person_id == (UUID(person) if person else None)
    if principal.scope in ("company", "hierarchy") and partner:
        return or_(own, _c.partner_id == UUID(partner))
    return own


def list_certificates(
    session: Session,
    principal: Principal,
    now: datetime,
    *,
    limit: int,
    cursor: str | None,
    status: list[str] | None = None,
    expires_before: datetime | None = None,
    q: str | None = None,
    **equal: UUID,
) -> dict[str, Any]:
    """One page, the newest first; `equal` narrows it to a person, a partner or a certification."""
    conditions = [visible_to(principal), *(_c[name] == value for name, value in equal.items())]
    if status:
        conditions.append(_c.status.in_(status))
    if expires_before:
        conditions.append(and_(_c.status.in_(CURRENT), _c.expires_at < expires_before))
    if q:
        conditions.append(or_(_c.holder_name.icontains(q, autoescape=True), _c.number == q.upper()))
    order = [(_c.issued_at, "desc"), (_c.certificate_id, "desc")]
    rows, next_cursor = keyset.page(session, select(certificates).where(*conditions), order, limit, cursor)
    return {"items": [shown(row, now) for row in rows], "next_cursor": next_cursor}


def certificate_view(session: Session, principal: Principal, now: datetime, *, certificate_id: UUID) -> dict[str, Any]:
    return shown(certificate_row(session, principal, certificate_id), now)


def certificate_row(session: Session, principal: Principal, certificate_id: UUID) -> Row[Any]:
    """One certificate, or the answer that an absent one gets."""
    statement = select(certificates).where(_c.certificate_id == certificate_id, visible_to(principal))
    row = session.execute(statement).one_or_none()
    if row is None:
        raise errors.CertificateNotFound
    return row


def shown(row: Any, now: datetime) -> dict[str, Any]:
    """A row, or the aggregate, as its readers see it."""
    view = {column.name: getattr(row, column.name) for column in certificates.columns}
    view["standing"] = standing(row.revoked_at, row.expires_at, now)
    return view


def verified(session: Session, now: datetime, *, code: str) -> dict[str, Any]:
    """What a stranger who holds the code may know, and nothing else."""
    statement = select(_c.holder_name, _c.title, _c.issued_at, _c.expires_at, _c.revoked_at)
    row = session.execute(statement.where(_c.code == spoken_code(code))).one_or_none()
    if row is None:
        raise errors.CertificateNotFound
    return {
        "holder_name": row.holder_name,
        "title": row.title,
        "issued_at": row.issued_at,
        "expires_at": row.expires_at,
        "status": standing(row.revoked_at, row.expires_at, now),
    }


def next_number(session: Session) -> int:
    number: int = session.scalars(_NEXT_NUMBER).one()
    return number


def certificate_for_change(session: Session, certificate_id: UUID) -> Certificate:
    """The aggregate, locked until the transaction ends."""
    statement = select(Certificate).where(_c.certificate_id == certificate_id)
    found = session.scalars(statement.with_for_update()).one_or_none()
    if found is None:
        raise errors.CertificateNotFound
    return found


def latest_of(session: Session, person_id: UUID, certification_id: UUID) -> Certificate | None:
    """The person's newest certificate of this certification, whatever became of it, locked."""
    statement = select(Certificate).where(_c.person_id == person_id, _c.certification_id == certification_id)
    newest = statement.order_by(_c.issued_at.desc(), _c.certificate_id.desc()).limit(1)
    return session.scalars(newest.with_for_update()).one_or_none()


def certificates_of(session: Session, person_id: UUID) -> list[Certificate]:
    statement = select(Certificate).where(_c.person_id == person_id).order_by(_c.certificate_id)
    return list(session.scalars(statement.with_for_update()))


def currently_certified(session: Session, person_id: UUID) -> set[UUID]:
    """The certifications of which this person holds a current certificate."""
    statement = select(_c.certification_id).where(_c.person_id == person_id, _c.status.in_(CURRENT))
    return set(session.scalars(statement))


def completed_since(session: Session, person_id: UUID, since: datetime | None) -> set[UUID]:
    """The courses this person completed after that moment, or ever."""
    later = true() if since is None else completions.c.completed_at > since
    return set(session.scalars(select(completions.c.course_id).where(completions.c.person_id == person_id, later)))


def due(session: Session, limit: int, *conditions: ColumnElement[bool]) -> list[Certificate]:
    """Aggregates for a job, locked; whatever another transaction holds is left for the next run."""
    statement = select(Certificate).where(*conditions).order_by(_c.certificate_id).limit(limit)
    return list(session.scalars(statement.with_for_update(skip_locked=True)))


def run_out(now: datetime) -> ColumnElement[bool]:
    return and_(_c.status.in_(CURRENT), _c.expires_at <= now)


def reminder_due(now: datetime) -> ColumnElement[bool]:
    return and_(_c.remind_at <= now, _c.expires_at > now)


def unprinted() -> ColumnElement[bool]:
    return and_(_c.printed_at.is_(None), _c.revoked_at.is_(None))


def valid_holdings(now: datetime) -> Subquery:
    """Who holds what right now and until when (null: for good): one row a person and certification."""
    until = func.coalesce(_c.expires_at, _FOR_EVER)
    newest: Select[Any] = (
        select(_c.person_id, _c.certification_id, _c.expires_at)
        .where(_c.status.in_(CURRENT), or_(_c.expires_at.is_(None), _c.expires_at > now))
        .order_by(_c.person_id, _c.certification_id, until.desc())
    )
    return newest.ext(distinct_on(_c.person_id, _c.certification_id)).subquery("holdings")


def revoked_between(session: Session, first: int, last: int) -> list[int]:
    """Places in the status list that are taken by revoked certificates."""
    statement = select(_c.status_index).where(_c.status_index.between(first, last), _c.revoked_at.is_not(None))
    return list(session.scalars(statement.order_by(_c.status_index)))


def highest_status_index(session: Session) -> int:
    """The last place that was given away; the first list exists from the start."""
    return session.scalar(select(func.max(_c.status_index))) or 0
