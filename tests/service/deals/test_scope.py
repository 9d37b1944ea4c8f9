"""Who may see what: another partner's registration answers exactly like an absent one, on every method."""

from uuid import uuid4

import pytest

from chassis.rpc import rpc_methods
from chassis.testing import ANYBODY
from services.deals.service import DealsService
from tests.service.deals.market import APPROVER, MANAGER, Market, a_customer
from tests.service.deals.refusals import refused

EXTRA = {
    "update_deal_registration": {"version": 1, "description": "Mine now"},
    "request_deal_registration_info": {"fields": ["evidence"], "text": "?"},
    "reject_deal_registration": {"reason_code": "other", "text": "No"},
    "revoke_deal_registration": {"reason": "No"},
    "set_deal_registration_stage": {"sales_stage": "proposal"},
    "schedule_decision": {"decision": "approve"},
    "add_note": {"text": "Hello"},
    "add_internal_note": {"text": "Hello"},
}
STAFF_READS = {"get_registration_conflicts", "list_decisions", "list_internal_notes"}
METHODS = sorted(
    name
    for name, method in rpc_methods(DealsService).items()
    if "deal_registration_id" in method.takes.fields and name not in STAFF_READS
)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
def test_another_partners_registration_answers_like_an_absent_one(market: Market, method: str, state: str) -> None:
    owner, other = market.seller(market.partner()), market.seller(market.partner())
    theirs = market.register(owner, submit=state != "draft")
    if state == "approved":
        market.approve(theirs)
    extra = EXTRA.get(method, {})
    foreign = refused(market.do, method, theirs, other, **extra)
    absent = refused(market.do, method, str(uuid4()), other, **extra)
    assert foreign.to_wire() == absent.to_wire()
    assert foreign.kind == "not_found"


@pytest.mark.parametrize("method", METHODS)
def test_a_caller_without_scope_finds_nothing(market: Market, method: str) -> None:
    registered = market.register(market.seller(market.partner()))
    assert refused(market.do, method, registered, ANYBODY, **EXTRA.get(method, {})).kind == "not_found"


def test_own_scope_ends_at_the_person(market: Market) -> None:
    partner_id = market.partner()
    ana, luis = (market.seller(partner_id, scope="own", person=name) for name in ("ana", "luis"))
    hers = market.register(ana)
    assert market.see(hers, ana)["submitted_by"] == "ana"
    assert refused(market.see, hers, luis).code == "deal_registration_not_found"
    assert market.harness.call("list_deal_registrations", {}, principal=luis)["items"] == []


def test_company_scope_ends_at_the_company(market: Market) -> None:
    partner_id = market.partner()
    hers = market.register(market.seller(partner_id, scope="own", person="ana"))
    market.register(market.seller(market.partner()))
    listed = market.harness.call("list_deal_registrations", {}, principal=market.seller(partner_id))
    assert [item["number"] for item in listed["items"]] == [hers["number"]]


def test_hierarchy_scope_reaches_every_partner_below_and_none_beside(market: Market) -> None:
    top = market.partner()
    middle = market.partner(parent=top)
    bottom = market.partner(parent=middle)
    seen = [market.register(market.seller(each))["number"] for each in (top, middle, bottom)]
    market.register(market.seller(market.partner()))
    listed = market.harness.call("list_deal_registrations", {}, principal=market.seller(top, scope="hierarchy"))
    assert sorted(item["number"] for item in listed["items"]) == sorted(seen)
    below = market.harness.call("list_deal_registrations", {}, principal=market.seller(middle, scope="hierarchy"))
    assert len(below["items"]) == 2


def test_a_circle_of_parents_does_not_hang_the_hierarchy(market: Market) -> None:
    first = market.partner()
    second = market.partner(parent=first)
    market.hear(first, "active", parent=second)
    listed = market.harness.call("list_deal_registrations", {}, principal=market.seller(first, scope="hierarchy"))
    assert listed["items"] == []


def test_a_partner_cannot_register_for_another_one(market: Market) -> None:
    by, other = market.seller(market.partner()), market.partner()
    error = refused(market.register, by, partner_id=other)
    assert [field["pointer"] for field in error.details["fields"]] == ["/partner_id"]


def test_counts_are_of_what_the_caller_may_see(market: Market) -> None:
    by = market.seller(market.partner())
    market.register(by)
    market.ask(market.register(by))
    market.register(market.seller(market.partner()))
    mine = market.harness.call("count_deal_registrations", {}, principal=by)
    all_of_them = market.harness.call("count_deal_registrations", {}, principal=MANAGER)
    assert (mine["by_status"], mine["needs_me"]) == ({"submitted": 1, "info_requested": 1}, 1)
    assert (all_of_them["total"], all_of_them["needs_me"]) == (3, 2)


def test_the_queue_and_the_side_by_side_are_for_staff(market: Market) -> None:
    by = market.seller(market.partner())
    registered = market.register(by)
    assert refused(market.harness.call, "list_decision_queue", {}, principal=by).kind == "forbidden"
    for method in STAFF_READS:
        assert refused(market.do, method, registered, by).kind == "forbidden"
        assert market.do(method, registered, APPROVER) is not None


def test_the_queue_names_the_rivals_of_a_conflict_and_nobody_elsewhere(market: Market) -> None:
    wanted, partners = a_customer(), [market.partner(), market.partner()]
    rivals = [market.register(market.seller(partner), customer=wanted) for partner in partners]
    alone = market.register(market.seller(partners[0]))
    items = market.harness.call("list_decision_queue", {}, principal=MANAGER)["items"]
    named = {item["deal_registration_id"]: item["rivals"] for item in items}
    assert named == {
        rivals[0]["deal_registration_id"]: [f"Partner {partners[1][:8]}"],
        rivals[1]["deal_registration_id"]: [f"Partner {partners[0][:8]}"],
        alone["deal_registration_id"]: [],
    }


def test_the_shared_thread_and_the_internal_one_never_mix(market: Market) -> None:
    by = market.seller(market.partner())
    registered = market.register(by)
    market.do("add_note", registered, by, text="We met on Monday.")
    market.do("add_note", registered, APPROVER, text="Thank you.")
    market.do("add_internal_note", registered, APPROVER, text="They always say that.")
    shared = market.do("list_notes", registered, by)["items"]
    assert [(note["text"], note["author_side"]) for note in shared] == [
        ("We met on Monday.", "partner"),
        ("Thank you.", "staff"),
    ]
    internal = market.do("list_internal_notes", registered, MANAGER)["items"]
    assert [note["text"] for note in internal] == ["They always say that."]
    assert refused(market.do, "add_internal_note", registered, by, text="Hi").kind == "forbidden"
