"""Outbound's own telemetry series."""

from prometheus_client import Counter, Gauge

LEADER = Gauge("prm_outbound_leader", "1 while this process writes the event log.")
HEAD = Gauge("prm_event_log_head", "Position of the newest event in the log.")
RECORDED = Counter("prm_event_log_recorded", "Events written to the log.", ["source", "type"])
DUPLICATES = Counter("prm_event_log_duplicates", "Deliveries of events the log had already.")
GAPS = Counter("prm_event_log_gaps", "Sequence numbers of a source that were skipped.", ["source"])
BINDINGS_MISSING = Gauge("prm_bindings_missing", "Differences between the broker's topology and the contracts.")
MAIL = Counter("prm_mail", "Letters by template and outcome.", ["template", "outcome"])
MAIL_DUE = Gauge("prm_mail_due", "Letters due in the last look.")
