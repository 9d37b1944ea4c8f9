"""Organisations: lifecycle, hierarchy, history and who may see them."""

from itertools import pairwise
from typing import Any

import pytest

from chassis.clock import FrozenClock
from chassis.context import Principal
from chassis.errors import ServiceError
from chassis.testing import ANYBODY, Harness, principal
from tests.service.partners.office import STAFF, Office, admin_of

ABSENT = "0193f5c0-7a10-7000-8000-00000000dead"


def refusal(office: Office, method: str, who: Principal = STAFF, **command: Any) -> ServiceError:
    with pytest.raises(ServiceError) as refused:
        office.ask(method, who, **command)
    return refused.value


def place(office: Office, child: dict[str, Any], parent: str | None) -> Any:
    version = office.ask("get_partner", partner_id=child["partner_id"])["version"]
    return office.ask("update_partner", partner_id=child["partner_id"], version=version, parent_partner_id=parent)


def test_suspending_and_terminating_need_a_reason(office: Office) -> None:
    partner_id = office.partner()["partner_id"]
    for method in ("suspend_partner", "terminate_partner"):
        assert refusal(office, method, partner_id=partner_id).code == "validation_failed"
        assert refusal(office, method, partner_id=partner_id, reason="   ").code == "validation_failed"
    assert office.status(partner_id) == "onboarding"


def test_a_suspended_partner_returns_to_the_status_it_had(office: Office, harness: Harness) -> None:
    for made, before in ((office.partner(), "onboarding"), (office.active_partner(), "active")):
        frozen = office.ask("suspend_partner", partner_id=made["partner_id"], reason="Audit.")
        assert (frozen["status"], frozen["status_reason"]) == ("suspended", "Audit.")
        back = office.ask("reinstate_partner", partner_id=made["partner_id"])
        assert (back["status"], back["status_reason"]) == (before, None)
    assert harness.events("partner.suspended.v1")[0]["data"]["reason"] == "Audit."
    assert len(harness.events("partner.reinstated.v1")) == 2


def test_a_terminated_partner_stays_terminated(office: Office) -> None:
    made = office.active_partner()
    office.ask("terminate_partner", partner_id=made["partner_id"], reason="Business closed.")
    assert refusal(office, "reinstate_partner", partner_id=made["partner_id"]).code == "illegal_transition"
    version = office.ask("get_partner", partner_id=made["partner_id"])["version"]
    refused = refusal(office, "update_partner", partner_id=made["partner_id"], version=version, city="Lugo")
    assert refused.code == "partner_terminated"


def test_terminating_a_partner_releases_everybody_who_acts_for_it(office: Office, harness: Harness) -> None:
    made = office.active_partner()
    office.ask("add_person", partner_id=made["partner_id"], name="S", email="s@x.example", role="partner_seller")
    ended = office.ask("terminate_partner", partner_id=made["partner_id"], reason="Closed.")
    assert ended["people_released"] == 2
    assert {event["data"]["reason"] for event in harness.events("person.left.v1")} == {"partner_terminated"}
    people = office.ask("list_people", partner_id=made["partner_id"])["items"]
    assert {person["status"] for person in people} == {"left"}


def test_an_update_on_an_outdated_reading_is_refused(office: Office) -> None:
    made = office.partner()
    version = office.ask("get_partner", partner_id=made["partner_id"])["version"]
    office.ask("update_partner", partner_id=made["partner_id"], version=version, city="Bilbao")
    refused = refusal(office, "update_partner", partner_id=made["partner_id"], version=version, city="Lugo")
    assert (refused.kind, refused.code) == ("conflict", "stale_version")


def test_an_update_tells_replicas_what_changed_and_a_null_one_tells_nothing(office: Office, harness: Harness) -> None:
    made = office.partner(city="Madrid")
    version = office.ask("get_partner", partner_id=made["partner_id"])["version"]
    seen = office.ask(
        "update_partner", partner_id=made["partner_id"], version=version, legal_name="New S.L.", city="Lugo"
    )
    same = office.ask("update_partner", partner_id=made["partner_id"], version=seen["version"], city="Lugo")
    assert same["version"] == seen["version"]
    (event,) = harness.events("partner.updated.v1")
    assert (event["data"]["changed"], event["data"]["legal_name"]) == (["legal_name", "city"], "New S.L.")
    assert event["partnerid"] == made["partner_id"]


def test_the_hierarchy_may_be_deep_and_refuses_every_circle(office: Office) -> None:
    chain = [office.partner() for _ in range(6)]
    for upper, lower in pairwise(chain):
        place(office, lower, upper["partner_id"])
    for inner in chain[1:]:
        version = office.ask("get_partner", partner_id=chain[0]["partner_id"])["version"]
        command = {"partner_id": chain[0]["partner_id"], "version": version, "parent_partner_id": inner["partner_id"]}
        assert refusal(office, "update_partner", **command).code == "hierarchy_cycle"
    version = office.ask("get_partner", partner_id=chain[2]["partner_id"])["version"]
    itself = {"partner_id": chain[2]["partner_id"], "version": version, "parent_partner_id": chain[2]["partner_id"]}
    assert refusal(office, "update_partner", **itself).code == "hierarchy_cycle"
    assert place(office, chain[5], None)["parent_partner_id"] is None


def test_a_parent_that_does_not_exist_is_refused(office: Office) -> None:
    command = {"partner_id": office.partner()["partner_id"], "version": 1, "parent_partner_id": ABSENT}
    refused = refusal(office, "update_partner", **command)
    assert (refused.kind, refused.code) == ("invalid", "unknown_reference")


def test_the_record_can_be_read_as_it_stood_at_any_moment(office: Office, time: FrozenClock) -> None:
    made = office.partner(legal_name="Old S.L.", city="Madrid")
    first = time.at
    time.advance(days=10)
    version = office.ask("get_partner", partner_id=made["partner_id"])["version"]
    office.ask("update_partner", partner_id=made["partner_id"], version=version, legal_name="New S.L.", city="Lugo")
    time.advance(days=10)
    office.ask("suspend_partner", partner_id=made["partner_id"], reason="Audit.")

    def as_of(moment: Any) -> tuple[Any, ...]:
        seen = office.ask("get_partner", partner_id=made["partner_id"], as_of=moment.isoformat())
        return seen["legal_name"], seen["city"], seen["status"], seen["status_reason"], seen["actions"]

    assert as_of(first) == ("Old S.L.", "Madrid", "onboarding", None, [])
    time.advance(days=1)
    assert as_of(time.at) == ("New S.L.", "Lugo", "suspended", "Audit.", [])
    time.advance(days=-2)
    assert as_of(time.at) == ("New S.L.", "Lugo", "onboarding", None, [])


def test_before_it_existed_there_is_no_record(office: Office, time: FrozenClock) -> None:
    made = office.partner()
    time.advance(days=-1)
    refused = refusal(office, "get_partner", partner_id=made["partner_id"], as_of=time.at.isoformat())
    assert refused.kind == "not_found"


def test_every_change_of_any_attribute_is_a_period_of_the_history(office: Office, time: FrozenClock) -> None:
    made = office.partner()
    manager = office.ask("add_person", name="M", email="m@northbeam.example", role="channel_manager")["person_id"]
    parent = office.partner()["partner_id"]
    changes = {
        "legal_name": "Renamed", "country": "PT", "domain": "renamed.example", "city": "Porto",
        "registration_no": "509442013", "partner_type": "distributor", "parent_partner_id": parent,
    }  # fmt: skip
    for name, value in changes.items():
        time.advance(hours=1)
        version = office.ask("get_partner", partner_id=made["partner_id"])["version"]
        office.ask("update_partner", partner_id=made["partner_id"], version=version, **{name: value})
    time.advance(hours=1)
    office.ask("assign_channel_manager", partner_id=made["partner_id"], person_id=manager)
    history = office.ask("get_partner_history", partner_id=made["partner_id"])["items"]
    assert [period["changed"] for period in history[:-1]] == [
        ["channel_manager_id"],
        *([name] for name in reversed(changes)),
    ]
    assert history[0]["effective_until"] is None
    assert [period["effective_from"] for period in history[:-1]] == [
        period["effective_until"] for period in history[1:]
    ]
    assert {period["changed_by"] for period in history} == {STAFF.actor}


def test_the_newest_period_always_equals_the_record(office: Office) -> None:
    made = office.active_partner(city="Madrid")
    office.ask("suspend_partner", partner_id=made["partner_id"], reason="Audit.")
    office.ask("reinstate_partner", partner_id=made["partner_id"])
    office.ask("terminate_partner", partner_id=made["partner_id"], reason="Closed.")
    newest = office.ask("get_partner_history", partner_id=made["partner_id"], limit=1)["items"][0]["record"]
    seen = office.ask("get_partner", partner_id=made["partner_id"])
    compared = set(newest) - {"status_since", "activated_at"}
    assert {name: newest[name] for name in compared} == {name: seen[name] for name in compared}


def test_two_changes_in_one_tick_keep_their_order(office: Office, time: FrozenClock) -> None:
    made = office.partner()
    office.ask("suspend_partner", partner_id=made["partner_id"], reason="Audit.")
    office.ask("reinstate_partner", partner_id=made["partner_id"])
    history = office.ask("get_partner_history", partner_id=made["partner_id"])["items"]
    assert [period["record"]["status"] for period in history] == ["onboarding", "suspended", "onboarding"]


def test_new_partners_take_part_in_the_default_program_from_their_first_day(office: Office, time: FrozenClock) -> None:
    program = office.ask("ensure_program", code="northbeam", name="Northbeam Partner Program")
    again = office.ask("ensure_program", code="northbeam", name="Northbeam Partner Program")
    assert (program["program_id"], program["is_default"]) == (again["program_id"], True)
    made = office.partner()
    (membership,) = office.ask("get_partner", partner_id=made["partner_id"])["programs"]
    assert (membership["code"], membership["joined_on"]) == ("northbeam", "2026-03-02")
    assert office.ask("get_program")["member_count"] == 1
    assert office.ask("ensure_program", code="academy", name="Academy")["is_default"] is False


def test_only_the_vendor_makes_programs(office: Office) -> None:
    who = admin_of(office.partner())
    assert refusal(office, "ensure_program", who, code="x", name="X").code == "vendor_only"


def test_a_partner_sees_itself_and_of_others_not_even_that_they_exist(office: Office) -> None:
    mine, other = office.active_partner(), office.active_partner()
    who = admin_of(mine)
    assert office.ask("get_partner", who, partner_id=mine["partner_id"])["actions"] == []
    assert [item["partner_id"] for item in office.ask("list_partners", who)["items"]] == [mine["partner_id"]]
    foreign = refusal(office, "get_partner", who, partner_id=other["partner_id"])
    absent = refusal(office, "get_partner", who, partner_id=ABSENT)
    assert foreign.to_wire() == absent.to_wire()
    for method, rest in (("get_partner_history", {}), ("update_partner", {"version": 1, "city": "X"})):
        assert refusal(office, method, who, partner_id=other["partner_id"], **rest).to_wire() == absent.to_wire()


def test_hierarchy_scope_reaches_down_to_every_descendant_and_never_up_or_aside(office: Office) -> None:
    top, middle, bottom, aside = (office.partner() for _ in range(4))
    place(office, middle, top["partner_id"])
    place(office, bottom, middle["partner_id"])
    place(office, aside, top["partner_id"])
    seen = office.ask("list_partners", admin_of(middle, scope="hierarchy"))["items"]
    assert {item["partner_id"] for item in seen} == {middle["partner_id"], bottom["partner_id"]}
    assert (
        refusal(office, "get_partner", admin_of(middle, scope="hierarchy"), partner_id=top["partner_id"]).kind
        == "not_found"
    )
    assert len(office.ask("list_partners", admin_of(top, scope="hierarchy"))["items"]) == 4


def test_without_a_scope_there_are_no_partners(office: Office) -> None:
    made = office.partner()
    assert office.ask("list_partners", ANYBODY)["items"] == []
    assert office.ask("list_partners", principal(scope="company"))["items"] == []
    assert refusal(office, "get_partner", ANYBODY, partner_id=made["partner_id"]).kind == "not_found"


def test_a_partner_cannot_move_itself_through_its_lifecycle_or_the_hierarchy(office: Office) -> None:
    mine, other = office.active_partner(), office.active_partner()
    who, version = admin_of(mine), office.ask("get_partner", partner_id=mine["partner_id"])["version"]
    for method in ("suspend_partner", "terminate_partner"):
        assert refusal(office, method, who, partner_id=mine["partner_id"], reason="x").code == "vendor_only"
    command = {"partner_id": mine["partner_id"], "version": version, "parent_partner_id": other["partner_id"]}
    assert refusal(office, "update_partner", who, **command).code == "vendor_only"


def test_the_list_is_searched_filtered_sorted_and_paged(office: Office) -> None:
    office.partner(legal_name="Ágora Informática S.A.", country="MX")
    office.active_partner(legal_name="beta Sistemas", domain="nube.example")
    office.partner(legal_name="Zeta GmbH", country="DE")

    def names(**wanted: Any) -> list[str]:
        return [item["legal_name"] for item in office.ask("list_partners", **wanted)["items"]]

    assert names() == ["Ágora Informática S.A.", "beta Sistemas", "Zeta GmbH"]
    assert names(q="agora INFOR") == ["Ágora Informática S.A."]
    assert names(q="nube.ex") == ["beta Sistemas"]
    assert names(q="%") == []
    assert names(country="DE") == ["Zeta GmbH"]
    assert names(status=["active"]) == ["beta Sistemas"]
    assert names(sort="-created_at")[0] == "Zeta GmbH"
    first = office.ask("list_partners", limit=2)
    rest = office.ask("list_partners", limit=2, cursor=first["next_cursor"])
    assert [item["legal_name"] for item in rest["items"]] == ["Zeta GmbH"]
    assert rest["next_cursor"] is None
    assert refusal(office, "list_partners", cursor="bm9uc2Vuc2U").code == "cursor_invalid"


def test_the_vendor_alone_ranks_a_partner_and_its_history_keeps_the_rank(office: Office, harness: Harness) -> None:
    made = office.active_partner(country="MX")
    before = office.ask("get_partner", partner_id=made["partner_id"])
    assert (before["tier"], before["region"]) == ("registered", "latam")
    change = {"partner_id": made["partner_id"], "version": before["version"], "tier": "gold"}
    assert refusal(office, "update_partner", admin_of(made), **change).code == "vendor_only"
    assert office.ask("update_partner", **change)["tier"] == "gold"
    told = harness.events("partner.updated.v1")[-1]["data"]
    assert (told["tier"], told["region"], told["changed"]) == ("gold", "latam", ["tier"])
    latest, first = office.ask("get_partner_history", partner_id=made["partner_id"])["items"][::2]
    assert (latest["record"]["tier"], first["record"]["tier"]) == ("gold", "registered")


def test_another_country_may_be_another_region(office: Office, harness: Harness) -> None:
    made = office.active_partner()
    moved = office.ask("update_partner", partner_id=made["partner_id"], version=2, country="US")
    assert moved["region"] == "na"
    assert harness.events("partner.updated.v1")[-1]["data"]["changed"] == ["country", "region"]


def test_partners_are_found_by_tier_and_region(office: Office) -> None:
    spanish, american = office.partner(), office.partner(country="US")
    found = office.ask("list_partners", region="na", tier="registered")["items"]
    assert [partner["partner_id"] for partner in found] == [american["partner_id"]] != [spanish["partner_id"]]
