"""What is read most: the list of a partner's registrations, and its home page, made of five services' answers."""

from typing import Any, Final
from urllib.parse import urlencode

from tests.bench.contest import Arena
from tests.bench.load import Load
from tests.bench.tables import show

CONNECTIONS: Final = (1, 4, 16)


def listing(arena: Arena, seconds: float) -> dict[str, Any]:
    page = f"{arena.status['gateway']}/v1/deal-registrations?{urlencode({'limit': 25})}"
    found = Load(page, arena.token("partner_a"), script="read.lua").run(CONNECTIONS[-1], seconds)
    show(f"list page (25 of a partner's registrations), {CONNECTIONS[-1]} connections", {"suite": found})
    return vars(found)


def home(arena: Arena, seconds: float) -> dict[str, Any]:
    """By how many people look at the same time; a page that is not whole counts as failed only when it is an error."""
    load = Load(f"{arena.status['gateway']}/", arena.token("partner_a"), script="read.lua")
    load.run(CONNECTIONS[-1], 2)
    found = {f"{count} connections": load.run(count, seconds) for count in CONNECTIONS}
    show("home page of a partner, from five services", found)
    return {name: vars(window) for name, window in found.items()}
