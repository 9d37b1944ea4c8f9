"""Invitations: a person named by a partner or by an approval gets an address that makes an account, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.database import uuid7
from chassis.errors import ServiceError
from gateway.identity import accounts, passwords
from gateway.identity.sessions import hash_of, new_secret
from gateway.identity.tables import AnyRow, invitations

PREFIX: Final = "prmi_"
VALID: Final = timedelta(days=14)


def invite(
    session: Session,
    *,
    person_id: UUID,
    partner_id: UUID | None,
    email: str,
    display_name: str,
    roles: Iterable[str],
    language: str,
    now: datetime,
) -> str:
    """The secret for the letter's link. Inviting again before acceptance renews it: the older link is dead."""
    roles = sorted(set(roles))
    accounts.require_fitting(roles, partner_id)
    secret = new_secret(PREFIX)
    fresh = {
        "secret_hash": hash_of(secret),
        "created_at": now,
        "expires_at": now + VALID,
        "email": email.strip().lower(),
    }
    statement = insert(invitations).values(
        invitation_id=uuid7(),
        person_id=person_id,
        partner_id=partner_id,
        display_name=display_name,
        roles=roles,
        language=language,
        **fresh,
    )
    written = session.execute(
        statement.on_conflict_do_update(
            index_elements=["person_id"], set_=fresh, where=invitations.c.accepted_at.is_(None)
        ).returning(invitations.c.invitation_id)
    )
    if written.one_or_none() is None:
        raise ServiceError("conflict", "invitation_accepted", "This person has accepted an invitation already.")
    return secret


def open_invitation(session: Session, secret: str, now: datetime) -> AnyRow:
    """The invitation behind a link; used and expired ones say so, for the link's holder has a right to know."""
    row = session.execute(select(invitations).where(invitations.c.secret_hash == hash_of(secret))).one_or_none()
    if row is None:
        raise ServiceError("not_found", "invitation_unknown", "This invitation does not exist.")
    if row.accepted_at is not None:
        raise ServiceError("conflict", "invitation_accepted", "This invitation has been accepted already.")
    if row.expires_at <= now:
        raise ServiceError("conflict", "invitation_expired", "This invitation has expired.")
    return row


def accept(session: Session, invitation: AnyRow, *, password: str, now: datetime) -> UUID:
    """Make the account. Two acceptances at once: the second finds nothing left to accept."""
    passwords.check(password, invitation.email, invitation.display_name)
    taken = session.execute(
        update(invitations)
        .where(invitations.c.invitation_id == invitation.invitation_id, invitations.c.accepted_at.is_(None))
        .values(accepted_at=now)
        .returning(invitations.c.invitation_id)
    )
    if taken.one_or_none() is None:
        raise ServiceError("conflict", "invitation_accepted", "This invitation has been accepted already.")
    return accounts.create(
        session,
        email=invitation.email,
        display_name=invitation.display_name,
        roles=invitation.roles,
        now=now,
        person_id=invitation.person_id,
        partner_id=invitation.partner_id,
        language=invitation.language,
        password_hash=passwords.hash_of(password),
    )


def is_open(session: Session, secret: str, now: datetime) -> bool:
    try:
        open_invitation(session, secret, now)
    except ServiceError:
        return False
    return True
