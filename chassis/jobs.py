"""Scheduled work without a scheduler: the decorator that marks a job, and the run of one.

Owns the transaction of a run; refuses to decide when (worker.py) or what (the capability's jobs.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from chassis import clock
from chassis.context import Context
from chassis.database import Sessions


class JobFunction(Protocol):
    """Does one batch in the given transaction and says how many rows it did; 0 means nothing is left."""

    def __call__(self, session: Session, now: datetime) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Job:
    """A job as the worker runs it; calling it is calling its function."""

    name: str
    every: float
    function: JobFunction

    def __call__(self, session: Session, now: datetime) -> int:
        return self.function(session, now)


def job(*, every: float) -> Callable[[JobFunction], Job]:
    """Mark a function to be run every so many seconds, in batches until it returns 0."""

    def mark(function: JobFunction) -> Job:
        return Job(name=getattr(function, "__name__", "job"), every=every, function=function)

    return mark


def run_once(chosen: Job, sessions: Sessions) -> int:
    """One batch in one transaction."""
    with sessions.writing() as session:
        session.info["context"] = Context(actor=f"service:{sessions.service}")
        count = chosen(session, clock.now())
        session.flush()
        session.commit()
        return count
