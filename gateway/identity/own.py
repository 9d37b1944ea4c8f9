"""Handlers of what people do with their own identity: sign in and out, sessions, tokens, invitation, reset, account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import g

from chassis.errors import ServiceError
from gateway.api.call import LocalCall
from gateway.identity import accounts, invitations, joining, passwords, resets, sessions, throttle, tokens


def count_sign_in(call: LocalCall) -> None:
    limit = call.runtime.settings.sign_ins_per_quarter_hour
    throttle.require_turn(call.session, call.command["email"], call.address, limit=limit, now=call.now)


def create_session(call: LocalCall) -> Any:
    """Sign in with e-mail address and password; the answer is a Bearer token."""
    signed_in = sessions.sign_in(
        call.session,
        call.runtime.settings,
        email=call.command["email"],
        password=call.command["password"],
        address=call.address,
        agent=call.agent,
        now=call.now,
        secret=call.secret(sessions.PREFIX),
    )
    g.account = signed_in.account  # from here on the request is theirs, and the trail says so
    return {"token": signed_in.secret, "expires_at": signed_in.expires_at}


def list_sessions(call: LocalCall) -> Any:
    """List where you are signed in, most recently seen first."""
    current = call.signed_in.session_id
    rows = sessions.of_account(call.session, call.signed_in.account_id, call.now)
    return {"items": [{**row._mapping, "is_current": row.session_id == current} for row in rows], "next_cursor": None}


def end_session(call: LocalCall) -> None:
    """Sign out one of your sessions."""
    sessions.end(call.session, call.signed_in.account_id, call.command["session_id"])


def create_token(call: LocalCall) -> Any:
    """Make an API token for your account; it is shown once."""
    account, scopes = call.signed_in, call.command["scopes"]
    require_known_scopes(call, scopes)
    if account.token_scopes is not None and not (scopes and set(scopes) <= set(account.token_scopes)):
        raise ServiceError("forbidden", "token_scope_missing", "", {"permission": "tokens:write"})
    secret = call.secret(tokens.PREFIX)
    row = tokens.create(
        call.session, account.account_id, name=call.command["name"], scopes=scopes, secret=secret, now=call.now
    )
    return {**row._mapping, "token": secret}


def require_known_scopes(call: LocalCall, scopes: list[str] | None) -> None:
    known = {operation.token_scope for operation in call.runtime.operations.values()}
    if scopes is not None and (unknown := sorted(set(scopes) - known)):
        fields = [{"pointer": "/scopes", "code": "scope_unknown", "scopes": ", ".join(unknown)}]
        raise ServiceError("invalid", "validation_failed", "", {"fields": fields})


def list_tokens(call: LocalCall) -> Any:
    """List your API tokens; each is known by its first characters."""
    rows = tokens.of_account(call.session, call.signed_in.account_id)
    return {"items": [row._mapping for row in rows], "next_cursor": None}


def revoke_token(call: LocalCall) -> None:
    """Revoke one of your API tokens; it stops working at once."""
    tokens.revoke(call.session, call.signed_in.account_id, call.command["token_id"])


def get_invitation(call: LocalCall) -> Any:
    """Read the invitation behind a link, before accepting it."""
    return joining.greet(call.session, call.command["token"], call.now)


def join_first(call: LocalCall) -> None:
    """An invitation accepted already joined already: then the answer of that time decides."""
    if invitations.is_open(call.session, call.command["token"], call.now):
        joining.join(call.session, call.runtime, call.command["token"], call.command["password"], call.now)


def accept_invitation(call: LocalCall) -> Any:
    """Accept an invitation by choosing a password; the account can sign in from then on."""
    account_id = joining.make_account(call.session, call.command["token"], call.command["password"], call.now)
    return accounts.get(call.session, account_id)


def ask_for_reset(call: LocalCall) -> None:
    """Ask for a letter with a link to choose a new password. The answer is the same for unknown addresses."""
    resets.ask(call.session, call.command["email"], public_url=call.runtime.settings.public_url, now=call.now)


def count_reset(call: LocalCall) -> None:
    limit = call.runtime.settings.sign_ins_per_quarter_hour
    throttle.require_turn(call.session, f"reset {call.command['email']}", call.address, limit=limit, now=call.now)


def reset_password(call: LocalCall) -> None:
    """Choose a new password with the link from the letter; every session ends."""
    resets.carry_out(call.session, call.command["token"], call.command["password"], now=call.now)


def get_account(call: LocalCall) -> Any:
    """Read your own account."""
    return accounts.get(call.session, call.signed_in.account_id)


def update_account(call: LocalCall) -> Any:
    """Change your name, language or theme."""
    account_id: UUID = call.signed_in.account_id
    changes = {name: value for name, value in call.command.items() if name != "version"}
    accounts.change(call.session, account_id, version=call.command["version"], **changes)
    return accounts.get(call.session, account_id)


def count_password_change(call: LocalCall) -> None:
    limit = call.runtime.settings.sign_ins_per_quarter_hour
    throttle.require_turn(call.session, call.signed_in.email, call.address, limit=limit, now=call.now)


def change_password(call: LocalCall) -> None:
    """Change your password; every session ends, this one too."""
    account = call.signed_in
    row = accounts.get(call.session, account.account_id)
    if not passwords.matches(call.command["current_password"], row.password_hash):
        fields = [{"pointer": "/current_password", "code": "password_wrong"}]
        raise ServiceError("invalid", "validation_failed", "", {"fields": fields})
    accounts.set_password(call.session, account.account_id, call.command["new_password"], field="new_password")
