"""What holds when people press buttons at the same moment. Each race is run on real connections and threads."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, text

from chassis.errors import ServiceError
from chassis.testing import ANYBODY, Harness
from tests.service.partners.office import Office, admin_of


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Run the actions from one starting line; an answer or the error of each."""
    line = Barrier(len(actions))

    def run(action: Callable[[], Any]) -> Any:
        line.wait(timeout=10)
        try:
            return action()
        except ServiceError as error:
            return error

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def codes(outcomes: list[Any]) -> list[str]:
    return sorted(outcome.code if isinstance(outcome, ServiceError) else "done" for outcome in outcomes)


@pytest.fixture
def slow_transactions(partners_engine: Engine) -> Iterator[None]:
    """Every recorded event takes a moment, so that transactions that start together overlap."""
    with partners_engine.begin() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS"
                " 'BEGIN PERFORM pg_sleep(0.05); RETURN NEW; END'"
            )
        )
        connection.execute(text("CREATE TRIGGER dawdle BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION dawdle()"))
    yield
    with partners_engine.begin() as connection:
        connection.execute(text("DROP TRIGGER dawdle ON outbox"))
        connection.execute(text("DROP FUNCTION dawdle()"))


pytestmark = pytest.mark.usefixtures("harness", "slow_transactions")


def test_two_approvals_at_once_make_one_partner(office: Office, harness: Harness) -> None:
    application = office.apply()
    outcomes = at_once(lambda: office.approve(application), lambda: office.approve(application))
    assert codes(outcomes) == ["application_already_decided", "done"]
    assert harness.published().count("partner.created.v1") == 1
    assert len(office.ask("list_partners")["items"]) == 1


def test_an_approval_and_a_decline_at_once_leave_one_decision(office: Office, harness: Harness) -> None:
    application = office.apply()
    decline = {"application_id": application["application_id"], "reason_code": "other", "text": ""}
    outcomes = at_once(lambda: office.approve(application), lambda: office.ask("decline_application", **decline))
    assert codes(outcomes) == ["application_already_decided", "done"]
    decided = {"application.approved.v1", "application.declined.v1"} & set(harness.published())
    assert len(decided) == 1


@pytest.mark.parametrize("shared", [{"domain": "vega.example"}, {"registration_no": "B12345678"}])
def test_two_applications_of_one_company_at_once_are_one(
    office: Office, harness: Harness, shared: dict[str, str]
) -> None:
    outcomes = at_once(*(lambda: office.apply(**shared) for _ in range(4)))
    assert codes(outcomes) == ["application_pending"] * 3 + ["done"]
    assert harness.published() == ["application.submitted.v1"]


def test_an_application_cannot_slip_in_while_its_twin_is_being_approved(office: Office) -> None:
    first = office.apply(domain="vega.example")
    outcomes = at_once(lambda: office.approve(first), lambda: office.apply(domain="vega.example"))
    assert codes(outcomes)[1] == "done"
    assert codes(outcomes)[0] in {"already_partner", "application_pending"}


def test_two_people_who_join_at_once_activate_the_partner_once(office: Office, harness: Harness) -> None:
    made = office.partner()
    seller = office.ask("add_person", admin_of(made), name="S", email="s@x.example", role="partner_seller")
    people = (made["person_id"], seller["person_id"])
    at_once(*(lambda person=person: office.ask("join_person", ANYBODY, person_id=person) for person in people))
    assert harness.published().count("partner.activated.v1") == 1
    assert harness.published().count("person.joined.v1") == 2


def test_one_invitation_accepted_twice_at_once_is_one_arrival(office: Office, harness: Harness) -> None:
    made = office.partner()
    outcomes = at_once(*(lambda: office.ask("join_person", ANYBODY, person_id=made["person_id"]) for _ in range(3)))
    assert codes(outcomes) == ["done"] * 3
    assert harness.published().count("person.joined.v1") == 1


def test_two_moves_that_would_close_a_circle_together_do_not_both_succeed(office: Office) -> None:
    one, two = office.partner(), office.partner()

    def place(child: dict[str, Any], parent: dict[str, Any]) -> Any:
        version = office.ask("get_partner", partner_id=child["partner_id"])["version"]
        command = {"partner_id": child["partner_id"], "version": version, "parent_partner_id": parent["partner_id"]}
        return office.ask("update_partner", **command)

    outcomes = at_once(lambda: place(one, two), lambda: place(two, one))
    assert codes(outcomes) == ["done", "hierarchy_cycle"]


def test_the_last_two_administrators_cannot_leave_at_once(office: Office) -> None:
    made = office.active_partner()
    who = admin_of(made)
    other = office.ask("add_person", who, name="B", email="b@x.example", role="partner_admin")
    people = (made["person_id"], other["person_id"])
    outcomes = at_once(*(lambda person=person: office.ask("remove_person", who, person_id=person) for person in people))
    assert codes(outcomes) == ["done", "last_partner_admin"]


def test_two_invitations_of_one_address_at_once_are_one(office: Office, harness: Harness) -> None:
    one, two = office.partner(), office.partner()
    person = {"name": "S", "email": "same@x.example", "role": "partner_seller"}
    outcomes = at_once(*(lambda made=made: office.ask("add_person", admin_of(made), **person) for made in (one, two)))
    assert codes(outcomes) == ["done", "email_taken"]


def test_two_updates_of_one_reading_are_one_and_a_refusal(office: Office) -> None:
    made = office.partner()
    version = office.ask("get_partner", partner_id=made["partner_id"])["version"]
    command = {"partner_id": made["partner_id"], "version": version}
    outcomes = at_once(*(lambda city=city: office.ask("update_partner", city=city, **command) for city in ("A", "B")))
    assert codes(outcomes) == ["done", "stale_version"]
