"""One use of an asset."""

from enum import StrEnum


class Use(StrEnum):
    """What somebody did with an asset; an open is by whoever a link was passed on to."""

    VIEW = "view"
    DOWNLOAD = "download"
    SHARE = "share"
    OPEN = "open"
