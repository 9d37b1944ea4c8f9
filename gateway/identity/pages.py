"""What the sign-in, invitation and reset pages call: each is one step with its own transaction. They draw,
this decides.
"""

from __future__ import annotations

from uuid import UUID

from flask import Response, g, request
from flask import session as browser_session
from sqlalchemy.orm import Session

from chassis import clock
from gateway import audit
from gateway.identity import accounts, authenticate, joining, resets, sessions, throttle
from gateway.identity.accounts import Account
from gateway.identity.sessions import SignedIn
from gateway.runtime import runtime


def sign_in(email: str, password: str) -> SignedIn:
    """Counts the try, then checks; raises ServiceError credentials_wrong or sign_ins_throttled."""
    running, now, address = runtime(), clock.now(), request.remote_addr or ""
    with running.sessions.begin() as session:
        throttle.require_turn(session, email, address, limit=running.settings.sign_ins_per_quarter_hour, now=now)
    with running.sessions.begin() as session:
        signed_in = sessions.sign_in(
            session,
            running.settings,
            email=email,
            password=password,
            address=address,
            agent=request.user_agent.string,
            now=now,
        )
        _note(session, "create_session", signed_in.account)
        return signed_in


def welcome(response: Response, signed_in: SignedIn) -> Response:
    """Give the browser its new session; whatever it held before is dropped, the CSRF token too."""
    browser_session.clear()
    authenticate.remember(response, runtime().settings, signed_in.secret)
    return response


def sign_out(response: Response) -> Response:
    account = g.account
    if account is not None and account.session_id is not None:
        with runtime().sessions.begin() as session:
            sessions.end(session, account.account_id, account.session_id)
    browser_session.clear()
    authenticate.forget(response, runtime().settings)
    return response


def ask_for_reset(email: str) -> None:
    """Always the same answer: whether there is such an account is nobody's business."""
    running, now = runtime(), clock.now()
    with running.sessions.begin() as session:
        throttle.require_turn(
            session,
            f"reset {email}",
            request.remote_addr or "",
            limit=running.settings.sign_ins_per_quarter_hour,
            now=now,
        )
        resets.ask(session, email, public_url=running.settings.public_url, now=now)


def require_open_reset(secret: str) -> UUID:
    with runtime().sessions.begin() as session:
        return resets.require_open(session, secret, clock.now())


def reset(secret: str, password: str) -> None:
    with runtime().sessions.begin() as session:
        account_id = resets.carry_out(session, secret, password, now=clock.now())
        _note(session, "reset_password", accounts.from_row(accounts.get(session, account_id)))


def invited(secret: str) -> joining.Invited:
    """Who is invited by whom, for the page that greets; raises invitation_unknown, _accepted or _expired."""
    with runtime().sessions.begin() as session:
        return joining.greet(session, secret, clock.now())


def accept_invitation(secret: str, password: str) -> SignedIn:
    """The person joins the partner, the account is made, and its first session opened."""
    running, now = runtime(), clock.now()
    with running.sessions.begin() as session:
        joining.join(session, running, secret, password, now)
    with running.sessions.begin() as session:
        account_id = joining.make_account(session, secret, password, now)
        signed_in = sessions.open_session(
            session,
            running.settings,
            accounts.get(session, account_id),
            address=request.remote_addr or "",
            agent=request.user_agent.string,
            now=now,
        )
        _note(session, "accept_invitation", signed_in.account)
        return signed_in


def _note(session: Session, operation: str, account: Account) -> None:
    """From here on the request is theirs, and the trail says so."""
    g.account = account
    audit.record(session, operation=operation, accepted=True, channel="portal", now=clock.now())
