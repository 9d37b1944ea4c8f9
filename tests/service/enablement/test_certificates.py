"""Certificates through the service: earned, renewed, reminded of, ended, revoked, moved, and seen by whom they may."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.clock import FrozenClock
from chassis.context import Principal
from chassis.errors import ServiceError
from chassis.testing import ANYBODY, Harness
from services.enablement.certificates.jobs import expire_certificates, remind_expiring
from tests.service.enablement.academy import Academy
from tests.service.enablement.school import AUDITOR, MANAGER, MONDAY

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
def lucia(academy: Academy) -> Principal:
    return academy.somebody()


def end_of(certificate: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(certificate["expires_at"])


def refusal(academy: Academy, method: str, by: Principal, **command: Any) -> str:
    with pytest.raises(ServiceError) as refused:
        academy.do(method, by, **command)
    return refused.value.code


@pytest.mark.usefixtures("certification")
def test_whoever_completes_the_course_is_certified_in_the_same_moment(
    academy: Academy, course: dict[str, Any], lucia: Principal
) -> None:
    certificate = academy.earn(lucia, course)
    assert certificate["holder_name"] == "Lucía Vega"
    assert end_of(certificate) == MONDAY.replace(year=2027)
    (issued,) = academy.told("certificate.issued.v1")
    assert issued["certificate_id"] == certificate["certificate_id"]
    assert issued["replaces_certificate_id"] is None
    assert academy.harness.published()[-2:] == ["course.completed.v1", "certificate.issued.v1"]


def test_a_certification_of_two_courses_asks_for_both(academy: Academy, lucia: Principal) -> None:
    first, second = academy.published(), academy.published()
    academy.certification(first, second)
    academy.complete(lucia, first)
    assert academy.held(lucia) == []
    academy.complete(lucia, second)
    assert len(academy.held(lucia)) == 1


@pytest.mark.usefixtures("certification")
def test_completing_again_at_once_renews_only_once_ahead(
    academy: Academy, course: dict[str, Any], lucia: Principal, time: FrozenClock
) -> None:
    for _ in range(3):
        academy.complete(lucia, course)
        time.advance(days=1)
    newest, first = academy.held(lucia)
    assert (first["status"], newest["status"]) == ("renewed", "active")
    assert end_of(newest) == MONDAY.replace(year=2028)


@pytest.mark.usefixtures("certification")
def test_an_early_renewal_loses_nothing_and_names_what_it_continues(
    academy: Academy, course: dict[str, Any], lucia: Principal, time: FrozenClock
) -> None:
    first = academy.earn(lucia, course)
    time.advance(days=300)
    second = academy.earn(lucia, course)
    assert end_of(second) == end_of(first).replace(year=2028)
    assert second["replaces_certificate_id"] == first["certificate_id"]
    assert academy.read(first)["status"] == "renewed"
    assert academy.told("certificate.issued.v1")[-1]["replaces_certificate_id"] == first["certificate_id"]


@pytest.mark.usefixtures("certification")
def test_a_renewal_in_grace_counts_from_the_old_end_and_a_later_one_from_today(
    academy: Academy, course: dict[str, Any], lucia: Principal, time: FrozenClock
) -> None:
    first = academy.earn(lucia, course)
    time.at = end_of(first) + 20 * DAY
    academy.harness.run_job(expire_certificates)
    second = academy.earn(lucia, course)
    assert end_of(second) == end_of(first).replace(year=2028)
    time.at = end_of(second) + 31 * DAY
    academy.harness.run_job(expire_certificates)
    third = academy.earn(lucia, course)
    assert end_of(third) == time.at.replace(year=2029)
    assert third["replaces_certificate_id"] is None
    assert academy.read(second)["status"] == "expired"


def test_an_end_that_no_job_has_noted_yet_stands_in_nobodys_way(
    academy: Academy, course: dict[str, Any], lucia: Principal, time: FrozenClock
) -> None:
    academy.certification(course, grace_days=0)
    first = academy.earn(lucia, course)
    time.at = end_of(first) + timedelta(seconds=1)
    second = academy.earn(lucia, course)
    assert end_of(second) == time.at.replace(year=2028)
    assert academy.read(first)["status"] == "expired"
    assert academy.harness.published()[-3:] == [
        "course.completed.v1",
        "certificate.expired.v1",
        "certificate.issued.v1",
    ]
    assert academy.harness.run_job(expire_certificates) == 0


def test_an_old_completion_counts_for_one_award_only(academy: Academy, lucia: Principal, time: FrozenClock) -> None:
    first, second = academy.published(), academy.published()
    academy.certification(first, second)
    academy.complete(lucia, first)
    academy.complete(lucia, second)
    time.advance(days=300)
    academy.complete(lucia, first)
    assert len(academy.held(lucia)) == 1
    academy.complete(lucia, second)
    assert len(academy.held(lucia)) == 2


@pytest.mark.usefixtures("certification")
def test_reminders_come_once_each_and_catch_up_with_the_nearest_after_a_pause(
    academy: Academy, course: dict[str, Any], lucia: Principal, time: FrozenClock
) -> None:
    end = end_of(academy.earn(lucia, course))
    for days in (91, 90, 90, 58, 57, 6, 6, 1):
        time.at = end - days * DAY
        academy.harness.run_job(remind_expiring)
    assert [event["days_left"] for event in academy.told("certificate.expiring.v1")] == [90, 58, 6]
    assert academy.held(lucia)[0]["status"] == "expiring"


@pytest.mark.usefixtures("certification")
def test_the_end_comes_once_even_after_a_long_pause(
    academy: Academy, course: dict[str, Any], lucia: Principal, time: FrozenClock
) -> None:
    end = end_of(academy.earn(lucia, course))
    time.at = end - timedelta(seconds=1)
    assert academy.harness.run_job(expire_certificates) == 0
    time.at = end + 40 * DAY
    academy.harness.run_job(remind_expiring)
    assert academy.harness.run_job(expire_certificates) == 1
    assert academy.harness.run_job(expire_certificates) == 0
    assert academy.told("certificate.expiring.v1") == []
    (expired,) = academy.told("certificate.expired.v1")
    assert expired["status"] == "expired"


@pytest.mark.usefixtures("certification")
def test_a_revocation_says_why_and_is_seen_by_a_stranger_at_once(
    academy: Academy, course: dict[str, Any], lucia: Principal
) -> None:
    certificate = academy.earn(lucia, course)
    academy.revoke(certificate)
    assert academy.verify(certificate["code"])["status"] == "revoked"
    (revoked,) = academy.told("certificate.revoked.v1")
    assert (revoked["reason_code"], revoked["reason"]) == ("exam_misconduct", "Somebody else sat the exam.")
    again = {"certificate_id": certificate["certificate_id"], "reason_code": "other", "reason": "Again."}
    assert refusal(academy, "revoke_certificate", MANAGER, **again) == "illegal_transition"


@pytest.mark.usefixtures("certification")
def test_after_a_revocation_the_course_has_to_be_taken_again(
    academy: Academy, course: dict[str, Any], lucia: Principal, time: FrozenClock
) -> None:
    first = academy.earn(lucia, course)
    time.advance(days=1)
    academy.revoke(first)
    time.advance(days=1)
    second = academy.earn(lucia, course)
    assert second["certificate_id"] != first["certificate_id"]
    assert end_of(second) == time.at.replace(year=2027)


@pytest.mark.usefixtures("certification")
def test_a_stranger_with_the_code_is_told_five_things_and_nothing_else(
    academy: Academy, course: dict[str, Any], lucia: Principal, time: FrozenClock
) -> None:
    certificate = academy.earn(lucia, course)
    told = academy.verify(certificate["code"].lower().replace("-", " "))
    assert set(told) == {"holder_name", "title", "issued_at", "expires_at", "status"}
    assert told["status"] == "valid"
    time.at = end_of(certificate)
    assert academy.verify(certificate["code"])["status"] == "expired"
    assert refusal(academy, "verify_certificate", ANYBODY, code="AAAA-AAAA-AAAA") == "certificate_not_found"


@pytest.mark.usefixtures("certification")
def test_sellers_see_their_own_admins_their_companys_and_staff_all(academy: Academy, course: dict[str, Any]) -> None:
    company, other = academy.partner(), academy.partner()
    lucia, rival = academy.person(company), academy.person(other)
    hers, theirs = academy.earn(lucia, course), academy.earn(rival, course)
    admin = academy.learner(str(uuid4()), company, "partner_admin")
    admin = Principal(actor=admin.actor, roles=admin.roles, scope="company", claims=admin.claims)
    assert [one["certificate_id"] for one in academy.do("list_certificates", lucia)["items"]] == [
        hers["certificate_id"]
    ]
    assert [one["certificate_id"] for one in academy.do("list_certificates", admin)["items"]] == [
        hers["certificate_id"]
    ]
    assert len(academy.do("list_certificates", AUDITOR)["items"]) == 2
    for method in ("get_certificate", "get_certificate_document", "get_badge"):
        code = refusal(academy, method, admin, certificate_id=theirs["certificate_id"])
        assert code == refusal(academy, method, admin, certificate_id=str(uuid4())) == "certificate_not_found"


@pytest.mark.usefixtures("certification")
def test_partners_neither_define_nor_revoke_nor_move(
    academy: Academy, course: dict[str, Any], lucia: Principal
) -> None:
    certificate = academy.earn(lucia, course)
    why = {"certificate_id": certificate["certificate_id"], "reason_code": "other", "reason": "No."}
    assert refusal(academy, "revoke_certificate", lucia, **why) == "vendor_only"
    people = {"person_id": str(uuid4()), "to_person_id": str(uuid4())}
    assert refusal(academy, "transfer_certificates", lucia, **people) == "vendor_only"
    body = {"code": "mine", "title": {"en": "Mine"}, "course_ids": [course["course_id"]]}
    assert refusal(academy, "create_certification", lucia, **body) == "vendor_only"


def test_changing_a_certification_leaves_what_was_awarded_as_it_is(
    academy: Academy, certification: dict[str, Any], course: dict[str, Any], lucia: Principal
) -> None:
    certificate = academy.earn(lucia, course)
    change = {"certification_id": certification["certification_id"], "version": certification["version"]}
    academy.do("update_certification", **change, title={"en": "Renamed"}, validity_months=1)
    assert academy.read(certificate)["title"]["en"] == "Cloud sales professional"
    assert academy.read(certificate)["expires_at"] == certificate["expires_at"]
    assert refusal(academy, "update_certification", MANAGER, **change, grace_days=3) == "stale_version"


def test_a_retired_certification_is_awarded_no_more(
    academy: Academy, certification: dict[str, Any], course: dict[str, Any], lucia: Principal
) -> None:
    academy.do("retire_certification", certification_id=certification["certification_id"])
    academy.complete(lucia, course)
    assert academy.held(lucia) == []


def test_two_certifications_cannot_share_a_code(
    academy: Academy, certification: dict[str, Any], course: dict[str, Any]
) -> None:
    body = {"code": certification["code"], "title": {"en": "Twin"}, "course_ids": [course["course_id"]]}
    assert refusal(academy, "create_certification", MANAGER, **body) == "code_taken"


@pytest.mark.usefixtures("certification")
def test_whoever_changes_the_employer_takes_the_certificate_along(
    academy: Academy, course: dict[str, Any], lucia: Principal
) -> None:
    certificate = academy.earn(lucia, course)
    new_company = academy.partner()
    again = academy.person(new_company)
    people = {"person_id": lucia.claims["person_id"], "to_person_id": again.claims["person_id"]}
    assert refusal(academy, "transfer_certificates", MANAGER, **people) == "holder_still_present"
    academy.hear(lucia.claims["person_id"], lucia.claims["partner_id"], "left")
    (moved,) = academy.do("transfer_certificates", **people)["items"]
    assert (moved["certificate_id"], moved["partner_id"]) == (certificate["certificate_id"], new_company)
    assert academy.held(again)[0]["number"] == certificate["number"]
    (told,) = academy.told("certificate.transferred.v1")
    assert told["previous_person_id"] == lucia.claims["person_id"]
    assert academy.verify(certificate["code"])["status"] == "valid"


@pytest.mark.usefixtures("certification")
def test_a_certificate_is_found_by_holder_and_by_number(
    academy: Academy, course: dict[str, Any], lucia: Principal
) -> None:
    certificate = academy.earn(lucia, course)
    for q in ("lucía v", certificate["number"].lower()):
        assert [one["number"] for one in academy.do("list_certificates", q=q)["items"]] == [certificate["number"]]
    assert academy.do("list_certificates", q="100%")["items"] == []
