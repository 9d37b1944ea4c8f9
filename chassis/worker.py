"""Runs a service's jobs in a process of their own: python -m chassis.worker services.bakery.

Owns when; refuses to run under eventlet, and lets one leader at a time work.
"""

from chassis.jobs import Job, job

__all__ = ["Job", "job"]
