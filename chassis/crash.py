"""Named points at which a test may kill the process, so that every step of a promise is tried without its next one.

Owns CRASH_AT=<name>:<n>; does nothing at all when the variable is unset.
"""

import os
from collections import Counter
from functools import cache

_seen: Counter[str] = Counter()
EXIT_CODE = 137


@cache
def _asked() -> tuple[str, int]:
    """Looked for at the first point, not on import: who is forked learns its environment only then."""
    name, _, turn = os.environ.get("CRASH_AT", "").partition(":")
    return name, int(turn or 1)


def point(name: str) -> None:
    """Die here, without cleaning up, if this is the step and the turn that CRASH_AT names."""
    asked, turn = _asked()
    if not asked:
        return
    _seen[name] += 1
    if name == asked and _seen[name] == turn:
        os._exit(EXIT_CODE)
