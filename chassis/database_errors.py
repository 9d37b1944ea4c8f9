"""What PostgreSQL says when something fails, in the suite's five kinds.

Owns the reading of SQLSTATE; refuses to guess what a constraint of a domain means.
"""

from sqlalchemy.exc import DBAPIError, IntegrityError

from chassis.errors import ServiceError

_SERIALIZATION, _DEADLOCK = "40001", "40P01"
_LOCK_TIMEOUT, _STATEMENT_TIMEOUT, _READ_ONLY = "55P03", "57014", "25006"
_UNIQUE, _EXCLUSION = "23505", "23P01"


def sqlstate(error: DBAPIError) -> str:
    return str(getattr(error.orig, "pgcode", None) or "")


def constraint_of(error: IntegrityError) -> str:
    diagnostics = getattr(error.orig, "diag", None)
    return str(getattr(diagnostics, "constraint_name", None) or "")


def is_transient(error: DBAPIError) -> bool:
    """Worth one more try at once: the connection was stale, or two transactions met."""
    return error.connection_invalidated or sqlstate(error) in (_SERIALIZATION, _DEADLOCK)


def is_held(error: DBAPIError) -> bool:
    """Somebody else holds what is needed: it can be had later."""
    return sqlstate(error) in (_LOCK_TIMEOUT, _DEADLOCK)


def is_outage(error: DBAPIError) -> bool:
    """The database itself is out of reach, so that every other piece of work would fail as well."""
    return error.connection_invalidated or not sqlstate(error) or sqlstate(error)[:2] in ("08", "53", "57")


def database_error(error: DBAPIError, *, writes: bool) -> ServiceError | None:
    """None for a bug: a statement that PostgreSQL refuses for its own sake, as a write in a method that only reads."""
    state = sqlstate(error)
    if isinstance(error, IntegrityError) and state in (_UNIQUE, _EXCLUSION):
        return ServiceError("conflict", "already_exists", "This exists already.", {"constraint": constraint_of(error)})
    busy = (_LOCK_TIMEOUT, _STATEMENT_TIMEOUT, _SERIALIZATION, _DEADLOCK)
    if state in busy:
        return ServiceError("unavailable", "busy", "The system is busy. Please try again in a moment.")
    if is_outage(error) or (state == _READ_ONLY and writes):
        return ServiceError("unavailable", "database_unavailable", "This cannot be done right now. Please try again.")
    return None
