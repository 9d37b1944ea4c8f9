"""The line of steps on a deal's page says where the deal is, and nothing that has not happened."""

from typing import Any

from flask import Flask
from flask_babel import Babel

from gateway.portal.stages import Step, claim_track

NOTHING: dict[str, Any] = dict.fromkeys(("submitted_at", "decided_at", "decide_by", "protected_until"))


def first_step(status: str) -> Step:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        return claim_track(NOTHING | {"status": status})[0]


def test_a_draft_is_not_called_sent() -> None:
    assert first_step("draft") == Step(text="Draft", state="current")


def test_a_submitted_registration_is_sent() -> None:
    assert first_step("submitted") == Step(text="Sent", state="done")
