"""The names of exchanges, queues and headers on the broker, in one place, because they are contracts between processes.

Owns names; refuses arguments and bindings (topology.py).
"""

RPC_EXCHANGE = "nameko-rpc"
RETRY_EXCHANGE = "prm.retry"
DEAD_EXCHANGE = "prm.dlx"
VHOST = "prm"
# Where callers wait; services may send to nothing else on the RPC exchange.
REPLY_PATTERN = r"rpc\.reply-gw-[0-9a-f]+"
# What marks an event as one more copy from the log, and the two messages around a whole replay.
REPLAY_HEADER = "prm-replay"
REPLAY_ID_HEADER = "prm-replay-id"
# How long a failed event rests before its next try; after the last one it is a dead letter.
LADDER = (("10s", 10_000), ("1m", 60_000), ("10m", 600_000))


def events_exchange(service: str) -> str:
    return f"{service}.events"


def rpc_queue(service: str) -> str:
    return f"rpc-{service}"


def event_queue(consumer: str, source: str) -> str:
    return f"q.{consumer}.{source}"


def retry_queue(queue: str, step: str) -> str:
    return f"retry.{queue}.{step}"


def dead_queue(queue: str) -> str:
    return f"dlq.{queue}"
