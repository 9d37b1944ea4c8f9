"""One JSON object a line on standard output, with the ids that lead from one process to the next.

Owns the form of a log line; refuses to log bodies, headers or anything a person typed.
"""

import logging
import sys
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

_TRACEPARENT_PARTS = 4
_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]


def configure(service: str, level: int = logging.INFO, stream: TextIO = sys.stdout) -> None:
    """Send structlog and the standard library's loggers down the same road."""

    def name_service(_: Any, __: str, line: EventDict) -> EventDict:
        """Not a context variable: every green thread starts with an empty context."""
        return {**line, "service": service}

    shared = [*_SHARED, name_service]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(sort_keys=True),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("amqp", "kombu", "nameko"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def trace_id(traceparent: str | None) -> str | None:
    """The trace's own id inside a W3C traceparent."""
    parts = (traceparent or "").split("-")
    return parts[1] if len(parts) == _TRACEPARENT_PARTS else None


def following(**ids: Any) -> Any:
    """Bind ids to every line logged inside the block; empty ones are left out."""
    return structlog.contextvars.bound_contextvars(**{name: value for name, value in ids.items() if value})
