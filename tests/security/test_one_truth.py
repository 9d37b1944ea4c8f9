"""The gateway's policy and the lifecycle of deals say the same about who may do what."""

from __future__ import annotations

import pytest

from gateway.api.operations import TABLE
from gateway.identity import policies
from gateway.identity.roles import PARTNER_ROLES, STAFF_ROLES
from services.deals.lifecycle.model import DECISION_VERBS, SIDES, VERBS
from services.deals.standing.model import DECIDING_ROLES, READING_ROLES, Side

IRREGULAR = {
    "request_info": "request_deal_registration_info",
    "set_stage": "set_deal_registration_stage",
    "won": "mark_deal_registration_won",
    "lost": "mark_deal_registration_lost",
}
POLICIES = policies.load([operation.name for operation in TABLE])


def roles_of(verb: str) -> set[str]:
    return set(POLICIES.grants[IRREGULAR.get(verb, f"{verb}_deal_registration")])


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_side_that_the_lifecycle_names_is_let_in_and_no_other(verb: str) -> None:
    sides = {
        side
        for side, roles in ((Side.PARTNER, PARTNER_ROLES), (Side.STAFF, STAFF_ROLES))
        if not roles_of(verb).isdisjoint(roles)
    }
    assert sides == SIDES[verb]


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_role_of_a_partner_may_do_what_its_side_may(verb: str) -> None:
    assert (roles_of(verb) & {*PARTNER_ROLES}) in (set(), {*PARTNER_ROLES})


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_staff_who_only_read_or_do_not_decide_are_kept_out(verb: str) -> None:
    staff = roles_of(verb) & {*STAFF_ROLES}
    assert staff.isdisjoint(READING_ROLES)
    if verb in DECISION_VERBS:
        assert staff <= DECIDING_ROLES
