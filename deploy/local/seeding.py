"""Runs the demo data's own program against the suite that has just come up. Knows no account and no deal."""

import sys
import time
from pathlib import Path

from deploy.local.backing import Told
from deploy.local.catalogue import programs
from deploy.local.errors import StartError
from deploy.local.processes import Register, spawn
from deploy.local.settings import ROOT
from deploy.local.surroundings import Surroundings

TOLD_EVERY_S = 5.0


def seed(size: str, var: Path, surroundings: Surroundings, register: Register, told: Told) -> None:
    """Base accounts and demo data; what is there already stays."""
    told("demo", f"data: {size}")
    gateway = next(program for program in programs() if program.serves_http)
    environment = surroundings.of(gateway) | {"PRM_VAR": str(var), "PRM_GATEWAY": surroundings.gateway}
    argv = [sys.executable, "-m", "deploy.demo", size]
    seeding = spawn("demo", argv, environment, log=var / "log" / "demo.log", cwd=ROOT)
    register.add("demo", seeding.pid)
    told_at = time.monotonic()
    try:
        while seeding.alive:
            if time.monotonic() - told_at > TOLD_EVERY_S:
                told_at = time.monotonic()
                told("demo", seeding.log_tail(200).strip().rpartition("\n")[2] or "at work")
            time.sleep(0.1)
    finally:
        seeding.stop()
    if seeding.process.returncode:
        raise StartError(f"The demo data could not be made:\n{seeding.log_tail()}", f"The whole log: {seeding.log}")
