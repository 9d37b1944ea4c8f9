"""Facts by the million, made by the database itself, and the dashboard that must not notice how many there are."""

import time
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Engine, text

from chassis import clock, database
from chassis.testing import Harness
from services.metrics.periods.model import quarter_of
from services.metrics.service import MetricsService
from tests.bench.contest import Arena
from tests.bench.load import Measured
from tests.bench.tables import show

FEW: Final = 50_000
ROUNDS: Final = 60
PARTNERS: Final = 60
DAYS: Final = 540
BATCH: Final = 500_000

# Flows in the proportions of a busy program: each event is a fact, and most are measured in some more ways.
_MEASURES: Final = (
    *("deal_registration.submitted.v1",) * 4, *("submitted",) * 4, "deal_registration.claimed.v1", "in_conflict",
    *("deal_registration.approved.v1",) * 3, *("approved",) * 3, "rejected", *("decided_in_time",) * 3, "decided_late",
    *("decision_hours",) * 3, "approved_and_won", "deal_registration.won.v1", "won", "deal_size", "won_sourced", "lost",
    "submitted_and_approved",
)  # fmt: skip
_PARTNERS: Final = text("""
INSERT INTO partners (partner_id, name, status, partner_type, country, signed_at)
SELECT md5('partner' || n)::uuid, 'Partner ' || n, 'active', (ARRAY['reseller', 'integrator'])[1 + n % 2], 'ES',
       now() - make_interval(days => n * 9)
FROM generate_series(1, :partners) AS n ON CONFLICT DO NOTHING
""")
# Subjects count upwards, as ids that begin with a time do.
_FLOWS: Final = text("""
INSERT INTO facts (subject, part, measure, at, partner_id, value, bucket)
SELECT 'deal_registration/00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'), '', measure,
       now() - random() * make_interval(days => :days), md5('partner' || 1 + n % :partners)::uuid,
       CASE WHEN measure = 'decision_hours' THEN bucket / 10.0 WHEN measure = 'deal_size' THEN bucket
            WHEN measure LIKE 'won%' THEN 100 + n % 50000 ELSE 1 END,
       CASE WHEN measure IN ('decision_hours', 'deal_size') THEN bucket ELSE 0 END
FROM generate_series(CAST(:first AS bigint), :last) AS n,
     LATERAL (SELECT (CAST(:measures AS text[]))[1 + mod(n * 7919, :kinds)] AS measure,
                     1 + mod(n * 104729, 400)::int AS bucket) AS drawn
""")
_STOCKS: Final = text("""
INSERT INTO facts (subject, part, measure, at, partner_id, value, bucket)
SELECT kind.measure || '/' || n || '/' || m, '', kind.measure, now() - make_interval(days => (n * 7 + m * 11) % :days),
       CASE WHEN kind.of_partner THEN md5('partner' || n)::uuid ELSE :nobody END, 1, 0
FROM generate_series(1, :partners) AS n, generate_series(1, 10) AS m,
     (VALUES ('people', true), ('certified_people', true), ('overdue', true), ('assets_published', false),
             ('assets_used', false)) AS kind (measure, of_partner)
UNION ALL
SELECT 'partner/' || md5('partner' || n)::uuid, '', measure, now() - make_interval(days => n * 9 - days),
       md5('partner' || n)::uuid, value, 0
FROM generate_series(1, :partners) AS n,
     (VALUES ('signed', 0, 1), ('active_partners', 1, 1), ('first_deal', 5, 5)) AS kind (measure, days, value)
ON CONFLICT DO NOTHING
""")
_SUMS: Final = text("""
INSERT INTO rollups (measure, partner_id, grain, starts_on, bucket, count, total)
SELECT measure, of.partner_id, grain, date_trunc(grain, at AT TIME ZONE 'UTC')::date, bucket, count(*), sum(value)
FROM facts, LATERAL (SELECT DISTINCT unnest(ARRAY[facts.partner_id, CAST(:nobody AS uuid)]) AS partner_id) AS of,
     (VALUES ('day'), ('month')) AS grains (grain)
GROUP BY measure, of.partner_id, grain, date_trunc(grain, at AT TIME ZONE 'UTC')::date, bucket
""")
_NOBODY: Final = "00000000-0000-0000-0000-000000000000"


def measure(arena: Arena, many: int) -> dict[str, Any]:
    """What the console opens with, and the period that is in most pieces."""
    engines = {}
    for size in (FEW, many):
        engines[size] = database.engine(arena.fresh("metrics", f"facts_{size}"), pool_size=2)
        fill(engines[size], size)
    windows: dict[str, Any] = {}
    for period in (quarter_of(clock.today()), "last_90_days"):
        found = dashboards(engines, period, ROUNDS)
        ratio = found[many].p95_ms / found[FEW].p95_ms
        show(f"dashboard of the program, {period}", {f"{size} facts": window for size, window in found.items()})
        print(f"  p95 over {many} facts is {ratio:.2f} of the one over {FEW}")
        windows[period] = {"ratio": ratio} | {str(size): vars(window) for size, window in found.items()}
    return windows


def fill(engine: Engine, wanted: int) -> None:
    """Bring the table to so many facts, and the sums to what they add up to."""
    numbers = {"partners": PARTNERS, "days": DAYS, "nobody": _NOBODY}
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(_PARTNERS, numbers)
        connection.execute(_STOCKS, numbers)
        there = int(connection.execute(text("SELECT count(*) FROM facts")).scalar_one())
        for first in range(there, wanted, BATCH):
            last = min(first + BATCH, wanted) - 1
            drawn = {"first": first, "last": last, "measures": list(_MEASURES), "kinds": len(_MEASURES)}
            connection.execute(_FLOWS, numbers | drawn)
        connection.execute(text("TRUNCATE rollups"))
        connection.execute(_SUMS, numbers)
    with engine.begin() as connection:
        connection.execute(text("ANALYZE facts, rollups, partners"))


def dashboards(engines: Mapping[int, Engine], period: str, rounds: int) -> dict[int, Measured]:
    """The program's dashboard over few and over many facts, asked for in turn, so that what disturbs disturbs both."""
    asked = {size: Harness(MetricsService, engine) for size, engine in engines.items()}
    times: dict[int, list[float]] = {size: [] for size in asked}
    for number in range(rounds + 1):
        for size, harness in asked.items():
            begun = time.perf_counter()
            harness.call("get_dashboard", {"period": period})
            if number:  # The first one plans its statements.
                times[size].append((time.perf_counter() - begun) * 1000)
    return {size: Measured.of(found) for size, found in times.items()}
