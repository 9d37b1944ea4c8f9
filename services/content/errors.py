"""What this service refuses, each with the kind and the stable code that others may rely on."""

from typing import ClassVar


class ContentError(Exception):
    """A refusal in the words of the domain; the chassis carries it over the wire."""

    kind: ClassVar[str] = "conflict"
    code: ClassVar[str] = "refused"

    def __init__(self, message: str = "", **details: object) -> None:
        super().__init__(message or type(self).__doc__)
        self.details = details


class NotFound(ContentError):
    """There is nothing here that you may see."""

    kind = "not_found"
    code = "not_found"


class VendorOnly(ContentError):
    """Only the vendor's people may do this."""

    kind = "forbidden"
    code = "vendor_only"


class StaleVersion(ContentError):
    """Someone changed this record after you read it; read it again and repeat your change."""

    code = "stale_version"


class IllegalTransition(ContentError):
    """The record's present status does not allow this step."""

    code = "illegal_transition"
