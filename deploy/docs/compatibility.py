"""Tells which edits of a released event document would break a reader. Documents only gain optional fields."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

# Words about a field, which no reader's code depends on.
_PROSE = {"title", "description", "examples", "$comment", "deprecated"}
# Keywords compared by a rule of their own; every other keyword must stay as it is.
_JUDGED = {"properties", "required", "items", "x-extensible-enum", "x-personal", *_PROSE}


def breaking(released: Schema | None, offered: Schema | None) -> list[str]:
    """The reasons why `offered` may not replace `released`, each with its pointer; none if it may."""
    if released is None:
        return []
    if offered is None:
        return ["/: a released document was removed"]
    return list(_compare(released, offered, ""))


def _compare(released: Any, offered: Any, at: str) -> Iterator[str]:
    if not isinstance(released, dict) or not isinstance(offered, dict):
        if released != offered:
            yield f"{at or '/'}: the schema itself changed"
        return
    for keyword in sorted((released.keys() | offered.keys()) - _JUDGED):
        if released.get(keyword) != offered.get(keyword):
            yield f"{at or '/'}: {keyword} changed from {released.get(keyword)!r} to {offered.get(keyword)!r}"
    yield from _compare_codes(released, offered, at)
    yield from _compare_properties(released, offered, at)
    if "items" in released or "items" in offered:
        yield from _compare(released.get("items"), offered.get("items"), f"{at}/items")


def _compare_codes(released: Schema, offered: Schema, at: str) -> Iterator[str]:
    """Open lists of codes grow; a code that was promised stays. A mark of personal data is never taken off."""
    before, after = released.get("x-extensible-enum"), offered.get("x-extensible-enum")
    if (before is None) != (after is None):
        yield f"{at or '/'}: x-extensible-enum appeared or vanished"
    elif lost := set(before or ()) - set(after or ()):
        yield f"{at or '/'}: codes were removed: {sorted(lost)}"
    if released.get("x-personal") and not offered.get("x-personal"):
        yield f"{at or '/'}: x-personal was taken off"


def _compare_properties(released: Schema, offered: Schema, at: str) -> Iterator[str]:
    before, after = released.get("properties", {}), offered.get("properties", {})
    for name in sorted(before.keys() - after.keys()):
        yield f"{at}/{name}: the field was removed"
    for name in sorted(before.keys() & after.keys()):
        yield from _compare(before[name], after[name], f"{at}/{name}")
    was_required, is_required = set(released.get("required", ())), set(offered.get("required", ()))
    for name in sorted(is_required - was_required):
        yield f"{at}/{name}: the field became required"
    for name in sorted(was_required - is_required):
        yield f"{at}/{name}: the field became optional"
