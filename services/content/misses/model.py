"""Why a search found nothing, as far as the library can tell. Knows no storage."""

from enum import StrEnum


class Cause(StrEnum):
    """What staff may do about it differs with each."""

    OUTSIDE_AUDIENCE = "outside_audience"  # something in force has it: its audience may be too narrow
    NOT_IN_FORCE = "not_in_force"  # only drafts or ended assets have it: publish or renew one
    NOWHERE = "nowhere"  # no asset has it: write one, or put the word into the summary of what comes near
