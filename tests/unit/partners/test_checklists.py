"""A checklist can be worked through to its end, or it is refused; the first ones can."""

import json
from pathlib import Path

import pytest

from services.partners import errors
from services.partners.checklists import schemas
from services.partners.checklists.model import PlannedTask, Side, Signal, require_sound
from services.partners.checklists.queries import planned

FIRST = Path(__file__).parents[3] / "services/partners/migrations/versions/checklists_1.json"


def task(code: str, *depends_on: str, signal: Signal | None = None) -> PlannedTask:
    return PlannedTask(
        code=code, side=Side.PARTNER, title={"en": code, "es": code}, due_days=1, depends_on=depends_on, signal=signal
    )


DEAL = task("deal", signal=Signal.DEAL_REGISTERED)


@pytest.mark.parametrize(
    "tasks",
    [
        [DEAL, task("call"), task("call")],
        [task("call", "call"), DEAL],
        [task("call", "plan"), task("plan"), DEAL],
        [task("call", "absent"), DEAL],
        [task("call")],
        [DEAL, task("again", signal=Signal.DEAL_REGISTERED)],
    ],
    ids=["a code twice", "itself", "a later task", "no such task", "no first deal", "two first deals"],
)
def test_a_checklist_that_has_no_end_is_refused(tasks: list[PlannedTask]) -> None:
    with pytest.raises(errors.UnsoundChecklist):
        require_sound(tasks)


@pytest.mark.parametrize("partner_type", ["any", "referral", "consultant"])
def test_the_first_checklists_pass_the_edge_and_the_rules(partner_type: str) -> None:
    tasks = json.loads(FIRST.read_text("utf-8"))[partner_type]
    schemas.PublishChecklistCommand().load({"partner_type": partner_type, "tasks": tasks})
    require_sound([planned(found) for found in tasks])
