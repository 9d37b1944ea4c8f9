"""What companies need: counted live over distinct valid holders, forecast, and moved by everything that may move it."""

from datetime import timedelta
from typing import Any

import pytest

from chassis.clock import FrozenClock
from chassis.context import Principal
from chassis.errors import ServiceError
from chassis.testing import Harness
from services.enablement.certificates.jobs import expire_certificates
from tests.service.enablement.academy import Academy
from tests.service.enablement.school import MANAGER, MONDAY, both

DAY = timedelta(days=1)


@pytest.fixture
def academy(harness: Harness, time: FrozenClock) -> Academy:
    return Academy(harness)


@pytest.fixture
def course(academy: Academy) -> dict[str, Any]:
    return academy.published()


@pytest.fixture
def certification(academy: Academy, course: dict[str, Any]) -> dict[str, Any]:
    return academy.certification(course)


@pytest.fixture
def company(academy: Academy) -> str:
    return academy.partner()


def certified(academy: Academy, company: str, course: dict[str, Any], count: int) -> list[Principal]:
    people = [academy.person(company) for _ in range(count)]
    for person in people:
        academy.earn(person, course)
    academy.recount()
    return people


def test_a_company_is_counted_from_the_day_something_is_asked(
    academy: Academy, certification: dict[str, Any], course: dict[str, Any], company: str
) -> None:
    certified(academy, company, course, 2)
    academy.ask_for(certification, 2)
    found = academy.company(company)
    assert (found["holders"], found["required"], found["status"]) == (2, 2, "met")
    assert found["falls_below_on"] == MONDAY.replace(year=2027).date().isoformat()
    assert len(found["renew"]) == 2
    assert [event["partner_id"] for event in academy.told("company_requirement.met.v1")] == [company]


def test_an_award_meets_it_with_the_next_count(
    academy: Academy, certification: dict[str, Any], course: dict[str, Any], company: str
) -> None:
    academy.ask_for(certification, 2)
    assert academy.company(company)["status"] == "unmet"
    certified(academy, company, course, 1)
    assert academy.told("company_requirement.met.v1") == []
    certified(academy, company, course, 1)
    assert academy.company(company)["status"] == "met"
    assert len(academy.told("company_requirement.met.v1")) == 1
    assert academy.recount() == 0


def test_a_person_with_two_certificates_is_counted_once(
    academy: Academy, certification: dict[str, Any], course: dict[str, Any], company: str, time: FrozenClock
) -> None:
    academy.ask_for(certification, 2)
    (lucia,) = certified(academy, company, course, 1)
    time.advance(days=300)
    academy.complete(lucia, course)
    academy.recount()
    assert academy.company(company)["holders"] == 1


def test_the_day_comes_into_sight_and_passes(
    academy: Academy, certification: dict[str, Any], course: dict[str, Any], company: str, time: FrozenClock
) -> None:
    academy.ask_for(certification, 1)
    (lucia,) = certified(academy, company, course, 1)
    end = MONDAY.replace(year=2027)
    time.at = end - 90 * DAY
    academy.recount()
    at_risk = academy.company(company)
    assert (at_risk["status"], at_risk["falls_below_on"]) == ("at_risk", end.date().isoformat())
    assert [held["person_id"] for held in at_risk["renew"]] == [lucia.claims["person_id"]]
    time.at = end
    academy.recount()
    assert academy.company(company)["status"] == "lost"
    assert academy.told("company_requirement.lost.v1")[0]["holders"] == 0


def test_a_renewal_takes_the_risk_away(
    academy: Academy, certification: dict[str, Any], course: dict[str, Any], company: str, time: FrozenClock
) -> None:
    academy.ask_for(certification, 1)
    (lucia,) = certified(academy, company, course, 1)
    time.at = MONDAY.replace(year=2027) - 20 * DAY
    academy.recount()
    academy.complete(lucia, course)
    academy.recount()
    found = academy.company(company)
    assert (found["status"], found["falls_below_on"]) == ("met", MONDAY.replace(year=2028).date().isoformat())


def test_somebody_who_leaves_is_missed_at_once_without_any_job(
    academy: Academy, certification: dict[str, Any], course: dict[str, Any], company: str
) -> None:
    academy.ask_for(certification, 2)
    lucia, _other = certified(academy, company, course, 2)
    academy.hear(lucia.claims["person_id"], company, "left")
    found = academy.company(company)
    assert (found["holders"], found["status"]) == (1, "lost")
    assert len(academy.told("company_requirement.lost.v1")) == 1


def test_a_revocation_and_an_end_are_missed_with_the_next_count(
    academy: Academy, certification: dict[str, Any], course: dict[str, Any], company: str, time: FrozenClock
) -> None:
    academy.ask_for(certification, 2)
    lucia, _other = certified(academy, company, course, 2)
    academy.revoke(academy.held(lucia)[0])
    academy.recount()
    assert academy.company(company)["holders"] == 1
    time.at = MONDAY.replace(year=2027)
    academy.harness.run_job(expire_certificates)
    academy.recount()
    assert academy.company(company)["holders"] == 0


def test_who_changes_the_employer_counts_there_and_only_there(
    academy: Academy, certification: dict[str, Any], course: dict[str, Any], company: str
) -> None:
    academy.ask_for(certification, 1)
    (lucia,) = certified(academy, company, course, 1)
    other = academy.partner()
    again = academy.person(other)
    academy.hear(lucia.claims["person_id"], company, "left")
    academy.do("transfer_certificates", person_id=lucia.claims["person_id"], to_person_id=again.claims["person_id"])
    academy.recount()
    assert (academy.company(company)["holders"], academy.company(other)["holders"]) == (0, 1)


def test_only_companies_of_the_named_types_are_asked(
    academy: Academy, certification: dict[str, Any], company: str
) -> None:
    distributor = academy.partner("distributor")
    academy.ask_for(certification, 1, "distributor")
    asked = [row["partner_id"] for row in academy.do("list_company_requirements")["items"]]
    assert asked == [distributor]
    assert company not in asked


def test_a_suspended_company_is_not_counted_and_comes_back(
    academy: Academy, certification: dict[str, Any], company: str
) -> None:
    academy.ask_for(certification, 1)
    academy.partner(status="suspended", partner_id=company)
    assert academy.do("list_company_requirements", partner_id=company)["items"] == []
    academy.partner(status="active", partner_id=company)
    assert academy.company(company)["status"] == "unmet"
    assert academy.told("company_requirement.withdrawn.v1") == []


def test_whoever_was_told_that_it_is_met_is_told_that_it_is_asked_no_more(
    academy: Academy, certification: dict[str, Any], course: dict[str, Any], company: str
) -> None:
    """Of a suspended company, and of each company when the requirement is withdrawn; and again when it is met again."""
    other = academy.partner()
    certified(academy, company, course, 1)
    certified(academy, other, course, 1)
    asked = academy.ask_for(certification, 1)
    first = academy.company(company)["company_requirement_id"]
    academy.partner(status="suspended", partner_id=company)
    assert [told["company_requirement_id"] for told in academy.told("company_requirement.withdrawn.v1")] == [first]
    academy.partner(status="active", partner_id=company)
    second = academy.company(company)
    assert (second["status"], second["company_requirement_id"] == first) == ("met", False)
    academy.do("withdraw_requirement", requirement_id=asked["requirement_id"])
    told = academy.harness.events("company_requirement.withdrawn.v1")
    assert {event["partnerid"] for event in told[1:]} == {company, other}
    assert len(told) == 3
    assert academy.recount() == 0
    assert len(academy.told("company_requirement.withdrawn.v1")) == 3


def test_asking_for_more_or_for_nothing_moves_every_company(
    academy: Academy, certification: dict[str, Any], course: dict[str, Any], company: str
) -> None:
    certified(academy, company, course, 1)
    asked = academy.ask_for(certification, 1)
    ids = {"requirement_id": asked["requirement_id"], "certification_id": certification["certification_id"]}
    academy.do("set_requirement", **ids, required=2)
    assert academy.company(company)["status"] == "lost"
    academy.do("withdraw_requirement", requirement_id=asked["requirement_id"])
    assert academy.do("list_company_requirements")["items"] == []
    assert academy.do("list_requirements")["items"] == []


def test_asking_for_another_certification_is_told_of_whoever_had_the_one_before(
    academy: Academy, certification: dict[str, Any], course: dict[str, Any], company: str
) -> None:
    certified(academy, company, course, 1)
    asked = academy.ask_for(certification, 1)
    before, newcomer = academy.company(company), academy.partner()
    academy.recount()
    other = academy.certification(course, code="security", title=both("Security engineer"))
    ids = {"requirement_id": asked["requirement_id"], "certification_id": other["certification_id"]}
    academy.do("set_requirement", **ids, required=1)
    found = academy.company(company)
    assert (found["certification_code"], found["title"]["en"]) == ("security", "Security engineer")
    assert (found["holders"], found["status"], academy.company(newcomer)["status"]) == (0, "lost", "unmet")
    (told,) = academy.told("company_requirement.lost.v1")
    assert told["company_requirement_id"] == before["company_requirement_id"]
    assert told["certification_code"] == "security"


def test_a_partner_sees_its_own_company_alone_and_asks_for_nothing(
    academy: Academy, certification: dict[str, Any], company: str
) -> None:
    academy.ask_for(certification, 1)
    rival = academy.partner()
    admin = academy.person(company)
    admin = Principal(actor=admin.actor, roles=admin.roles, scope="company", claims=admin.claims)
    assert [row["partner_id"] for row in academy.do("list_company_requirements", admin)["items"]] == [company]
    assert academy.do("list_company_requirements", admin, partner_id=rival)["items"] == []
    with pytest.raises(ServiceError) as refused:
        academy.do("set_requirement", admin, certification_id=certification["certification_id"], required=1)
    assert refused.value.code == "vendor_only"


def test_the_names_of_companies_and_certifications_come_along(
    academy: Academy, certification: dict[str, Any], company: str
) -> None:
    academy.ask_for(certification, 1)
    found = academy.company(company, MANAGER)
    assert found["partner_name"] == f"Partner {company[:8]}"
    assert found["title"]["en"] == "Cloud sales professional"
