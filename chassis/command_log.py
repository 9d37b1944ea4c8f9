"""One command id, one effect, one answer: the log lives in the transaction of the effect.

Owns claims and stored replies; refuses to know what a command does.
"""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.errors import ServiceError
from chassis.rpc_request import Replayed, Request

# The lock tells a running twin from a finished one; the primary key is what makes a second effect impossible.
_CLAIM = """
SELECT pg_try_advisory_xact_lock(hashtextextended(%(command_id)s, 0)), logged.request_hash, logged.reply
FROM (VALUES (1)) AS always LEFT JOIN command_log AS logged ON logged.command_id = %(command_id)s
"""
_STORE = """
INSERT INTO command_log (command_id, method, actor, request_hash, reply)
VALUES (%(command_id)s, %(method)s, %(actor)s, %(request_hash)s, %(reply)s)
"""


def claim(session: Session, request: Request) -> Replayed | None:
    """The stored reply of a command that was done before, or None and the right to do it now."""
    row = session.connection().exec_driver_sql(_CLAIM, {"command_id": request.command_id}).one()
    claimed, request_hash, reply = tuple(row)
    if reply is not None:
        if request_hash != request.request_hash:
            raise ServiceError("invalid", "idempotency_key_reused", "This key was used for a different request.")
        return Replayed(reply)
    if not claimed:
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
        session.connection().exec_driver_sql(_STORE, row)
    except IntegrityError as error:
        raise _in_flight() from error


def _in_flight() -> ServiceError:
    return ServiceError("conflict", "command_in_flight", "The same request is still being carried out.")
