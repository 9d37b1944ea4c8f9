"""A program to be forked: says where it finds itself, then ends or waits, as it was told."""

import json
import os
import time


def main(arguments: list[str]) -> None:
    print(
        json.dumps({"pid": os.getpid(), "session": os.getsid(0), "environment": dict(os.environ), "told": arguments}),
        flush=True,
    )
    if arguments == ["wait"]:
        time.sleep(600)
    raise SystemExit(7)
