"""Ages of what waits, in calendar days since it was submitted."""

from datetime import timedelta
from typing import Final

QUEUES: Final = ("deal_registrations", "partner_answers", "applications")
# Each bucket ends where the next begins; the last one has no end.
BUCKETS: Final = (
    ("up_to_1_day", timedelta(days=1)),
    ("up_to_3_days", timedelta(days=3)),
    ("up_to_7_days", timedelta(days=7)),
    ("up_to_30_days", timedelta(days=30)),
    ("over_30_days", None),
)
CODES: Final = tuple(code for code, _ in BUCKETS)
