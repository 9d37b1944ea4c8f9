"""Keeping sums: every change of facts changes them in the same transaction."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy.orm import Session

from services.metrics.rollups.model import Step, summed

_NAMES: Final = ("measures", "partner_ids", "grains", "starts", "buckets", "counts", "totals")
# In the order of the key, so that two writers of the same cells wait for each other and never in a circle.
_ADD: Final = """
INSERT INTO rollups AS kept (measure, partner_id, grain, starts_on, bucket, count, total)
SELECT * FROM unnest(%(measures)s::text[], %(partner_ids)s::uuid[], %(grains)s::text[], %(starts)s::date[],
    %(buckets)s::int[], %(counts)s::bigint[], %(totals)s::numeric[])
    AS change (measure, partner_id, grain, starts_on, bucket, count, total)
ORDER BY measure, partner_id, grain, starts_on, bucket
ON CONFLICT (measure, partner_id, grain, starts_on, bucket)
DO UPDATE SET count = kept.count + excluded.count, total = kept.total + excluded.total
"""
_FORGET_EMPTY: Final = """
DELETE FROM rollups AS kept
USING unnest(%(measures)s::text[], %(partner_ids)s::uuid[], %(grains)s::text[], %(starts)s::date[], %(buckets)s::int[])
    AS change (measure, partner_id, grain, starts_on, bucket)
WHERE kept.count = 0 AND (kept.measure, kept.partner_id, kept.grain, kept.starts_on, kept.bucket)
    = (change.measure, change.partner_id, change.grain, change.starts_on, change.bucket)
"""


def add(session: Session, steps: Iterable[Step]) -> None:
    """Take a change of facts into the sums."""
    changes = summed(steps)
    if not changes:
        return
    rows = [(*cell, count, total) for cell, (count, total) in sorted(changes.items())]
    columns = dict(zip(_NAMES, map(list, zip(*rows, strict=True)), strict=True))
    columns["partner_ids"] = [str(partner_id) for partner_id in columns["partner_ids"]]
    connection = session.connection()
    connection.exec_driver_sql(_ADD, columns)
    if any(count < 0 for count in columns["counts"]):
        connection.exec_driver_sql(_FORGET_EMPTY, columns)
