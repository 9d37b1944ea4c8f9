"""Processor time by kind of process: whose work a request was."""

from collections.abc import Mapping

import psutil


class Processor:
    """Reads the time that groups of processes have used; every group is a process and all its descendants."""

    def __init__(self, roots: Mapping[str, int]) -> None:
        self._roots = roots

    def read(self) -> dict[str, float]:
        return {name: self._seconds(pid) for name, pid in self._roots.items()}

    @staticmethod
    def _seconds(pid: int) -> float:
        try:
            root = psutil.Process(pid)
            family = [root, *root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return 0.0
        total = 0.0
        for process in family:
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += times.user + times.system + times.children_user + times.children_system
        return total


def spent(before: Mapping[str, float], after: Mapping[str, float], requests: int) -> dict[str, float]:
    """Milliseconds a request, by group."""
    return {name: (after[name] - before[name]) * 1000 / max(requests, 1) for name in before}
