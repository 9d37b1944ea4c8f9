"""The state machine, walked from its own table: every legal step works, every other one is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from services.deals import errors
from services.deals.customers.model import Contact, CustomerDetails
from services.deals.lifecycle.model import (
    PROTECTED,
    SIDES,
    TRANSITIONS,
    UNDECIDED,
    VERBS,
    ReasonCode,
    SalesStage,
    Status,
    actions,
)
from services.deals.registrations.model import Registration
from services.deals.rules.model import ProtectionRule, SlaClock, SlaRule
from services.deals.standing.model import SERVICE, Actor, Side

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PARTNER_ID = UUID(int=7)
PARTNER = Actor(actor="person:ana", side=Side.PARTNER, scope="company", partner_id=PARTNER_ID, roles=("partner_admin",))
STAFF = Actor(actor="person:eva", side=Side.STAFF, scope="all", roles=("channel_manager",))
AUDITOR = Actor(actor="person:otto", side=Side.STAFF, scope="all", roles=("auditor",))
RULE = ProtectionRule(
    version=1,
    days=90,
    days_by_type={"services": 60},
    exclusive_types=frozenset({"sourced"}),
    extension_days=45,
    extensions=2,
    extension_window_days=30,
    progress_within_days=30,
    renewal_priority_days=7,
    reopen_days=30,
    revisions=3,
)


class WallClock:
    """A calendar that never rests, so that the arithmetic of the model is what is tested."""

    def add_hours(self, start: datetime, hours: float) -> datetime:
        return start + timedelta(hours=hours)

    def hours_between(self, start: datetime, end: datetime) -> float:
        return (end - start) / timedelta(hours=1)


CLOCK = SlaClock(
    SlaRule(version=1, decision_hours=16, answer_business_days=10, hours_per_day=8, calendars={"default": {}}),
    WallClock(),
)


def a_registration(status: Status = Status.DRAFT) -> Registration:
    """A complete registration as it is in that status."""
    made = Registration(
        deal_registration_id=UUID(int=1),
        number="D-1",
        partner_id=PARTNER_ID,
        submitted_by="ana",
        channel="portal",
        customer=CustomerDetails(legal_name="Aceros SA", country="ES", city="Bilbao"),
        contact=Contact(name="Luis", email="luis@aceros.es"),
        product_line="Analytics",
        amount=Decimal("100"),
        currency="EUR",
        expected_close_on=date(2026, 9, 1),
        created_at=NOW,
        updated_at=NOW,
        status=status,
    )
    if status is not Status.DRAFT:
        made.submitted_at, made.decide_by = NOW, NOW + timedelta(hours=16)
    if status is Status.INFO_REQUESTED:
        made.info_fields, made.sla_paused_at, made.sla_remaining_minutes = ["evidence"], NOW, 600
    if status in PROTECTED or status in (Status.CLOSED_WON, Status.CLOSED_LOST):
        made.protected_until = NOW + timedelta(days=20)
    if status in (Status.CLOSED_WON, Status.CLOSED_LOST):
        made.closed_at, made.status_before_closing = NOW, Status.CONVERTED
        made.stage_before_closing = SalesStage.PROPOSAL
    return made


@dataclass(frozen=True)
class Step:
    """How a test calls a verb, and the event it must cause."""

    call: Callable[[Registration, Actor], Any]
    event: str | None


STEPS = {
    "update": Step(lambda r, by: r.edit(by, {}), None),
    "submit": Step(lambda r, by: r.submit(by, NOW, CLOCK), "submitted|resubmitted"),
    "claim": Step(lambda r, by: r.claim(by), "claimed"),
    "request_info": Step(lambda r, by: r.request_info(by, NOW, CLOCK, ["evidence"], "When?"), "info_requested"),
    "approve": Step(lambda r, by: r.approve(by, NOW, RULE), "approved"),
    "reject": Step(lambda r, by: r.reject(by, NOW, ReasonCode.OTHER, "No"), "rejected"),
    "withdraw": Step(lambda r, by: r.withdraw(by), "withdrawn"),
    "lapse": Step(lambda r, by: r.lapse(by), "lapsed"),
    "revise": Step(lambda r, by: r.revise(by, RULE), None),
    "extend": Step(lambda r, by: r.extend(by, NOW, RULE, None, "Met"), "extended"),
    "release": Step(lambda r, by: r.release(by), "released"),
    "convert": Step(lambda r, by: r.convert(by, "006"), "converted"),
    "set_stage": Step(lambda r, by: r.set_stage(by, NOW, SalesStage.PROPOSAL), "stage_changed"),
    "won": Step(lambda r, by: r.win(by, NOW, NOW.date(), None), "won"),
    "lost": Step(lambda r, by: r.lose(by, NOW, "Price"), "lost"),
    "expire": Step(lambda r, by: r.expire(by), "expired"),
    "revoke": Step(lambda r, by: r.revoke(by, NOW, "Idle"), "revoked"),
    "reopen": Step(lambda r, by: r.reopen(by, NOW, RULE), "reopened"),
}
LEGAL = [(verb, source, target) for verb, targets in TRANSITIONS.items() for source, target in targets.items()]
ILLEGAL = [(verb, status) for verb, status in product(STEPS, Status) if status not in TRANSITIONS[verb]]


def allowed(verb: str) -> Actor:
    sides = SIDES[verb]
    return SERVICE if Side.SYSTEM in sides else STAFF if Side.STAFF in sides else PARTNER


@pytest.mark.parametrize(("verb", "source", "target"), [step for step in LEGAL if step[0] in STEPS])
def test_every_legal_step_leads_where_the_table_says(verb: str, source: Status, target: Status | None) -> None:
    registration = a_registration(source)
    facts = STEPS[verb].call(registration, allowed(verb)) or []
    assert registration.status is (target or Status.CONVERTED)
    names = [fact.TYPE.split(".")[1] for fact in facts]
    expected = STEPS[verb].event
    assert names == ([] if expected is None else [name for name in expected.split("|") if name in names])
    assert bool(names) is (expected is not None)
    assert all(fact.status == registration.status for fact in facts)


@pytest.mark.parametrize(("verb", "status"), ILLEGAL)
def test_every_other_step_is_refused_and_changes_nothing(verb: str, status: Status) -> None:
    registration = a_registration(status)
    before = vars(registration).copy()
    with pytest.raises(errors.IllegalTransition):
        STEPS[verb].call(registration, allowed(verb))
    assert vars(registration) == before


@pytest.mark.parametrize(
    ("verb", "source"),
    [(verb, source) for verb, source, _ in LEGAL if verb in STEPS and Side.PARTNER not in SIDES[verb]],
)
def test_a_partner_cannot_take_a_step_of_staff_or_of_the_clock(verb: str, source: Status) -> None:
    registration = a_registration(source)
    with pytest.raises(errors.NotPermitted):
        STEPS[verb].call(registration, PARTNER)
    assert registration.status is source


@pytest.mark.parametrize(("verb", "source"), [(verb, source) for verb, source, _ in LEGAL if verb in STEPS])
def test_an_auditor_takes_no_step_at_all(verb: str, source: Status) -> None:
    with pytest.raises(errors.NotPermitted):
        STEPS[verb].call(a_registration(source), AUDITOR)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("actor", [PARTNER, STAFF, AUDITOR])
def test_the_actions_shown_are_the_steps_that_work(status: Status, actor: Actor) -> None:
    shown = set(actions(status, actor))
    for verb in VERBS & set(STEPS):
        try:
            STEPS[verb].call(a_registration(status), actor)
            works = True
        except (errors.IllegalTransition, errors.NotPermitted):
            works = False
        assert (verb in shown) is works, verb


def test_released_revoked_and_closed_have_no_way_to_a_new_revision() -> None:
    for status in (Status.RELEASED, Status.REVOKED, Status.CLOSED_WON, Status.CLOSED_LOST):
        assert status not in TRANSITIONS["revise"]


def test_every_status_but_the_draft_can_be_reached() -> None:
    reached = {target for targets in TRANSITIONS.values() for target in targets.values()}
    assert set(Status) - reached == {Status.PENDING_APPROVAL}  # Its way in comes with approval routes.


def test_undecided_and_protected_share_no_status() -> None:
    assert not UNDECIDED & PROTECTED


def test_a_whitelist_lets_only_ticked_fields_through() -> None:
    registration = a_registration(Status.INFO_REQUESTED)
    registration.edit(PARTNER, {"evidence": "Met on Monday"})
    with pytest.raises(errors.FieldsLocked):
        registration.edit(PARTNER, {"evidence": "x", "amount": Decimal(1)})
    assert registration.amount == Decimal("100")


def test_after_the_approval_amount_and_customer_are_closed() -> None:
    assert a_registration(Status.APPROVED).open_fields() == {"expected_close_on", "description"}


def test_a_broken_promise_has_nothing_left_after_a_pause() -> None:
    registration = a_registration(Status.SUBMITTED)
    registration.request_info(STAFF, NOW + timedelta(hours=20), CLOCK, ["evidence"], "When?")
    answered_at = NOW + timedelta(hours=30)
    registration.submit(PARTNER, answered_at, CLOCK)
    assert registration.decide_by == answered_at


def test_two_pauses_add_up() -> None:
    registration = a_registration(Status.SUBMITTED)
    for n in range(2):
        asked_at = NOW + timedelta(hours=4 * n + 1)
        registration.request_info(STAFF, asked_at, CLOCK, ["evidence"], "When?")
        registration.submit(PARTNER, asked_at + timedelta(hours=2), CLOCK)
    assert registration.sla_paused_minutes == 240
    assert registration.decide_by == NOW + timedelta(hours=20)


def test_services_are_protected_for_sixty_days_and_are_not_exclusive() -> None:
    registration = a_registration(Status.SUBMITTED)
    registration.registration_type = "services"  # type: ignore[assignment]
    fact: Any = registration.approve(STAFF, NOW, RULE)[0]
    assert (registration.protected_until, fact.exclusive) == (NOW + timedelta(days=60), False)


def test_reopening_ends_with_the_thirtieth_day() -> None:
    registration = a_registration(Status.CLOSED_WON)
    with pytest.raises(errors.ReopenTooLate):
        registration.reopen(STAFF, NOW + timedelta(days=30, seconds=1), RULE)
    assert registration.reopen(STAFF, NOW + timedelta(days=30), RULE)


@pytest.mark.parametrize(
    ("days_before_end", "days", "reason", "refused_by"),
    [
        (31, None, "Met", "too_early"),
        (30, None, "Met", None),
        (0.01, None, "Met", None),
        (-1, None, "Met", "expired"),
        (10, 46, "Met", "too_long"),
        (10, 45, "Met", None),
        (10, None, None, "no_progress"),
    ],
)
def test_the_rules_of_an_extension(
    days_before_end: float, days: int | None, reason: str | None, refused_by: str | None
) -> None:
    registration = a_registration(Status.APPROVED)
    now = NOW + timedelta(days=20) - timedelta(days=days_before_end)
    if refused_by is None:
        assert registration.extend(PARTNER, now, RULE, days, reason)
        return
    with pytest.raises(errors.ExtensionRefused) as caught:
        registration.extend(PARTNER, now, RULE, days, reason)
    assert caught.value.details["rule"] == refused_by
