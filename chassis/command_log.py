"""One command id, one effect, one answer: the log lives in the transaction of the effect.

Owns claims and stored replies; refuses to know what a command does.
"""

from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.database import command_log
from chassis.errors import ServiceError
from chassis.rpc_request import Request

# The lock tells a running twin from a finished one; the primary key is what makes a second effect impossible.
_CLAIM = text("""
SELECT pg_try_advisory_xact_lock(hashtextextended(:command_id, 0)) AS claimed, logged.request_hash, logged.reply
FROM (VALUES (1)) AS always LEFT JOIN command_log AS logged ON logged.command_id = :command_id
""")


def claim(session: Session, request: Request) -> str | None:
    """The stored reply of a command that was done before, or None and the right to do it now."""
    row = session.execute(_CLAIM, {"command_id": request.command_id}).one()
    if row.reply is not None:
        if row.request_hash != request.request_hash:
            raise ServiceError("invalid", "idempotency_key_reused", "This key was used for a different request.")
        return str(row.reply)
    if not row.claimed:
        raise _in_flight()
    return None


def store(session: Session, method: str, request: Request, reply: str) -> None:
    row = {
        "command_id": request.command_id,
        "method": method,
        "actor": request.principal.actor,
        "request_hash": request.request_hash,
        "reply": reply,
    }
    try:
        session.execute(insert(command_log), row)
    except IntegrityError as error:
        raise _in_flight() from error


def _in_flight() -> ServiceError:
    return ServiceError("conflict", "command_in_flight", "The same request is still being carried out.")
