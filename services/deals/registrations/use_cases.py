"""What partners do with a registration until it is decided: register, change, submit, withdraw, revise."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import outbox
from chassis.database import uuid7
from chassis.envelope import Fact
from services.deals import errors
from services.deals.claims import use_cases as claims
from services.deals.claims.model import Scope
from services.deals.customers.model import Contact, CustomerDetails, Identity, identify
from services.deals.histories.use_cases import remember
from services.deals.lifecycle.model import RegistrationType, SalesStage, Status, require
from services.deals.registrations import queries
from services.deals.registrations.model import Registration, state
from services.deals.rules.queries import matching_rule, protection_rule, sla_clock
from services.deals.standing.model import Actor, PartnerStanding, Side
from services.deals.standing.queries import standing

View = dict[str, Any]
_SHAPES: Final = {"customer": CustomerDetails, "contact": Contact, "registration_type": RegistrationType}


def register_deal(
    session: Session, actor: Actor, now: datetime, *, submit: bool, partner_id: UUID | None = None, **fields: Any
) -> View:
    """A new registration in one transaction: submitted when complete, or a draft that may lack almost everything."""
    owner = standing(session, _owner(actor, partner_id))
    owner.require_eligible()
    registration = Registration(
        deal_registration_id=uuid7(),
        number=queries.next_number(session),
        partner_id=owner.partner_id,
        submitted_by=actor.person_id,
        channel=actor.channel,
        created_at=now,
        updated_at=now,
        **{name: _shaped(name, value) for name, value in fields.items()},
    )
    facts = _enter_line(session, actor, registration, owner, now) if submit else []
    session.add(registration)
    return settle(session, actor, registration, action="registered", before={}, facts=facts, now=now)


def update_registration(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    deal_registration_id: UUID,
    version: int,
    sales_stage: str | None = None,
    **changes: Any,
) -> View:
    """Change what is open now; a new sales stage is a change of the other track."""
    registration = registration_at(session, actor, deal_registration_id, version)
    before = state(registration)
    if changes or sales_stage is None:
        registration.edit(actor, {name: _merged(registration, name, value) for name, value in changes.items()})
    facts = registration.set_stage(actor, now, SalesStage(sales_stage)) if sales_stage else []
    return settle(session, actor, registration, action="updated", before=before, facts=facts, now=now)


def delete_draft(
    session: Session, actor: Actor, now: datetime, *, deal_registration_id: UUID, version: int | None = None
) -> None:
    """Only a draft that nobody ever submitted can go; its history row says that it went."""
    registration = registration_at(session, actor, deal_registration_id, version)
    require("delete", registration.status, actor)
    if registration.revision > 1:
        raise errors.IllegalTransition("delete", f"revision {registration.revision}")
    remember(
        session,
        actor,
        now,
        deal_registration_id=registration.deal_registration_id,
        revision=registration.revision,
        action="deleted",
        before={},
        after=state(registration),
    )
    session.delete(registration)


def submit_registration(
    session: Session, actor: Actor, now: datetime, *, deal_registration_id: UUID, version: int | None = None
) -> View:
    """A draft enters the line; an answered request keeps its place in it."""
    registration = registration_at(session, actor, deal_registration_id, version)
    owner = standing(session, registration.partner_id)
    if registration.status is Status.DRAFT:
        owner.require_eligible()
    before = state(registration)
    action = "resubmitted" if registration.status is Status.INFO_REQUESTED else "submitted"
    facts = _enter_line(session, actor, registration, owner, now)
    return settle(session, actor, registration, action=action, before=before, facts=facts, now=now)


def withdraw_registration(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    deal_registration_id: UUID,
    version: int | None = None,
    reason: str | None = None,
) -> View:
    registration = registration_at(session, actor, deal_registration_id, version)
    before = state(registration)
    facts: list[Fact] = [*registration.withdraw(actor), *claims.end(session, deal_registration_id, now)]
    return settle(session, actor, registration, action="withdrawn", before=before, facts=facts, now=now, reason=reason)


def revise_registration(
    session: Session, actor: Actor, now: datetime, *, deal_registration_id: UUID, version: int | None = None
) -> View:
    """The next revision starts as a draft; the former one stays readable in the history."""
    registration = registration_at(session, actor, deal_registration_id, version)
    standing(session, registration.partner_id).require_eligible()
    before = state(registration)
    registration.revise(actor, protection_rule(session))
    return settle(session, actor, registration, action="revised", before=before, facts=[], now=now)


def registration_at(session: Session, actor: Actor, deal_registration_id: UUID, version: int | None) -> Registration:
    """The registration to change, refused when the caller saw another version of it."""
    registration = queries.registration_for_change(session, actor, deal_registration_id)
    if version is not None and version != registration.version:
        raise errors.StaleVersion(version, registration.version or 0)
    return registration


def settle(
    session: Session,
    actor: Actor,
    registration: Registration,
    *,
    action: str,
    before: dict[str, Any],
    facts: Sequence[Fact],
    now: datetime,
    reason: str | None = None,
) -> View:
    """End a change: row, history and events in one go, and the view of whoever made it."""
    registration.updated_at = now
    remember(
        session,
        actor,
        now,
        deal_registration_id=registration.deal_registration_id,
        revision=registration.revision,
        action=action,
        before=before,
        after=state(registration),
        reason=reason,
    )
    outbox.record(session, facts)
    session.flush()
    return queries.registration_after(session, actor, registration)


def _enter_line(
    session: Session, actor: Actor, registration: Registration, owner: PartnerStanding, now: datetime
) -> list[Fact]:
    facts: list[Fact] = [*registration.submit(actor, now, sla_clock(session, owner.country))]
    session.add(registration)
    rule = protection_rule(session)
    assert registration.submitted_at is not None, "a submitted registration has its place in the line"
    conflicts = claims.enter(
        session,
        deal_registration_id=registration.deal_registration_id,
        partner_id=registration.partner_id,
        identity=_identity(registration),
        scope=Scope.of(registration.product_line, registration.customer.country),
        registration_type=registration.registration_type.value,
        exclusive=registration.registration_type in rule.exclusive_types,
        priority_at=registration.submitted_at,
        rule=matching_rule(session),
        now=now,
    )
    return [*facts, *conflicts]


def _identity(registration: Registration) -> Identity:
    customer, contact = registration.customer, registration.contact
    return identify(
        legal_name=customer.legal_name,
        country=customer.country,
        domain=customer.domain,
        city=customer.city,
        postal_code=customer.postal_code,
        registration_no=customer.registration_no,
        contact_email=contact.email if contact else None,
        contact_phone=contact.phone if contact else None,
    )


def _owner(actor: Actor, partner_id: UUID | None) -> UUID:
    """Partners register for themselves; staff say for whom."""
    if actor.side is Side.PARTNER and partner_id in (None, actor.partner_id) and actor.partner_id:
        return actor.partner_id
    if actor.side is Side.STAFF and partner_id:
        return partner_id
    message = "Say for which partner." if partner_id is None else "Leave this out: you register for your own company."
    raise errors.InvalidFields([{"pointer": "/partner_id", "code": "invalid", "message": message}])


def _shaped(name: str, value: Any) -> Any:
    shape = _SHAPES.get(name)
    if shape is None:
        return value
    return shape(**value) if isinstance(value, dict) else shape(value)


def _merged(registration: Registration, name: str, value: Any) -> Any:
    """A part of the customer or the contact changes that part alone."""
    if not isinstance(value, dict):
        return _shaped(name, value)
    known = getattr(registration, name)
    merged = {**(vars(known) if known else {}), **value}
    required = [field for field in ("name", "email") if name == "contact" and not merged.get(field)]
    if required:
        pointers = [f"/contact/{field}" for field in required]
        raise errors.InvalidFields([{"pointer": p, "code": "required", "message": "Required."} for p in pointers])
    return _shaped(name, merged)
