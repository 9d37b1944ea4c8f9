"""What only the edge can add to a service's answer: addresses of pages, and names the service does not keep."""

from __future__ import annotations

from typing import Any, Final

from gateway.runtime import Runtime

STATUS_URL: Final = {"status_url": {"type": "string", "description": "The address of the status page; no sign-in."}}


def status_url(running: Runtime, answer: dict[str, Any]) -> dict[str, Any]:
    """An applicant has no account: the address of the status page is how they come back."""
    token = answer["status_token"]  # A repetition after the secret key was changed is answered without it.
    return {**answer, "status_url": f"{running.settings.public_url}/applications/{token}" if token else None}
