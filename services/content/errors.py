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


class AssetEmpty(ContentError):
    """An asset needs a file before it can be published."""

    code = "asset_empty"


class AssetLapsed(ContentError):
    """The day on which this asset expires is over; set a later one first."""

    code = "asset_lapsed"


class AssetWithdrawn(ContentError):
    """This asset is not offered any more."""

    code = "asset_withdrawn"


class ReplacementUnfit(ContentError):
    """Only another asset that is published can take the place of this one."""

    kind = "invalid"
    code = "replacement_unfit"


class OwnerUnknown(ContentError):
    """The owner must be one of the vendor's people."""

    kind = "invalid"
    code = "owner_unknown"


class UploadUnknown(ContentError):
    """The uploaded file is not there any more; upload it again."""

    kind = "invalid"
    code = "upload_unknown"


class UploadTaken(ContentError):
    """This upload is already a version of an asset."""

    code = "upload_taken"


class DealUnknown(ContentError):
    """A link can only be shared for a deal registration of your own company."""

    kind = "invalid"
    code = "deal_unknown"


class ShareEnded(ContentError):
    """This link does not work any more."""

    kind = "not_found"
    code = "share_ended"


class ShareExpiryRefused(ContentError):
    """A link must end in the future, and within a year."""

    kind = "invalid"
    code = "share_expiry_refused"
