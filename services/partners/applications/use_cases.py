"""What can be done with applications."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.business_time import BusinessCalendar
from chassis.context import Principal
from chassis.database import uuid7
from chassis.outbox import record
from services.partners import errors
from services.partners.applications import queries
from services.partners.applications.model import (
    Application,
    ApplicationVerb,
    decision_on,
    hash_token,
    new_status_token,
)
from services.partners.applications.tables import applications
from services.partners.onboarding import use_cases as onboarding
from services.partners.organisations import use_cases as organisations
from services.partners.people import use_cases as people
from services.partners.screening.model import CheckOutcome, CheckResult, ReviewRules, ScreeningItem
from services.partners.screening.queries import rules_in_force

_HOURS_A_DAY = 8
_REFUSALS = {
    CheckOutcome.ALREADY_PARTNER: errors.AlreadyPartner,
    CheckOutcome.APPLICATION_PENDING: errors.ApplicationPending,
    CheckOutcome.REAPPLY_LATER: errors.ReapplyLater,
}


def submit_application(
    session: Session, now: datetime, *, contact: dict[str, str], **attributes: Any
) -> dict[str, Any]:
    """Take in an application, unless the company is known already; a promise says until when it is decided."""
    rules, token = rules_in_force(session), new_status_token()
    application = Application(
        application_id=uuid7(),
        contact_name=contact["name"],
        contact_email=contact["email"],
        submitted_at=now,
        decide_by=_decide_by(rules, now),
        token_hash=hash_token(token),
        **attributes,
    )
    facts = application.submit(rules, now)
    _insert(session, application)
    _refuse_known_company(session, application, now)
    record(session, facts)
    return {
        "application_id": application.application_id,
        "status": application.status,
        "decide_by": application.decide_by,
        "status_token": token,
    }


def withdraw_application(session: Session, now: datetime, *, status_token: str) -> dict[str, Any]:
    application = _lock(session, applications.c.token_hash == hash_token(status_token))
    record(session, application.withdraw())
    return queries.get_application_status(session, now, status_token=status_token)


def start_screening(session: Session, principal: Principal, now: datetime, *, application_id: UUID) -> dict[str, Any]:
    _load(session, principal, application_id).start_screening()
    session.flush()
    return queries.get_application(session, principal, now, application_id=application_id)


def record_screening(
    session: Session, principal: Principal, now: datetime, *, application_id: UUID, items: list[dict[str, Any]]
) -> dict[str, Any]:
    found = [
        ScreeningItem(
            check=item["check"],
            result=CheckResult(item["result"]),
            note=item["note"],
            checked_by=principal.actor,
            checked_at=now,
        )
        for item in items
    ]
    _load(session, principal, application_id).record_screening(found)
    session.flush()
    return queries.get_application(session, principal, now, application_id=application_id)


def approve_application(
    session: Session,
    principal: Principal,
    now: datetime,
    *,
    application_id: UUID,
    version: int | None,
    partner_type: str | None,
    parent_partner_id: UUID | None,
    channel_manager_id: UUID | None,
    override_reason: str | None,
) -> dict[str, Any]:
    """Accept: the decision, the partner and its first person come into being together."""
    application, rules = _load(session, principal, application_id, version), rules_in_force(session)
    application.require(ApplicationVerb.APPROVE)
    duplicates = _duplicate_ids(session, application)
    application.partner_type = partner_type or application.partner_type
    partner_id, person_id = uuid7(), uuid7()
    record(
        session,
        application.approve(partner_id=partner_id, person_id=person_id, rules=rules, override_reason=override_reason),
    )
    _admit(session, application, partner_id, person_id, parent_partner_id, actor=principal.actor, now=now)
    if channel_manager_id is not None:
        people.assign_channel_manager(session, principal, now, partner_id=partner_id, person_id=channel_manager_id)
    decision = decision_on(
        application,
        actor=principal.actor,
        now=now,
        rules=rules,
        duplicates=duplicates,
        override_reason=override_reason,
    )
    session.add(decision)
    return {
        "application_id": application_id,
        "status": application.status,
        "partner_id": partner_id,
        "person_id": person_id,
    }


def decline_application(
    session: Session,
    principal: Principal,
    now: datetime,
    *,
    application_id: UUID,
    version: int | None,
    reason_code: str,
    text: str,
) -> dict[str, Any]:
    """Turn down for a reason that the applicant is told."""
    application, rules = _load(session, principal, application_id, version), rules_in_force(session)
    duplicates = _duplicate_ids(session, application)
    record(session, application.decline(reason_code=reason_code, text=text, rules=rules, now=now))
    decision = decision_on(
        application,
        actor=principal.actor,
        now=now,
        rules=rules,
        duplicates=duplicates,
        reason_code=reason_code,
        text=text,
    )
    session.add(decision)
    session.flush()
    return queries.get_application(session, principal, now, application_id=application_id)


def _admit(
    session: Session,
    application: Application,
    partner_id: UUID,
    person_id: UUID,
    parent_partner_id: UUID | None,
    *,
    actor: str,
    now: datetime,
) -> None:
    organisations.create_partner(
        session,
        now,
        actor=actor,
        partner_id=partner_id,
        legal_name=application.legal_name,
        country=application.country,
        domain=application.domain,
        city=application.city,
        registration_no=application.registration_no,
        partner_type=application.partner_type,
        parent_partner_id=parent_partner_id,
        application_id=application.application_id,
    )
    onboarding.start_onboarding(session, now, partner_id=partner_id, partner_type=application.partner_type)
    people.invite_person(
        session,
        now,
        person_id=person_id,
        partner_id=partner_id,
        role="partner_admin",
        name=application.contact_name,
        email=application.contact_email,
        language=application.language,
    )


def _insert(session: Session, application: Application) -> None:
    """The database lets one application of a company be open, whoever else submits at this moment."""
    try:
        with session.begin_nested():
            session.add(application)
    except IntegrityError as error:
        raise errors.ApplicationPending from error


def _refuse_known_company(session: Session, application: Application, now: datetime) -> None:
    """Asked after the insert, because that is when a rival approval we waited for can be seen."""
    check = queries.check_company(session, application.company(), now, besides=application.application_id)
    if check.blocking:
        details = {"reapply_on": check.reapply_on.isoformat()} if check.reapply_on else {}
        raise _REFUSALS[check.outcome](**details)


def _duplicate_ids(session: Session, application: Application) -> list[str]:
    found = queries.matches(session, application.company(), besides=application.application_id)
    return [f"{match.kind}/{match.id}" for match in found]


def _load(session: Session, principal: Principal, application_id: UUID, version: int | None = None) -> Application:
    queries.require_reviewer(principal)
    application = _lock(session, applications.c.application_id == application_id)
    if version is not None and version != application.version:
        raise errors.StaleVersion(current=application.version)
    return application


def _lock(session: Session, condition: Any) -> Application:
    statement = select(Application).where(condition).with_for_update().execution_options(populate_existing=True)
    application: Application | None = session.scalars(statement).one_or_none()
    if application is None:
        raise errors.NotFound
    return application


def _decide_by(rules: ReviewRules, now: datetime) -> datetime:
    calendar = _calendar(rules.calendar_region, rules.calendar_timezone)
    return calendar.add_hours(now, rules.sla_business_days * _HOURS_A_DAY)


@cache
def _calendar(region: str, timezone: str) -> BusinessCalendar:
    return BusinessCalendar(region, timezone)
