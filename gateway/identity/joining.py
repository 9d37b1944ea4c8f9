"""Accepting an invitation: first the person joins at partners, then the account is made here.
Either step may be repeated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from flask import g
from sqlalchemy.orm import Session

from chassis.context import Principal
from gateway import idempotency
from gateway.identity import invitations, passwords
from gateway.rpc import Request
from gateway.runtime import Runtime


@dataclass(frozen=True)
class Invited:
    email: str
    display_name: str
    language: str
    partner_id: UUID | None


def greet(session: Session, secret: str, now: datetime) -> Invited:
    row = invitations.open_invitation(session, secret, now)
    return Invited(row.email, row.display_name, row.language, row.partner_id)


def join(session: Session, runtime: Runtime, secret: str, password: str, now: datetime) -> None:
    """Tell partners, under an id made from the invitation: however often it is told, the person joins once."""
    invitation = invitations.open_invitation(session, secret, now)
    passwords.check(password, invitation.email, invitation.display_name)
    command = {"person_id": str(invitation.person_id)}
    claims = {"person_id": str(invitation.person_id)}
    if invitation.partner_id is not None:
        claims["partner_id"] = str(invitation.partner_id)
    principal = Principal(
        actor=f"person:{invitation.person_id}", roles=tuple(invitation.roles), scope="own", claims=claims
    )
    headers = {
        "prm-principal": principal.to_header(),
        "prm-correlation-id": g.request_id,
        "prm-channel": "portal",
        "prm-command-id": str(uuid5(idempotency.NAMESPACE, f"join:{invitation.invitation_id}")),
        "prm-request-hash": idempotency.plain_hash("join_person", command),
    }
    runtime.services.submit(Request("partners", "join_person", command, headers)).result()


def make_account(session: Session, secret: str, password: str, now: datetime) -> UUID:
    invitation = invitations.open_invitation(session, secret, now)
    return invitations.accept(session, invitation, password=password, now=now)
