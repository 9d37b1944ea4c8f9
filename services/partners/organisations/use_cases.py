"""What can be done with an organisation. Every change becomes an event and a period of the record's history."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select, text, update
from sqlalchemy.orm import Session

from chassis.context import Principal
from chassis.database import uuid7
from chassis.outbox import record
from services.partners import errors
from services.partners.organisations import events, queries
from services.partners.organisations.model import FILLABLE, Partner, PartnerStatus, differing
from services.partners.organisations.tables import partner_periods, partners
from services.partners.programs import use_cases as programs

# Two moves that are harmless alone can close a circle together, so the hierarchy changes one move at a time.
_HIERARCHY_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('partners.hierarchy', 0))")
_TICK = timedelta(microseconds=1)


def create_partner(session: Session, now: datetime, *, actor: str, **attributes: Any) -> Partner:
    """Make a partner of an approved applicant: it is onboarding and takes part in the default program."""
    partner = Partner(created_at=now, status_since=now, **attributes)
    _refuse_unfit_parent(session, partner.partner_id, partner.parent_partner_id)
    facts = partner.admit(now)
    session.add(partner)
    _keep(session, partner, facts, actor=actor, now=now)
    programs.enrol_in_default_program(session, partner.partner_id, now.date())
    return partner


def update_partner(
    session: Session, principal: Principal, now: datetime, *, partner_id: UUID, version: int, **attributes: Any
) -> dict[str, Any]:
    if "parent_partner_id" in attributes:
        session.execute(_HIERARCHY_LOCK)
    partner = load_partner(session, principal, partner_id)
    if partner.version != version:
        raise errors.StaleVersion(current=partner.version)
    if principal.scope != "all":
        _refuse_more_than_filling_in(partner, attributes)
    parent = attributes.get("parent_partner_id", partner.parent_partner_id)
    if parent != partner.parent_partner_id:
        _refuse_unfit_parent(session, partner_id, parent)
    _keep(session, partner, partner.change(**attributes), actor=principal.actor, now=now)
    return queries.get_partner(session, principal, partner_id=partner_id)


def suspend_partner(
    session: Session, principal: Principal, now: datetime, *, partner_id: UUID, reason: str
) -> dict[str, Any]:
    _require_vendor(principal)
    partner = load_partner(session, principal, partner_id)
    _keep(session, partner, partner.suspend(now, reason), actor=principal.actor, now=now, reason=reason)
    return queries.get_partner(session, principal, partner_id=partner_id)


def reinstate_partner(
    session: Session, principal: Principal, now: datetime, *, partner_id: UUID, reason: str | None
) -> dict[str, Any]:
    _require_vendor(principal)
    partner = load_partner(session, principal, partner_id)
    _keep(session, partner, partner.reinstate(now), actor=principal.actor, now=now, reason=reason)
    return queries.get_partner(session, principal, partner_id=partner_id)


def end_partner(session: Session, principal: Principal, now: datetime, *, partner_id: UUID, reason: str) -> Partner:
    """Close the record of a partner; what else has to end with it is offboarding's business."""
    _require_vendor(principal)
    partner = load_partner(session, principal, partner_id)
    _keep(session, partner, partner.terminate(now, reason), actor=principal.actor, now=now, reason=reason)
    return partner


def activate_partner(session: Session, now: datetime, *, actor: str, partner_id: UUID) -> None:
    """Someone of the partner works with us now; a partner that is active already stays as it is."""
    partner = lock_partner(session, partner_id)
    if partner.status is PartnerStatus.TERMINATED:
        raise errors.PartnerTerminated
    _keep(session, partner, partner.activate(now), actor=actor, now=now)


def set_channel_manager(
    session: Session, principal: Principal, now: datetime, *, partner_id: UUID, person_id: UUID | None
) -> Partner:
    """Make a person of the vendor responsible; that it is such a person was checked by people."""
    _require_vendor(principal)
    partner = load_partner(session, principal, partner_id)
    _keep(session, partner, partner.change(channel_manager_id=person_id), actor=principal.actor, now=now)
    return partner


def load_partner(session: Session, principal: Principal, partner_id: UUID) -> Partner:
    """The aggregate, locked until the end of the transaction; what lies outside the caller's scope does not exist."""
    return lock_partner(session, partner_id, queries.within_scope(principal, partners.c.partner_id))


def lock_partner(session: Session, partner_id: UUID, *conditions: ColumnElement[bool]) -> Partner:
    """The aggregate for somebody whose right to it was established otherwise. References to it are not blocked."""
    statement = select(Partner).where(partners.c.partner_id == partner_id, *conditions).with_for_update(key_share=True)
    partner = session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if partner is None:
        raise errors.NotFound
    return partner


def _require_vendor(principal: Principal) -> None:
    if principal.scope != "all":
        raise errors.VendorOnly


def _refuse_more_than_filling_in(partner: Partner, attributes: Mapping[str, object]) -> None:
    """Partners add what is missing in their record; corrections and ranks are the vendor's."""
    for name, value in attributes.items():
        held = getattr(partner, name)
        if value != held and (name not in FILLABLE or held is not None):
            raise errors.VendorOnly


def _refuse_unfit_parent(session: Session, partner_id: UUID, parent_id: UUID | None) -> None:
    if parent_id is None:
        return
    chain = queries.ancestor_ids(session, parent_id)
    if not chain:
        raise errors.UnknownReference(field="parent_partner_id")
    if partner_id in chain:
        raise errors.HierarchyCycle


def _keep(
    session: Session,
    partner: Partner,
    facts: Sequence[events.PartnerFact],
    *,
    actor: str,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Publish what happened and open the next period of the record's history; nothing happened, nothing is kept."""
    if not facts:
        return
    record(session, facts)
    held = partner_periods.c
    open_one = (held.partner_id == partner.partner_id, held.effective_until.is_(None))
    last = session.execute(select(held.effective_from, held.record).where(*open_one)).one_or_none()
    at = now if last is None else max(now, last.effective_from + _TICK)
    session.execute(update(partner_periods).where(*open_one).values(effective_until=at))
    values = {
        "period_id": uuid7(),
        "partner_id": partner.partner_id,
        "effective_from": at,
        "record": partner.record(),
        "changed": list(differing(last.record if last else {}, partner.record())),
        "changed_by": actor,
        "reason": reason,
    }
    session.execute(insert(partner_periods).values(values))
