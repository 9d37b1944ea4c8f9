"""The metrics service: its table of contents."""


class MetricsService:
    """What the numbers say, and from which rows."""

    name = "metrics"
    jobs = ()
