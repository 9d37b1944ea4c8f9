"""Named points at which a test may kill the process, so that every step of a promise is tried without its next one.

Owns CRASH_AT=<name>:<n>; does nothing at all when the variable is unset.
"""

import os
from collections import Counter

_name, _, _turn = os.environ.get("CRASH_AT", "").partition(":")
_seen: Counter[str] = Counter()
EXIT_CODE = 137


def point(name: str) -> None:
    """Die here, without cleaning up, if this is the step and the turn that CRASH_AT names."""
    if not _name:
        return
    _seen[name] += 1
    if name == _name and _seen[name] == int(_turn or 1):
        os._exit(EXIT_CODE)
