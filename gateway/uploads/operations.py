"""The operation by which a file comes in. Its body is the file itself; receiving.py streams it before this notes it."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import Schema, fields, validate
from sqlalchemy import insert

from gateway.api.call import LocalCall
from gateway.api.operation import Operation
from gateway.uploads.tables import uploads

OWNERS: Final = ("content", "enablement")
LONGEST_NAME: Final = 200


class UploadCommand(Schema):
    owner = fields.String(data_key="for", required=True, validate=validate.OneOf(OWNERS))
    filename = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_NAME))
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)
    sha256 = fields.String(required=True)


class UploadView(Schema):
    upload_id = fields.UUID(required=True)
    size = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    media_type = fields.String(required=True)
    filename = fields.String(required=True)


def upload_file(call: LocalCall) -> dict[str, Any]:
    """Hand in a file of at most 2 GiB as the request's body; a command that names its upload_id then claims it."""
    row = {
        **call.command,
        "upload_id": call.beside,
        "account_id": call.signed_in.account_id,
        "received_at": call.now,
    }
    call.session.execute(insert(uploads), row)
    return row


OPERATIONS: Final = (
    Operation(
        name="upload_file",
        method="POST",
        path="/uploads",
        tag="uploads",
        local=upload_file,
        loads=UploadCommand(),
        dumps=UploadView(),
        takes_file=True,
        success=201,
        errors=(
            "file_too_large",
            "file_empty",
            "file_type_unknown",
            "file_type_mismatch",
            "program_refused",
            "web_page_refused",
            "macros_refused",
            "earlier_format_refused",
            "upload_interrupted",
            "files_unavailable",
        ),
    ),
)
