"""What a claiming command is told of the file it names: its size, digest, type and name, from the row of the upload.

Any field called upload_id, or something_upload_id, of a service's command is a claim; nothing else has to be declared.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import RowMapping, select

from chassis.errors import ServiceError
from gateway.api.call import LocalCall
from gateway.api.operation import FILE_FACTS, Operation
from gateway.uploads.tables import uploads

CLAIMED_WITHIN: Final = timedelta(hours=23)  # owners sweep what nobody claimed for 24


def facts(operation: Operation, call: LocalCall) -> dict[str, Any]:
    """Added to the command: size, sha256, media_type and filename, with the prefix of the field that names the file."""
    added: dict[str, Any] = {}
    for field in operation.upload_fields:
        if given := call.command.get(field):
            row = _row(operation, call, field, given)
            prefix = field.removesuffix("upload_id")
            added |= {f"{prefix}{name}": row[name] for name in FILE_FACTS if f"{prefix}{name}" in operation.properties}
    return added


def _row(operation: Operation, call: LocalCall, field: str, given: Any) -> RowMapping:
    """Only who handed a file in may claim it, for the service it was meant for, while it is sure to be there."""
    assert operation.rpc is not None
    statement = select(uploads).where(
        uploads.c.upload_id == _uuid(given),
        uploads.c.account_id == call.signed_in.account_id,
        uploads.c.owner == operation.rpc.partition(".")[0],
        uploads.c.received_at > call.now - CLAIMED_WITHIN,
    )
    if (row := call.session.execute(statement).mappings().one_or_none()) is None:
        wrong = [{"pointer": f"/{field}", "code": "upload_unknown"}]
        raise ServiceError("invalid", "validation_failed", "", {"fields": wrong})
    return row


def _uuid(given: Any) -> UUID | None:
    try:
        return UUID(str(given))
    except ValueError:
        return None
