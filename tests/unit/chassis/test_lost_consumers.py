"""A consumer whose connection a worker found dead is made again: kombu would go on without it, and nobody would call.

In a process of its own, because it imports eventlet. tests/chaos/test_services_missing.py (nightly) has the real thing.
"""

import subprocess
import sys

LOOP = """
from types import SimpleNamespace as Some
from amqp.exceptions import RecoverableConnectionError
from chassis.safe_rpc import RpcQueueConsumer

def turn(link):
    loop = RpcQueueConsumer()
    loop._consumers = {"rpc": Some(channel=Some(connection=link))}
    try:
        loop.on_iteration()
    except RecoverableConnectionError:
        return f"{loop.consuming} begins anew"
    return f"{loop.consuming} goes on"

print(turn(Some(connected=True)), turn(Some(connected=False)), turn(None), sep="\\n")
"""


def test_the_loop_begins_anew_when_the_connection_under_its_consumers_is_gone() -> None:
    command = [sys.executable, "-W", "ignore", "-c", LOOP]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert said.splitlines() == ["True goes on", "False begins anew", "False begins anew"]
