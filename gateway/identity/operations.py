"""The operations that identity answers itself, in the form of the API's table."""

from __future__ import annotations

from typing import Any, Final

from gateway.api.operation import Operation
from gateway.identity import administration, own, schemas


def local(tag: str, line: str, **more: Any) -> Operation:
    method, path, name = line.split()
    more.setdefault("loads", schemas.NothingCommand())
    return Operation(name=name, method=method, path=path, tag=tag, **more)


ACCOUNT: Final = "/accounts/{account_id}"

OWN: Final = (
    local(
        "sessions",
        "POST /sessions create_session",
        local=own.create_session,
        loads=schemas.SignInCommand(),
        dumps=schemas.SignedInView(),
        before=own.count_sign_in,
        secret="token",  # noqa: S106 - the name of a field
        success=201,
        errors=("credentials_wrong", "sign_ins_throttled"),
    ),
    local("sessions", "GET /sessions list_sessions", local=own.list_sessions, dumps=schemas.SessionView(many=True)),
    local(
        "sessions",
        "DELETE /sessions/{session_id} end_session",
        local=own.end_session,
        loads=schemas.SessionCommand(),
        success=204,
    ),
    local(
        "tokens",
        "POST /tokens create_token",
        local=own.create_token,
        loads=schemas.CreateTokenCommand(),
        dumps=schemas.CreatedTokenView(),
        secret="token",  # noqa: S106 - the name of a field
        success=201,
        errors=("too_many_tokens",),
    ),
    local("tokens", "GET /tokens list_tokens", local=own.list_tokens, dumps=schemas.TokenView(many=True)),
    local(
        "tokens",
        "DELETE /tokens/{token_id} revoke_token",
        local=own.revoke_token,
        loads=schemas.TokenCommand(),
        success=204,
    ),
    local(
        "invitations",
        "GET /invitations/{token} get_invitation",
        local=own.get_invitation,
        loads=schemas.InvitationCommand(),
        dumps=schemas.InvitationView(),
        errors=("invitation_unknown", "invitation_accepted", "invitation_expired"),
    ),
    local(
        "invitations",
        "POST /invitations/{token}/accept accept_invitation",
        local=own.accept_invitation,
        loads=schemas.AcceptInvitationCommand(),
        dumps=schemas.AccountView(),
        before=own.join_first,
        errors=("invitation_unknown", "invitation_accepted", "invitation_expired"),
    ),
    local(
        "password-resets",
        "POST /password-resets ask_for_password_reset",
        local=own.ask_for_reset,
        loads=schemas.AskForResetCommand(),
        before=own.count_reset,
        success=204,
    ),
    local(
        "password-resets",
        "POST /password-resets/{token} reset_password",
        local=own.reset_password,
        loads=schemas.ResetCommand(),
        success=204,
        errors=("reset_link_unknown",),
    ),
    local("account", "GET /account get_account", local=own.get_account, dumps=schemas.AccountView()),
    local(
        "account",
        "PATCH /account update_account",
        local=own.update_account,
        loads=schemas.UpdateAccountCommand(),
        dumps=schemas.AccountView(),
        errors=("stale_version",),
    ),
    local(
        "account",
        "POST /account/password change_password",
        local=own.change_password,
        loads=schemas.ChangePasswordCommand(),
        before=own.count_password_change,
        success=204,
    ),
)

ADMINISTRATION: Final = (
    local(
        "accounts",
        "GET /accounts list_accounts",
        local=administration.list_accounts,
        loads=schemas.ListAccountsCommand(),
        dumps=schemas.AccountView(many=True),
    ),
    local(
        "accounts",
        "POST /accounts create_account",
        local=administration.create_account,
        loads=schemas.CreateAccountCommand(),
        dumps=schemas.AccountView(),
        success=201,
        location=f"/v1{ACCOUNT}",
        errors=("account_exists",),
    ),
    local(
        "accounts",
        f"GET {ACCOUNT} get_account_of_person",
        local=administration.get_account,
        loads=schemas.AccountCommand(),
        dumps=schemas.AccountView(),
    ),
    local(
        "accounts",
        f"PUT {ACCOUNT}/roles change_account_roles",
        local=administration.change_account_roles,
        loads=schemas.ChangeRolesCommand(),
        dumps=schemas.AccountView(),
        errors=("own_account", "stale_version"),
    ),
    local(
        "accounts",
        f"POST {ACCOUNT}/disable disable_account",
        local=administration.disable_account,
        loads=schemas.AccountCommand(),
        dumps=schemas.AccountView(),
        errors=("own_account",),
    ),
    local(
        "accounts",
        f"POST {ACCOUNT}/enable enable_account",
        local=administration.enable_account,
        loads=schemas.AccountCommand(),
        dumps=schemas.AccountView(),
    ),
    local(
        "audit",
        "GET /audit-entries list_audit_entries",
        local=administration.list_audit_entries,
        loads=schemas.AuditCommand(),
        dumps=schemas.AuditEntryView(many=True),
    ),
)

OPERATIONS: Final = (*OWN, *ADMINISTRATION)
