"""A program to be forked: says where it finds itself, then ends or waits, as it was told."""

import json
import os
import time

from chassis import clock


def main(arguments: list[str]) -> None:
    said = {"pid": os.getpid(), "session": os.getsid(0), "environment": dict(os.environ), "told": arguments}
    print(json.dumps(said | {"year": clock.now().year}))
    if arguments == ["wait"]:
        time.sleep(600)
    raise SystemExit(7)
