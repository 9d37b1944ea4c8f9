"""What identity notes when the partners service has changed a person: roles move along,
the account of a leaver dies.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis import clock
from gateway.identity import accounts
from gateway.identity.tables import accounts as accounts_table


def roles_of_person(session: Session, person: Mapping[str, Any]) -> None:
    held = accounts_table.c
    row = session.execute(
        select(held.account_id, held.roles, held.partner_id).where(held.person_id == UUID(person["person_id"]))
    ).one_or_none()
    if row is not None and sorted(row.roles) != sorted(person["roles"]):
        accounts.require_fitting(person["roles"], row.partner_id)
        accounts.change(session, row.account_id, roles=sorted(person["roles"]))


def person_left(session: Session, person: Mapping[str, Any]) -> None:
    accounts.disable_person(session, UUID(person["person_id"]), now=clock.now())
