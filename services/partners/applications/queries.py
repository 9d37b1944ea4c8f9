"""Applications as rows for reading: by the applicant with a token, by reviewers, and as possible duplicates."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, false, func, or_, select
from sqlalchemy.orm import Session

from chassis import keyset
from chassis.context import Principal
from services.partners import errors
from services.partners.applications.model import OPEN, applicant_actions, hash_token, reviewer_actions
from services.partners.applications.tables import application_decisions, applications
from services.partners.organisations.queries import mentions, partners_like
from services.partners.screening.model import Check, Company, Match, ScreeningItem, assess
from services.partners.screening.queries import rules_in_force


def check_application(
    session: Session,
    now: datetime,
    *,
    legal_name: str | None,
    country: str | None,
    domain: str | None,
    registration_no: str | None,
) -> Check:
    """What may be said before submitting, to somebody we do not know."""
    company = Company.of(legal_name=legal_name, country=country, domain=domain, registration_no=registration_no)
    if company.domain in rules_in_force(session).free_mail_domains:
        raise errors.FreeMailDomain(field="domain")
    return check_company(session, company, now)


def check_company(session: Session, company: Company, now: datetime, *, besides: UUID | None = None) -> Check:
    """What is known of the company, not counting the application that asks."""
    return assess(matches(session, company, besides=besides), _reapply_on(session, company, now))


def matches(session: Session, company: Company, *, besides: UUID | None = None) -> list[Match]:
    """Living partners and open applications that may be this company, with what gave them away."""
    partners = partners_like(
        session,
        domain=company.domain,
        registration_key=company.registration_key,
        country=company.country,
        name_key=company.name_key,
    )
    pending = session.execute(
        select(applications)
        .where(applications.c.status.in_(OPEN), applications.c.application_id.is_distinct_from(besides))
        .where(or_(*_same_company(company), *_same_name(company)))
        .limit(20)
    ).all()
    found = [Match.of("partner", row.partner_id, row, company) for row in partners]
    return found + [Match.of("application", row.application_id, row, company) for row in pending]


def get_application_status(session: Session, now: datetime, *, status_token: str) -> dict[str, Any]:
    """For the holder of the token; a wrong one finds nothing."""
    row = session.execute(
        select(applications).where(applications.c.token_hash == hash_token(status_token))
    ).one_or_none()
    if row is None:
        raise errors.NotFound
    return {
        **row._mapping,
        "is_late": _is_late(row, now),
        "decision": _decision(session, row.application_id),
        "actions": applicant_actions(row.status),
    }


def list_applications(
    session: Session,
    principal: Principal,
    now: datetime,
    *,
    sort: str,
    limit: int,
    cursor: str | None,
    status: list[str] | None = None,
    q: str | None = None,
) -> dict[str, Any]:
    require_reviewer(principal)
    conditions: list[ColumnElement[bool]] = []
    if status:
        conditions.append(applications.c.status.in_(status))
    if q:
        conditions.append(mentions(applications.c.search_key, q))
    column, direction = {
        "decide_by": (applications.c.decide_by, "asc"),
        "-submitted_at": (applications.c.submitted_at, "desc"),
    }[sort]
    order = [(column, direction), (applications.c.application_id, direction)]
    rows, next_cursor = keyset.page(session, select(applications).where(*conditions), order, limit, cursor)
    return {"items": [{**row._mapping, "is_late": _is_late(row, now)} for row in rows], "next_cursor": next_cursor}


def count_applications(session: Session, principal: Principal, now: datetime) -> dict[str, Any]:
    require_reviewer(principal)
    rows = session.execute(select(applications.c.status, func.count()).group_by(applications.c.status))
    late = select(func.count()).where(applications.c.status.in_(OPEN), applications.c.decide_by < now)
    return {"counts": {status.value: count for status, count in rows}, "late": session.scalar(late)}


def get_application(session: Session, principal: Principal, now: datetime, *, application_id: UUID) -> dict[str, Any]:
    """Everything a reviewer decides on."""
    require_reviewer(principal)
    row = session.execute(select(applications).where(applications.c.application_id == application_id)).one_or_none()
    if row is None:
        raise errors.NotFound
    company = Company.of(
        legal_name=row.legal_name, country=row.country, domain=row.domain, registration_no=row.registration_no
    )
    return {
        **row._mapping,
        "contact": {"name": row.contact_name, "email": row.contact_email},
        "is_late": _is_late(row, now),
        "screening": [ScreeningItem.from_data(data) for data in row.screening],
        "duplicates": matches(session, company, besides=application_id) if row.status in OPEN else [],
        "decision": _decision(session, application_id),
        "decline_reasons": sorted(rules_in_force(session).decline_reasons),
        "actions": reviewer_actions(row.status),
    }


def require_reviewer(principal: Principal) -> None:
    """To everyone but the vendor there are no applications."""
    if principal.scope != "all":
        raise errors.NotFound


def _decision(session: Session, application_id: UUID) -> Row[Any] | None:
    return session.execute(
        select(application_decisions).where(application_decisions.c.application_id == application_id)
    ).one_or_none()


def _reapply_on(session: Session, company: Company, now: datetime) -> date | None:
    """The day on which a company that was declined may apply again, while that lies ahead."""
    latest = func.max(applications.c.reapply_on)
    ahead = applications.c.reapply_on > now.date()
    found: date | None = session.scalar(select(latest).where(ahead, or_(*_same_company(company))))
    return found


def _same_company(company: Company) -> Sequence[ColumnElement[bool]]:
    signals = []
    if company.domain:
        signals.append(applications.c.domain == company.domain)
    if company.registration_key and company.country:
        signals.append(
            and_(applications.c.registration_key == company.registration_key, applications.c.country == company.country)
        )
    return signals or [false()]


def _same_name(company: Company) -> Sequence[ColumnElement[bool]]:
    if not company.name_key or not company.country:
        return [false()]
    return [and_(applications.c.name_key == company.name_key, applications.c.country == company.country)]


def _is_late(row: Row[Any], now: datetime) -> bool:
    return row.status in OPEN and row.decide_by < now
