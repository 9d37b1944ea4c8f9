"""Onboarding: one list for both sides that completes itself from facts, and for the vendor how late it all is."""

from typing import Any

import pytest

from chassis.clock import FrozenClock
from chassis.consumer import Outcome
from chassis.context import Principal
from chassis.errors import ServiceError
from chassis.testing import ANYBODY, Harness, principal
from services.partners.onboarding.jobs import follow_records
from tests.service.partners.office import STAFF, Office, admin_of, hear, onboard
from tests.service.rebuilt import everything

FIRST_CERTIFICATE = "certificate/0193f5c0-7a10-7000-8000-0000000000c1"
SECOND_CERTIFICATE = "certificate/0193f5c0-7a10-7000-8000-0000000000c2"


def the_list(office: Office, made: dict[str, Any], who: Principal = STAFF) -> dict[str, Any]:
    found: dict[str, Any] = office.ask("get_onboarding", who, partner_id=made["partner_id"])
    return found


def states(office: Office, made: dict[str, Any]) -> dict[str, str]:
    return {task["code"]: task["state"] for task in the_list(office, made)["tasks"]}


def refusal(office: Office, method: str, who: Principal = STAFF, **command: Any) -> ServiceError:
    with pytest.raises(ServiceError) as refused:
        office.ask(method, who, **command)
    return refused.value


def test_an_admitted_partner_has_the_checklist_of_its_type(office: Office) -> None:
    reseller, referral = office.partner(), office.partner(partner_type="referral")
    assert len(the_list(office, reseller)["tasks"]) == 10
    assert [task["code"] for task in the_list(office, referral)["tasks"]] == [
        "channel_manager",
        "first_sign_in",
        "welcome_call",
        "sales_material",
        "first_deal",
    ]


def test_both_sides_see_the_same_list_and_each_may_do_its_own_part(office: Office) -> None:
    made = office.active_partner()
    office.harness.run_job(follow_records)
    ours, theirs = the_list(office, made), the_list(office, made, admin_of(made))
    without = [{**task, "actions": None} for task in ours["tasks"]]
    assert without == [{**task, "actions": None} for task in theirs["tasks"]]
    assert office.ask("get_onboarding", admin_of(made))["onboarding_id"] == ours["onboarding_id"]


def test_another_partners_list_answers_like_an_absent_one(office: Office) -> None:
    made, other = office.active_partner(), office.active_partner()
    assert refusal(office, "get_onboarding", admin_of(other), partner_id=made["partner_id"]).code == "not_found"
    command = {"partner_id": made["partner_id"], "task_code": "welcome_call"}
    assert refusal(office, "complete_onboarding_task", admin_of(other), **command).code == "not_found"


def test_what_the_records_say_completes_tasks_once(office: Office, harness: Harness) -> None:
    made = office.active_partner(city="Vigo", registration_no="B12345674")
    assert harness.run_job(follow_records) == 2
    assert harness.run_job(follow_records) == 0
    done = {code for code, state in states(office, made).items() if state == "done"}
    assert done == {"first_sign_in", "company_profile"}
    colleague = {"name": "Eva", "email": "eva@vega.example", "role": "partner_seller"}
    person = office.ask("add_person", admin_of(made), **colleague)
    assert harness.run_job(follow_records) == 0, "an invited colleague has not joined yet"
    office.ask("join_person", ANYBODY, person_id=person["person_id"])
    harness.run_job(follow_records)
    assert states(office, made)["second_colleague"] == "done"


def test_a_task_says_what_it_waits_for_and_what_waits_for_it(office: Office) -> None:
    tasks = {task["code"]: task for task in the_list(office, office.partner())["tasks"]}
    assert (tasks["welcome_call"]["state"], tasks["welcome_call"]["blocked_by"]) == (
        "blocked",
        ["channel_manager", "first_sign_in"],
    )
    assert (tasks["first_sign_in"]["state"], tasks["first_sign_in"]["blocks"]) == ("open", 6)


def test_facts_of_other_services_complete_tasks_even_blocked_ones(office: Office) -> None:
    made = office.partner()
    hear(office, "certificate.issued.v1", made)
    hear(office, "asset.downloaded.v1", made)
    hear(office, "deal_registration.submitted.v1", made)
    found = states(office, made)
    assert {found[code] for code in ("first_certificate", "sales_material", "first_deal")} == {"done"}
    assert found["welcome_call"] == "blocked"


def test_facts_about_a_partner_without_a_list_and_about_the_vendor_change_nothing(office: Office) -> None:
    hear(office, "deal_registration.submitted.v1", {"partner_id": "0193f5c0-7a10-7000-8000-00000000dead"})
    hear(office, "asset.downloaded.v1", {"partner_id": None})
    assert office.ask("list_onboarding")["items"] == []


def test_a_revoked_certificate_opens_its_task_again_unless_another_one_stands(office: Office) -> None:
    made = office.partner()
    for certificate in (FIRST_CERTIFICATE, SECOND_CERTIFICATE):
        hear(office, "certificate.issued.v1", made, certificate)
    hear(office, "certificate.revoked.v1", made, FIRST_CERTIFICATE)
    assert states(office, made)["first_certificate"] == "done"
    hear(office, "certificate.revoked.v1", made, SECOND_CERTIFICATE)
    assert states(office, made)["first_certificate"] == "blocked"


def test_events_that_are_sent_again_leave_the_lists_as_they_are(office: Office, harness: Harness) -> None:
    """The lists are partners' own, done by hand in part: nothing empties them, and nothing is heard twice."""
    manager = office.ask("add_person", name="Ann", email="ann@northbeam.example", role="channel_manager")
    made = office.active_partner()
    office.ask("assign_channel_manager", partner_id=made["partner_id"], person_id=manager["person_id"])
    harness.run_job(follow_records)
    office.ask("complete_onboarding_task", partner_id=made["partner_id"], task_code="welcome_call")
    for fact in ("certificate.issued.v1", "asset.downloaded.v1", "certificate.revoked.v1"):
        hear(office, fact, made, FIRST_CERTIFICATE)
    before = everything(harness)
    assert set(harness.rebuild()) == {Outcome.DUPLICATE}
    assert everything(harness) == before


def test_by_hand_only_ones_own_open_tasks_are_completed(office: Office) -> None:
    made = office.active_partner()
    command = {"partner_id": made["partner_id"], "task_code": "welcome_call"}
    assert refusal(office, "complete_onboarding_task", **command).code == "task_blocked"
    assert refusal(office, "complete_onboarding_task", admin_of(made), **command).code == "other_sides_task"
    itself = {**command, "task_code": "channel_manager"}
    assert refusal(office, "complete_onboarding_task", **itself).code == "task_completes_itself"
    assert refusal(office, "complete_onboarding_task", **{**command, "task_code": "nap"}).code == "not_found"


def test_a_task_done_by_hand_names_who_did_it_and_can_be_taken_back(office: Office) -> None:
    manager = office.ask("add_person", name="Ann", email="ann@northbeam.example", role="channel_manager")
    made = office.active_partner()
    office.ask("assign_channel_manager", partner_id=made["partner_id"], person_id=manager["person_id"])
    office.harness.run_job(follow_records)
    command = {"partner_id": made["partner_id"], "task_code": "welcome_call"}
    for _ in range(2):
        answer = office.ask("complete_onboarding_task", **command)
    (call,) = [task for task in answer["tasks"] if task["code"] == "welcome_call"]
    assert (call["state"], call["completed_by"], call["actions"]) == ("done", STAFF.actor, ["reopen"])
    office.ask("reopen_onboarding_task", **command)
    assert states(office, made)["welcome_call"] == "open"


def test_onboarding_ends_when_nothing_is_left_and_says_so_once(office: Office, harness: Harness) -> None:
    made = office.active_partner()
    onboard(office, made)
    (told,) = harness.events("onboarding.completed.v1")
    assert told["partnerid"] == told["data"]["partner_id"] == made["partner_id"]
    finished = the_list(office, made)
    assert finished["done"] == finished["total"] == 10
    assert finished["completed_at"][:23] == told["data"]["completed_at"][:23]
    hear(office, "deal_registration.submitted.v1", made)
    assert len(harness.events("onboarding.completed.v1")) == 1
    command = {"partner_id": made["partner_id"], "task_code": "welcome_call"}
    assert refusal(office, "reopen_onboarding_task", **command).code == "onboarding_finished"


def test_staff_see_what_is_late_by_side_and_age(office: Office, time: FrozenClock) -> None:
    late = office.partner()
    time.advance(days=12)
    office.partner()
    counts = office.ask("count_onboarding")
    assert counts["under_way"] == 2
    assert counts["ageing"] == [
        {"side": "partner", "not_due": 12, "late": 2, "very_late": 0, "stuck": 0, "blocked": 12},
        {"side": "vendor", "not_due": 4, "late": 1, "very_late": 1, "stuck": 0, "blocked": 4},
    ]
    overdue = office.ask("list_onboarding", state="overdue")["items"]
    assert [item["partner_id"] for item in overdue] == [late["partner_id"]]
    days = {task["code"]: task["days_overdue"] for task in overdue[0]["tasks"]}
    assert (days["channel_manager"], days["first_sign_in"], days["first_deal"]) == (10, 5, 0)


def test_lists_keep_to_a_side_a_state_and_a_channel_manager(office: Office) -> None:
    manager = office.ask("add_person", name="Ann", email="ann@northbeam.example", role="channel_manager")
    ready, other = office.active_partner(partner_type="referral"), office.partner()
    office.ask("assign_channel_manager", partner_id=ready["partner_id"], person_id=manager["person_id"])
    office.harness.run_job(follow_records)
    office.ask("complete_onboarding_task", partner_id=ready["partner_id"], task_code="welcome_call")

    def found(**wanted: Any) -> list[str]:
        return [item["partner_id"] for item in office.ask("list_onboarding", **wanted)["items"]]

    assert found(side="vendor") == [other["partner_id"]]
    assert found(state="blocked") == [other["partner_id"]]
    assert found(channel_manager_id=manager["person_id"]) == [ready["partner_id"]]
    assert found() == [ready["partner_id"], other["partner_id"]]
    assert found(state="completed") == []


def test_a_terminated_partner_is_nobodys_unfinished_business(office: Office) -> None:
    made = office.active_partner()
    office.ask("terminate_partner", partner_id=made["partner_id"], reason="Closed.")
    assert office.ask("list_onboarding")["items"] == []
    assert office.ask("count_onboarding")["under_way"] == 0


def test_only_the_vendor_reads_the_lists_of_all(office: Office) -> None:
    made = office.active_partner()
    for method in ("list_onboarding", "count_onboarding", "list_checklists"):
        assert refusal(office, method, admin_of(made)).code == "vendor_only"


def test_a_new_checklist_is_for_partners_who_come_later(office: Office) -> None:
    before = office.partner(partner_type="referral")
    deal = {"code": "first_deal", "side": "partner", "title": {"en": "Deal", "es": "Negocio"}, "due_days": 5}
    tasks = [{**deal, "signal": "deal_registered"}]
    made = office.ask("publish_checklist", partner_type="referral", tasks=tasks)
    after = office.partner(partner_type="referral")
    assert (made["version"], made["published_by"]) == (2, STAFF.actor)
    assert (the_list(office, before)["total"], the_list(office, after)["total"]) == (5, 1)
    in_force = {found["partner_type"]: found["version"] for found in office.ask("list_checklists")["items"]}
    assert in_force == {"any": 1, "consultant": 1, "referral": 2}
    admin = principal("0193f5c0-7a10-7000-8000-000000000077", scope="company", partner_id=after["partner_id"])
    assert refusal(office, "publish_checklist", admin, partner_type="referral", tasks=tasks).code == "vendor_only"


def test_a_partner_adds_what_is_missing_in_its_record_and_corrects_nothing(office: Office) -> None:
    made = office.active_partner()
    admin, partner_id = admin_of(made), made["partner_id"]

    def change(**attributes: Any) -> Any:
        version = office.ask("get_partner", partner_id=partner_id)["version"]
        return office.ask("update_partner", admin, partner_id=partner_id, version=version, **attributes)

    assert change(city="Vigo", registration_no="B12345674")["city"] == "Vigo"
    for wanted in ({"city": "Lugo"}, {"legal_name": "Other S.L."}, {"country": "PT"}, {"partner_type": "referral"}):
        with pytest.raises(ServiceError) as refused:
            change(**wanted)
        assert refused.value.code == "vendor_only"
