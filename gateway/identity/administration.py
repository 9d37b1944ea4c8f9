"""Handlers of what staff do with accounts: find them, make them, change roles, disable and enable them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, any_, literal, or_, select

from chassis import keyset
from chassis.errors import ServiceError
from gateway.api.call import LocalCall
from gateway.identity import accounts, enrolling, resets
from gateway.identity.tables import accounts as table
from gateway.identity.tables import audit_entries


def list_accounts(call: LocalCall) -> Any:
    """List accounts by e-mail address."""
    command = call.command
    statement = _fenced(select(table), call)
    if q := command.get("q"):
        statement = statement.where(or_(*(_contains(column, q) for column in (table.c.email, table.c.display_name))))
    if role := command.get("role"):
        statement = statement.where(literal(role) == any_(table.c.roles))
    if partner_id := command.get("partner_id"):
        statement = statement.where(table.c.partner_id == partner_id)
    if (staff := command.get("staff")) is not None:
        statement = statement.where(table.c.partner_id.is_(None) if staff else table.c.partner_id.is_not(None))
    rows, cursor = keyset.page(call.session, statement, [(table.c.email, "asc")], command["limit"], command["cursor"])
    return {"items": rows, "next_cursor": cursor}


def _contains(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    return column.icontains(text, autoescape=True)


def _fenced(statement: Select[Any], call: LocalCall) -> Select[Any]:
    """The owner's own fence, beside the policy: only `all` sees beyond its company."""
    if call.principal.scope == "all":
        return statement
    return statement.where(table.c.partner_id == call.signed_in.partner_id)


def get_account(call: LocalCall) -> Any:
    """Read one account."""
    return _get(call)


def _get(call: LocalCall) -> Any:
    row = call.session.execute(_fenced(select(table), call).where(table.c.account_id == _id(call))).one_or_none()
    if row is None:
        raise ServiceError("not_found", "not_found")
    return row


def _id(call: LocalCall) -> UUID:
    account_id: UUID = call.command["account_id"]
    return account_id


def create_account(call: LocalCall) -> Any:
    """Make an account for one of the vendor's staff; a letter with a link to choose the password follows."""
    command = call.command
    accounts.require_fitting(command["roles"], None)
    accounts.require_free(call.session, command["email"])
    person_id = enrolling.enrol(
        call.runtime.services,
        principal=call.principal,
        command_id=call.command_id,
        email=command["email"],
        name=command["display_name"],
        role=command["roles"][0],
        language=command["language"],
    )
    account_id = accounts.create(
        call.session,
        email=command["email"],
        display_name=command["display_name"],
        roles=command["roles"],
        language=command["language"],
        person_id=person_id,
        now=call.now,
    )
    resets.welcome(call.session, account_id, public_url=call.runtime.settings.public_url, now=call.now)
    return accounts.get(call.session, account_id)


def change_account_roles(call: LocalCall) -> Any:
    """Replace an account's roles; it counts from its next request on."""
    row = _get(call)
    _refuse_self(call)
    accounts.require_fitting(call.command["roles"], row.partner_id)
    roles = sorted(set(call.command["roles"]))
    accounts.change(call.session, row.account_id, version=call.command.get("version"), roles=roles)
    return accounts.get(call.session, row.account_id)


def disable_account(call: LocalCall) -> Any:
    """Disable an account: its sessions and tokens end at once."""
    row = _get(call)
    _refuse_self(call)
    accounts.disable(call.session, row.account_id, now=call.now)
    return accounts.get(call.session, row.account_id)


def enable_account(call: LocalCall) -> Any:
    """Let a disabled account sign in again."""
    row = _get(call)
    accounts.change(call.session, row.account_id, disabled_at=None)
    return accounts.get(call.session, row.account_id)


def _refuse_self(call: LocalCall) -> None:
    """Nobody locks themselves out or raises themselves: that takes a second person."""
    if _id(call) == call.signed_in.account_id:
        raise ServiceError("forbidden", "own_account", "Ask a colleague to change your own account.")


def list_audit_entries(call: LocalCall) -> Any:
    """Read the trail of accepted commands and refused permissions, newest first."""
    command, entries = call.command, audit_entries.c
    statement = select(audit_entries)
    for name in ("actor", "operation", "accepted"):
        if name in command:
            statement = statement.where(entries[name] == command[name])
    sort = [(entries.audit_entry_id, "desc")]
    rows, cursor = keyset.page(call.session, statement, sort, command["limit"], command["cursor"])
    return {"items": rows, "next_cursor": cursor}
