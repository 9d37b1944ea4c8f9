"""What the person at the terminal reads while the suite starts: one line a step, with the time since the start."""

import time


class Progress:
    def __init__(self) -> None:
        self._start = time.monotonic()

    def __call__(self, step: str, text: str) -> None:
        print(f"{self.elapsed:6.1f} s  {step:<9} {text}", flush=True)

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._start
