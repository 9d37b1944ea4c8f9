"""Awarding, revoking and moving certificates."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.context import Principal
from chassis.database import uuid7
from chassis.envelope import Fact
from chassis.outbox import record
from services.enablement import errors
from services.enablement.certificates import queries
from services.enablement.certificates.model import Certificate, new_code, period
from services.enablement.certificates.tables import completions
from services.enablement.certifications.model import Certification
from services.enablement.certifications.queries import awarded_by
from services.enablement.certifications.use_cases import require_vendor
from services.enablement.people.model import Learner


def award_for_completion(
    session: Session,
    *,
    person_id: UUID,
    partner_id: UUID | None,
    holder_name: str,
    course_id: UUID,
    enrollment_id: UUID,
    now: datetime,
) -> list[Fact]:
    """A course was completed: award what it completes. The events are the caller's to record, with its own."""
    evidence = {"person_id": person_id, "course_id": course_id, "enrollment_id": enrollment_id, "completed_at": now}
    session.execute(insert(completions).values(evidence).on_conflict_do_nothing())
    facts: list[Fact] = []
    for certification in awarded_by(session, course_id):
        previous = queries.latest_of(session, person_id, certification.certification_id)
        if previous is not None and previous.is_current:
            facts += previous.expire(now)  # where the job has not come yet
        if not _is_earned(session, certification, previous, person_id, now):
            continue
        awarded = _award(session, certification, previous, now)
        awarded |= {"person_id": person_id, "partner_id": partner_id, "holder_name": holder_name}
        certificate = Certificate(**awarded, enrollment_id=enrollment_id)
        session.add(certificate)
        facts += certificate.issue()
    return facts


def revoke_certificate(
    session: Session, principal: Principal, now: datetime, *, certificate_id: UUID, reason_code: str, reason: str
) -> dict[str, Any]:
    """Take a certificate back, for a reason that its holder reads."""
    require_vendor(principal)
    certificate = queries.certificate_for_change(session, certificate_id)
    record(session, certificate.revoke(now, actor=principal.actor, reason_code=reason_code, reason=reason))
    session.flush()
    return queries.shown(certificate, now)


def transfer_certificates(
    session: Session, principal: Principal, now: datetime, *, person_id: UUID, to_person_id: UUID
) -> dict[str, Any]:
    """Whoever left and acts for another partner now takes along what they do not hold there already."""
    require_vendor(principal)
    before, after = session.get(Learner, person_id), session.get(Learner, to_person_id)
    if before is None or after is None or not after.is_present:
        raise errors.PersonUnknown
    if before.left_at is None:
        raise errors.HolderStillPresent
    held = queries.currently_certified(session, to_person_id)
    moving = [found for found in queries.certificates_of(session, person_id) if found.certification_id not in held]
    for certificate in moving:
        record(session, certificate.transfer(person_id=to_person_id, partner_id=after.partner_id))
    session.flush()
    return {"items": [queries.shown(certificate, now) for certificate in moving], "next_cursor": None}


def _is_earned(
    session: Session, certification: Certification, previous: Certificate | None, person_id: UUID, now: datetime
) -> bool:
    """All courses completed since the last award, and nothing in hand that cannot be continued yet."""
    if previous is not None and previous.is_current and not previous.is_renewable(now):
        return False
    since = previous.earned_again_since if previous is not None else None
    return queries.completed_since(session, person_id, since).issuperset(certification.course_ids)


def _award(
    session: Session, certification: Certification, previous: Certificate | None, now: datetime
) -> dict[str, Any]:
    """The terms of today; a certificate in hand, or not long over, is continued from its end."""
    counts_from, expires_at = period(now, certification.validity_months, previous)
    continued = previous if previous is not None and previous.is_renewable(now) else None
    if continued is not None:
        continued.renew()
    session.flush()  # the one current certificate steps back before the next one stands there
    number = queries.next_number(session)
    return {
        "certificate_id": uuid7(),
        "number": f"C-{number}",
        "code": new_code(secrets.token_bytes(16)),
        "status_index": number,
        "certification_id": certification.certification_id,
        "certification_code": certification.code,
        "title": dict(certification.title),
        "issued_at": now,
        "counts_from": counts_from,
        "expires_at": expires_at,
        "grace_days": certification.grace_days,
        "reminders": list(certification.reminders),
        "replaces_certificate_id": continued.certificate_id if continued is not None else None,
    }
