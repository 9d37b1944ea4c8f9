"""People: invitations, roles, farewells, and how little partners learn about each other's."""

from typing import Any

import pytest

from chassis.context import Principal
from chassis.errors import ServiceError
from chassis.testing import ANYBODY, Harness, principal
from tests.service.partners.office import STAFF, Office, admin_of

SELLER = {"name": "Sol", "email": "Sol@Sells.Example", "role": "partner_seller"}
MANAGER = {"name": "Ann Keller", "email": "ann@northbeam.example", "role": "channel_manager"}


def refusal(office: Office, method: str, who: Principal = STAFF, **command: Any) -> ServiceError:
    with pytest.raises(ServiceError) as refused:
        office.ask(method, who, **command)
    return refused.value


def test_the_first_accepted_invitation_activates_the_partner_and_later_ones_do_not(
    office: Office, harness: Harness
) -> None:
    made = office.partner()
    seller = office.ask("add_person", admin_of(made), **SELLER)
    office.ask("join_person", ANYBODY, person_id=made["person_id"])
    office.ask("join_person", ANYBODY, person_id=seller["person_id"])
    assert office.status(made["partner_id"]) == "active"
    assert harness.published()[-3:] == ["partner.activated.v1", "person.joined.v1", "person.joined.v1"]


def test_accepting_twice_is_accepting_once(office: Office, harness: Harness) -> None:
    made = office.active_partner()
    again = office.ask("join_person", ANYBODY, person_id=made["person_id"])
    assert again["status"] == "active"
    assert len(harness.events("person.joined.v1")) == 1


def test_somebody_who_joins_a_suspended_partner_does_not_lift_the_suspension(office: Office) -> None:
    made = office.partner()
    office.ask("suspend_partner", partner_id=made["partner_id"], reason="Audit.")
    office.ask("join_person", ANYBODY, person_id=made["person_id"])
    assert office.status(made["partner_id"]) == "suspended"


def test_nobody_joins_a_partner_that_ended(office: Office) -> None:
    made = office.partner()
    office.ask("terminate_partner", partner_id=made["partner_id"], reason="Closed.")
    assert refusal(office, "join_person", ANYBODY, person_id=made["person_id"]).kind == "conflict"
    assert refusal(office, "add_person", partner_id=made["partner_id"], **SELLER).code == "partner_terminated"


def test_a_partner_admin_invites_into_the_own_partner_without_naming_it(office: Office, harness: Harness) -> None:
    made = office.active_partner()
    person = office.ask("add_person", admin_of(made), **SELLER)
    assert (person["partner_id"], person["email"]) == (made["partner_id"], "sol@sells.example")
    invited = harness.events("person.invited.v1")[-1]
    assert invited["data"]["email"] == "sol@sells.example"
    assert invited["partnerid"] == made["partner_id"]


def test_a_partner_admin_invites_nobody_into_another_partner(office: Office) -> None:
    mine, other = office.active_partner(), office.active_partner()
    refused = refusal(office, "add_person", admin_of(mine), partner_id=other["partner_id"], **SELLER)
    assert refused.kind == "not_found"


def test_a_role_of_the_vendor_cannot_be_given_to_a_partners_person_nor_the_other_way(office: Office) -> None:
    made = office.active_partner()
    who = admin_of(made)
    grab = {**SELLER, "role": "program_manager"}
    assert refusal(office, "add_person", who, **grab).code == "role_not_allowed"
    command = {"person_id": made["person_id"], "version": 2, "role": "platform_operator"}
    assert refusal(office, "update_person", **command).code == "role_not_allowed"
    assert refusal(office, "add_person", **SELLER).code == "role_not_allowed"


def test_staff_without_a_partner_belong_to_the_vendor(office: Office, harness: Harness) -> None:
    manager = office.ask("add_person", **MANAGER)
    assert manager["partner_id"] is None
    assert "partnerid" not in harness.events("person.invited.v1")[0]
    (listed,) = office.ask("list_people", vendor=True)["items"]
    assert listed["person_id"] == manager["person_id"]


def test_one_address_belongs_to_one_person_until_they_leave(office: Office) -> None:
    made = office.active_partner()
    first = office.ask("add_person", partner_id=made["partner_id"], **SELLER)
    again = {**SELLER, "email": "SOL@sells.example"}
    assert refusal(office, "add_person", partner_id=made["partner_id"], **again).code == "email_taken"
    office.ask("remove_person", person_id=first["person_id"])
    office.ask("add_person", partner_id=made["partner_id"], **again)


def test_a_person_who_left_is_told_of_once_and_stays_away(office: Office, harness: Harness) -> None:
    made = office.active_partner()
    seller = office.ask("add_person", partner_id=made["partner_id"], **SELLER)
    office.ask("remove_person", person_id=seller["person_id"], reason="left_company")
    for method in ("remove_person", "join_person"):
        assert refusal(office, method, person_id=seller["person_id"]).code == "illegal_transition"
    (event,) = harness.events("person.left.v1")
    assert (event["data"]["reason"], event["subject"]) == ("left_company", f"person/{seller['person_id']}")


def test_a_partner_keeps_an_administrator_unless_the_vendor_decides(office: Office) -> None:
    made = office.active_partner()
    who = admin_of(made)
    assert refusal(office, "remove_person", who, person_id=made["person_id"]).code == "last_partner_admin"
    demotion = {"person_id": made["person_id"], "version": 2, "role": "partner_seller"}
    assert refusal(office, "update_person", who, **demotion).code == "last_partner_admin"
    office.ask("add_person", who, **{**SELLER, "role": "partner_admin"})
    assert office.ask("remove_person", who, person_id=made["person_id"])["status"] == "left"


def test_the_vendor_may_take_the_last_administrator_away(office: Office) -> None:
    made = office.active_partner()
    assert office.ask("remove_person", person_id=made["person_id"])["status"] == "left"


def test_a_partner_sees_its_own_people_only(office: Office) -> None:
    mine, other = office.active_partner(), office.active_partner()
    office.ask("add_person", **MANAGER)
    who = admin_of(mine)
    assert [item["person_id"] for item in office.ask("list_people", who)["items"]] == [mine["person_id"]]
    assert office.ask("list_people", who, partner_id=other["partner_id"])["items"] == []
    assert office.ask("list_people", who, vendor=True)["items"] == []
    assert refusal(office, "get_person", who, person_id=other["person_id"]).kind == "not_found"
    assert refusal(office, "remove_person", who, person_id=other["person_id"]).kind == "not_found"


def test_names_come_in_one_batch_without_strangers_and_without_addresses_of_the_vendor(office: Office) -> None:
    mine, other = office.active_partner(), office.active_partner()
    manager = office.ask("add_person", **MANAGER)
    ids = [mine["person_id"], other["person_id"], manager["person_id"]]
    seen = {item["person_id"]: item for item in office.ask("get_people", admin_of(mine), person_ids=ids)["items"]}
    assert set(seen) == {mine["person_id"], manager["person_id"]}
    assert (seen[manager["person_id"]]["name"], seen[manager["person_id"]]["email"]) == ("Ann Keller", None)
    assert seen[mine["person_id"]]["email"]
    assert office.ask("get_people", ANYBODY, person_ids=ids)["items"] == []
    staff = {item["person_id"]: item["email"] for item in office.ask("get_people", person_ids=ids)["items"]}
    assert None not in staff.values()
    assert len(staff) == 3


def test_a_channel_manager_is_a_living_person_of_the_vendor(office: Office, harness: Harness) -> None:
    made, manager = office.active_partner(), office.ask("add_person", **MANAGER)
    partner_id = made["partner_id"]
    seen = office.ask("assign_channel_manager", partner_id=partner_id, person_id=manager["person_id"])
    assert seen["channel_manager_id"] == manager["person_id"]
    assert harness.events("partner.updated.v1")[0]["data"]["changed"] == ["channel_manager_id"]
    refused = refusal(office, "assign_channel_manager", partner_id=partner_id, person_id=made["person_id"])
    assert refused.code == "unknown_reference"
    own = refusal(office, "assign_channel_manager", admin_of(made), partner_id=partner_id, person_id=None)
    assert own.code == "vendor_only"


def test_no_event_but_the_invitation_says_who_someone_is(office: Office, harness: Harness) -> None:
    made = office.active_partner()
    office.ask("terminate_partner", partner_id=made["partner_id"], reason="Closed.")
    for event in harness.events():
        told = str(event["data"])
        assert ("@" in told) is (event["type"] == "person.invited.v1"), event["type"]


def test_people_are_found_by_part_of_their_name(office: Office) -> None:
    made = office.active_partner()
    office.ask("add_person", partner_id=made["partner_id"], **{**SELLER, "name": "Lucía Fernández"})
    found = office.ask("list_people", partner_id=made["partner_id"], q="fernandez")["items"]
    assert [person["name"] for person in found] == ["Lucía Fernández"]


def test_with_a_scope_of_ones_own_one_sees_oneself_only(office: Office) -> None:
    made = office.active_partner()
    seller = office.ask("add_person", partner_id=made["partner_id"], **SELLER)
    claims = {"partner_id": made["partner_id"], "person_id": seller["person_id"]}
    who = principal(seller["person_id"], roles=["partner_seller"], scope="own", **claims)
    assert office.ask("get_person", who, person_id=seller["person_id"])["name"] == "Sol"
    assert refusal(office, "get_person", who, person_id=made["person_id"]).kind == "not_found"
    assert len(office.ask("list_people", who)["items"]) == 1
