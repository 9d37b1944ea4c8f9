"""What a search tells of itself. Knows no storage."""

import re
from enum import StrEnum
from typing import Final

MARKS: Final = ("\ue000", "\ue001")  # around a hit, in characters that no text has


class Matched(StrEnum):
    """How much of the query the results have."""

    ALL = "all"  # every word, or nothing was asked
    CORRECTED = "corrected"  # every word of the suggestion, since nothing had those typed
    SOME = "some"  # at least half of the words
    NONE = "none"


def parts(marked: str) -> list[dict[str, object]]:
    """A marked text as pieces that say whether they were hit; what shows them need not trust the text."""
    pieces = re.split(f"[{''.join(MARKS)}]", marked)
    return [{"text": found, "is_hit": number % 2 == 1} for number, found in enumerate(pieces) if found]
