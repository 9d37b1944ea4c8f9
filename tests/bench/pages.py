"""The home page of a partner: one page made of the answers of five services, asked at once."""

from typing import Any

from tests.bench.contest import Arena
from tests.bench.load import Load

CONNECTIONS = (1, 4, 16)


def measure(arena: Arena, seconds: float) -> dict[str, Any]:
    """By how many people look at the same time; a page that is not whole counts as failed only when it is an error."""
    home = Load(f"{arena.status['gateway']}/", arena.token("partner_a"), script="read.lua")
    home.run(CONNECTIONS[-1], 2)
    return {f"{count} connections": home.run(count, seconds) for count in CONNECTIONS}
