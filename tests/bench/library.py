"""A hundred thousand assets with text inside, made by the database itself, and what somebody of a partner searches."""

import random
import time
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Engine, text

from chassis import database, testing
from chassis.context import Principal
from chassis.database import uuid7
from chassis.testing import Harness
from services.content.service import ContentService
from tests.bench.contest import Arena
from tests.bench.load import Measured, word
from tests.bench.tables import show

FEW: Final = 1_000
ROUNDS: Final = 30
WORDS: Final = 20_000
INSIDE: Final = 250
BATCH: Final = 2_000
PARTNER: Final = UUID(int=7)
ALTOGETHER: Final = "altogether"
_CHANCE: Final = random.Random(20)
VOCABULARY: Final = tuple(dict.fromkeys(word(_CHANCE.choice((2, 3, 3, 4)), _CHANCE) for _ in range(2 * WORDS)))[:WORDS]

# A word's rank is drawn so that its frequency falls with it, as in any language: the first is in all, the last in few.
_SAID: Final = """
(SELECT string_agg((CAST(:words AS text[]))[floor(power(:count, random()))::int], ' ')
   FROM generate_series(1, {length}) WHERE n IS NOT NULL)
"""
_ASSETS: Final = text(f"""
INSERT INTO assets (asset_id, title, summary, asset_type, language, product_lines, status, owner_id, review_on,
    audience_tiers, audience_partner_types, audience_regions, audience_countries, audience_languages, audience_roles,
    audience_certifications, version_number, created_by, created_at, revised_at, published_at, version)
SELECT md5('asset' || n)::uuid, left({_SAID.format(length=4)}, 200), {_SAID.format(length=12)},
    (ARRAY['deck', 'datasheet', 'price_list', 'playbook', 'case_study', 'other'])[1 + n % 6],
    (ARRAY['es', 'en'])[1 + n % 2], ARRAY[(ARRAY['backup', 'firewall', 'storage', 'cloud'])[1 + n % 4]],
    CASE WHEN n % 10 = 0 THEN 'draft' ELSE 'published' END, md5('owner')::uuid, current_date + 365,
    CASE n % 5 WHEN 0 THEN ARRAY['gold', 'silver'] WHEN 1 THEN ARRAY['platinum'] ELSE '{{}}' END, '{{}}',
    CASE n % 7 WHEN 0 THEN ARRAY['emea'] ELSE '{{}}' END, '{{}}', '{{}}', '{{}}',
    CASE n % 11 WHEN 0 THEN ARRAY['backup-pro'] ELSE '{{}}' END,
    1, 'service:bench', now(), now() - make_interval(mins => n), now(), 1
FROM generate_series(CAST(:first AS int), :last) AS n
""")
_VERSIONS: Final = text("""
INSERT INTO asset_versions (asset_version_id, asset_id, number, upload_id, blob_key, filename, media_type, size, sha256,
    note, added_by, added_at)
SELECT asset_id, asset_id, 1, asset_id, 'bench', 'bench.pdf', 'application/pdf', 1, '', '', 'service:bench', now()
FROM (SELECT md5('asset' || n)::uuid AS asset_id FROM generate_series(CAST(:first AS int), :last) AS n) AS made
""")
_TEXTS: Final = text(f"""
INSERT INTO asset_texts (asset_version_id, asset_id, status, body, read_at)
SELECT md5('asset' || n)::uuid, md5('asset' || n)::uuid, 'read', {_SAID.format(length=":inside")}, now()
FROM generate_series(CAST(:first AS int), :last) AS n
""")
# As the service's own triggers do it, many at once.
_ENTRIES: Final = text("""
SELECT refresh_search_entries(array_agg(md5('asset' || n)::uuid)) FROM generate_series(CAST(:first AS int), :last) AS n
""")
_PARTNER: Final = text("""
INSERT INTO partner_standing (partner_id, name, status, tier, partner_type, region, country)
VALUES (:partner_id, 'Andes', 'active', 'gold', 'reseller', 'emea', 'ES') ON CONFLICT DO NOTHING
""")
_TRIGGERS: Final = {"assets": "assets_are_searched", "asset_versions": "asset_versions_are_read"}


def measure(arena: Arena, many: int) -> dict[str, Any]:
    engines = {}
    for size in (FEW, many):
        engines[size] = database.engine(arena.fresh("content", f"assets_{size}"), pool_size=2)
        fill(engines[size], size)
    found = searches(engines, ROUNDS)
    for size, kinds in found.items():
        show(f"a page of search among {size} assets, with its counts", kinds)
    ratio = found[many][ALTOGETHER].p95_ms / found[FEW][ALTOGETHER].p95_ms
    print(f"  p95 over {many} assets is {ratio:.2f} of the one over {FEW}")
    told = {str(size): {kind: vars(window) for kind, window in kinds.items()} for size, kinds in found.items()}
    return {"ratio": ratio} | told


def fill(engine: Engine, wanted: int, inside: int = INSIDE) -> None:
    """Bring the library to so many assets, with so many words inside each."""
    drawn = {"words": list(VOCABULARY), "count": len(VOCABULARY), "inside": inside}
    _switch(engine, "DISABLE")
    with engine.begin() as connection:
        connection.execute(_PARTNER, {"partner_id": PARTNER})
    with engine.connect() as connection:
        there = int(connection.execute(text("SELECT count(*) FROM assets")).scalar_one())
    for first in range(there + 1, wanted + 1, BATCH):
        span = {"first": first, "last": min(first + BATCH - 1, wanted)}
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            for statement in (_ASSETS, _VERSIONS, _TEXTS, _ENTRIES):
                connection.execute(statement, span if statement in (_VERSIONS, _ENTRIES) else span | drawn)
    _switch(engine, "ENABLE")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("VACUUM ANALYZE assets, asset_versions, asset_texts, search_entries, search_words"))


def searches(engines: Mapping[int, Engine], rounds: int) -> dict[int, dict[str, Measured]]:
    """Each kind of query over few and over many assets, in turn, with the first page and its counts; by library."""
    asking = seller()
    asked = {size: Harness(ContentService, engine) for size, engine in engines.items()}
    times: dict[int, dict[str, list[float]]] = {size: {kind: [] for kind in KINDS} for size in asked}
    for number in range(rounds + 1):
        for kind, typed in KINDS.items():
            query = typed(random.Random(number))
            for size, harness in asked.items():
                begun = time.perf_counter()
                harness.call("search_assets", {"q": query}, principal=asking)
                if number:  # The first one plans its statements.
                    times[size][kind].append((time.perf_counter() - begun) * 1000)
    return {size: _by_kind(found) for size, found in times.items()}


def _by_kind(times: Mapping[str, list[float]]) -> dict[str, Measured]:
    every = [spent for kind in times.values() for spent in kind]
    return {kind: Measured.of(found) for kind, found in {**times, ALTOGETHER: every}.items()}


def seller() -> Principal:
    """Somebody of the partner that is in the library's replica."""
    return testing.principal(str(uuid7()), roles=["partner_seller"], partner_id=str(PARTNER), language="es")


def _switch(engine: Engine, how: str) -> None:
    with engine.begin() as connection:
        for table, trigger in _TRIGGERS.items():
            connection.execute(text(f"ALTER TABLE {table} {how} TRIGGER {trigger}"))


def _common(chance: random.Random) -> str:
    return chance.choice(VOCABULARY[9:60])


def _rare(chance: random.Random) -> str:
    return chance.choice([word for word in VOCABULARY[2000:15000] if len(word) > 6])


def _slip(chance: random.Random) -> str:
    """A letter is missing in the middle."""
    meant = _rare(chance)
    return meant[:3] + meant[4:]


KINDS: Final[Mapping[str, Callable[[random.Random], str]]] = {
    "nothing asked": lambda chance: "",
    "a common word": _common,
    "two common words": lambda chance: f"{_common(chance)} {_common(chance)}",
    "common and rare": lambda chance: f"{_common(chance)} {_rare(chance)}",
    "a rare word": _rare,
    "a slip": _slip,
    "half of it there": lambda chance: f"{_common(chance)} {_rare(chance)} zzyzx qwrtp",
}
