"""What this service refuses, each with the kind and the stable code that others may rely on."""

from typing import ClassVar


class MetricsError(Exception):
    """A refusal in the words of the domain; the chassis carries it over the wire."""

    kind: ClassVar[str] = "conflict"
    code: ClassVar[str] = "refused"

    def __init__(self, message: str = "", **details: object) -> None:
        super().__init__(message or type(self).__doc__)
        self.details = details


class NotFound(MetricsError):
    """There is nothing here that you may see."""

    kind = "not_found"
    code = "not_found"


class VendorOnly(MetricsError):
    """Only the vendor's people may do this."""

    kind = "forbidden"
    code = "vendor_only"


class StaleVersion(MetricsError):
    """Someone changed this record after you read it; read it again and repeat your change."""

    code = "stale_version"


class IllegalTransition(MetricsError):
    """The record's present status does not allow this step."""

    code = "illegal_transition"


class MetricUnknown(MetricsError):
    """There is no metric of this code; the list of metrics has all of them."""

    kind = "not_found"
    code = "metric_not_found"


class PeriodUnknown(MetricsError):
    """Name a period that has begun, such as 2026, 2026-Q1, 2026-03 or last_90_days."""

    kind = "invalid"
    code = "period_unknown"

    def __init__(self, period: str) -> None:
        super().__init__(period=period)


class TargetOutOfReach(MetricsError):
    """A share is at most 1: write 0.85 for 85 per cent."""

    kind = "invalid"
    code = "target_out_of_reach"


class ExportNotReady(MetricsError):
    """The file of this export is not written yet, or could not be written."""

    code = "export_not_ready"


class ExportExpired(MetricsError):
    """The file of this export is no longer kept; ask for it again."""

    code = "export_expired"


class TooManyExports(MetricsError):
    """So many exports of yours are still being written; wait until one is ready."""

    code = "too_many_exports"
