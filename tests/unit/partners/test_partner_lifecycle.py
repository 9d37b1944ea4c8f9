"""The lifecycle of a partner, walked through its table: every legal step, every illegal one, what each says."""

from datetime import UTC, datetime
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from services.partners import errors
from services.partners.organisations.model import (
    EDITABLE,
    STAFF_VERBS,
    TRANSITIONS,
    Partner,
    PartnerStatus,
    PartnerVerb,
    differing,
    staff_actions,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PAIRS = list(product(PartnerStatus, PartnerVerb))


def a_partner(status: PartnerStatus = PartnerStatus.ACTIVE, **attributes: Any) -> Partner:
    wanted: dict[str, Any] = {
        "partner_id": UUID(int=1),
        "legal_name": "Vega Systems, S.L.",
        "country": "ES",
        "domain": "vega.example",
        "city": None,
        "registration_no": None,
        "partner_type": "reseller",
        "created_at": NOW,
        "status_since": NOW,
        "status": status,
        "activated_at": None if status in (PartnerStatus.APPLICANT, PartnerStatus.ONBOARDING) else NOW,
    }
    return Partner(**{**wanted, **attributes})


def do(partner: Partner, verb: PartnerVerb) -> list[Any]:
    needs_reason = verb in (PartnerVerb.SUSPEND, PartnerVerb.TERMINATE)
    return list(getattr(partner, verb.value)(NOW, "Because.") if needs_reason else getattr(partner, verb.value)(NOW))


@pytest.mark.parametrize(("status", "verb"), [pair for pair in PAIRS if pair in TRANSITIONS])
def test_a_legal_step_leads_where_the_table_says_and_publishes_one_fact(
    status: PartnerStatus, verb: PartnerVerb
) -> None:
    partner = a_partner(status)
    (fact,) = do(partner, verb)
    assert partner.status is TRANSITIONS[status, verb]
    assert fact.status == partner.status.value


@pytest.mark.parametrize(
    ("status", "verb"), [pair for pair in PAIRS if pair not in TRANSITIONS and pair[1] is not PartnerVerb.ACTIVATE]
)
def test_an_illegal_step_is_refused_and_leaves_the_partner_as_it_was(status: PartnerStatus, verb: PartnerVerb) -> None:
    partner = a_partner(status)
    before = partner.record()
    with pytest.raises(errors.IllegalTransition) as refused:
        do(partner, verb)
    assert refused.value.details == {"status": status, "verb": verb}
    assert partner.record() == before


@pytest.mark.parametrize("status", [status for status in PartnerStatus if status is not PartnerStatus.ONBOARDING])
def test_activating_a_partner_that_is_not_onboarding_changes_nothing(status: PartnerStatus) -> None:
    partner = a_partner(status)
    assert partner.activate(NOW) == []
    assert partner.status is status


def test_nothing_leads_out_of_terminated() -> None:
    assert not [pair for pair in TRANSITIONS if pair[0] is PartnerStatus.TERMINATED]


def test_every_status_but_the_first_can_be_reached() -> None:
    assert {*TRANSITIONS.values(), PartnerStatus.APPLICANT} == set(PartnerStatus)


@pytest.mark.parametrize("verb", [PartnerVerb.SUSPEND, PartnerVerb.TERMINATE])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_taking_something_from_a_partner_needs_a_reason(verb: PartnerVerb, reason: str) -> None:
    partner = a_partner()
    with pytest.raises(errors.ReasonRequired):
        getattr(partner, verb.value)(NOW, reason)
    assert partner.status is PartnerStatus.ACTIVE


def test_a_partner_suspended_before_it_was_ever_active_has_still_to_be_activated() -> None:
    partner = a_partner(PartnerStatus.ONBOARDING)
    partner.suspend(NOW, "Audit.")
    partner.reinstate(NOW)
    assert partner.status is PartnerStatus.ONBOARDING


@pytest.mark.parametrize("status", list(PartnerStatus))
def test_the_actions_offered_are_those_that_the_table_allows(status: PartnerStatus) -> None:
    for verb in STAFF_VERBS:
        assert (verb.value in staff_actions(status)) is ((status, verb) in TRANSITIONS)


@pytest.mark.parametrize("name", EDITABLE)
def test_every_editable_attribute_is_reported_when_it_changes(name: str) -> None:
    values: dict[str, Any] = {"parent_partner_id": UUID(int=2), "country": "PT", "partner_type": "distributor"}
    (fact,) = a_partner().change(**{name: values.get(name, "other.example")})
    assert fact.changed == (name,)


def test_setting_an_attribute_to_what_it_is_reports_nothing() -> None:
    assert a_partner(domain="vega.example").change(domain="https://www.vega.example/") == []


def test_the_moment_of_a_status_is_kept_but_is_no_change_of_its_own() -> None:
    assert differing({"status": "active", "status_since": "a"}, {"status": "active", "status_since": "b"}) == ()
