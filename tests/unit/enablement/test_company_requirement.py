"""A company's requirement: distinct holders, the day it falls below, who has to renew, and what is told when."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.enablement.requirements.events import (
    CompanyRequirementAtRisk,
    CompanyRequirementFact,
    CompanyRequirementLost,
    CompanyRequirementMet,
    CompanyRequirementWithdrawn,
)
from services.enablement.requirements.model import (
    HORIZON,
    CompanyRequirement,
    Holding,
    Requirement,
    RequirementStatus,
    forecast,
)

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PEOPLE = [UUID(int=number) for number in range(1, 9)]
holdings = st.lists(
    st.builds(
        Holding,
        person_id=st.sampled_from(PEOPLE),
        expires_at=st.none() | st.integers(1, 2000).map(lambda days: NOW + days * DAY),
    ),
    max_size=14,
)


def held(person: int, days: int | None) -> Holding:
    return Holding(person_id=PEOPLE[person], expires_at=None if days is None else NOW + days * DAY)


def left_at(moment: datetime, counted: list[Holding]) -> int:
    """The plain way to count: people with anything that still holds at that moment."""
    return len({one.person_id for one in counted if one.expires_at is None or one.expires_at > moment})


@given(st.integers(1, 9), holdings)
def test_the_forecast_is_the_first_moment_at_which_a_plain_count_falls_below(
    required: int, counted: list[Holding]
) -> None:
    seen = forecast(required, counted)
    assert seen.holders == left_at(NOW, counted)
    ends = sorted(one.expires_at for one in counted if one.expires_at is not None)
    falls = [end for end in ends if left_at(end, counted) < required]
    assert seen.falls_below_at == (falls[0] if falls and seen.holders >= required else None)


@given(st.integers(1, 9), holdings)
def test_who_renews_are_people_whose_last_certificate_ends_by_that_day(required: int, counted: list[Holding]) -> None:
    seen = forecast(required, counted)
    if seen.falls_below_at is None:
        assert seen.renew == ()
        return
    stay = {one.person_id for one in counted if one.expires_at is None or one.expires_at > seen.falls_below_at}
    leave = {one.person_id for one in counted} - stay
    assert {one.person_id for one in seen.renew} == leave
    assert [one.expires_at for one in seen.renew] == sorted(
        one.expires_at for one in seen.renew if one.expires_at is not None
    )


@given(st.integers(1, 9), holdings)
def test_if_those_people_renew_the_day_moves_on_or_goes_away(required: int, counted: list[Holding]) -> None:
    seen = forecast(required, counted)
    if seen.falls_below_at is None:
        return
    renewed = [*counted, *(Holding(person_id=one.person_id, expires_at=NOW + 9999 * DAY) for one in seen.renew)]
    after = forecast(required, renewed)
    assert after.holders == seen.holders
    assert after.falls_below_at is None or after.falls_below_at > seen.falls_below_at


def test_a_person_with_two_certificates_is_counted_once_until_the_later_end() -> None:
    seen = forecast(1, [held(0, 10), held(0, 400)])
    assert (seen.holders, seen.falls_below_at) == (1, NOW + 400 * DAY)


def test_one_of_three_who_leaves_first_makes_three_fall_below() -> None:
    seen = forecast(3, [held(0, 30), held(1, 300), held(2, None)])
    assert seen.falls_below_at == NOW + 30 * DAY
    assert [one.person_id for one in seen.renew] == [PEOPLE[0]]


def company() -> CompanyRequirement:
    return CompanyRequirement(
        company_requirement_id=uuid4(),
        requirement_id=uuid4(),
        partner_id=uuid4(),
        certification_id=uuid4(),
        certification_code="cloud-sales",
        changed_at=NOW,
    )


def count(row: CompanyRequirement, *counted: Holding, required: int = 2) -> list[type[CompanyRequirementFact]]:
    asked = Requirement(
        requirement_id=row.requirement_id, certification_id=row.certification_id, required=required, created_at=NOW
    )
    return [type(fact) for fact in row.count(asked, row.certification_code, forecast(required, counted), NOW)]


def test_a_company_that_never_had_enough_has_nothing_to_lose() -> None:
    row = company()
    assert count(row, held(0, 400)) == []
    assert row.status is RequirementStatus.UNMET


def test_a_company_is_told_when_it_meets_is_at_risk_and_loses() -> None:
    row = company()
    assert count(row, held(0, 400), held(1, 400)) == [CompanyRequirementMet]
    assert count(row, held(0, 400), held(1, 80)) == [CompanyRequirementAtRisk]
    assert row.falls_below_on == (NOW + 80 * DAY).date()
    assert count(row, held(0, 400)) == [CompanyRequirementLost]
    assert row.falls_below_on is None
    assert count(row, held(0, 400), held(1, 400)) == [CompanyRequirementMet]


def test_that_it_is_asked_no_more_is_told_to_whoever_was_told_how_it_stood() -> None:
    row = company()
    count(row, held(0, 400))
    assert row.withdraw() == []
    count(row, held(0, 400), held(1, 80))
    (told,) = row.withdraw()
    assert isinstance(told, CompanyRequirementWithdrawn)
    assert (told.company_requirement_id, told.required, told.holders) == (row.company_requirement_id, 2, 2)
    count(row, held(0, 400))
    assert [type(fact) for fact in row.withdraw()] == [CompanyRequirementWithdrawn]


def test_nothing_is_told_twice() -> None:
    row = company()
    assert count(row, held(0, 400), held(1, 400)) == [CompanyRequirementMet]
    assert count(row, held(0, 400), held(1, 400)) == []


def test_a_requirement_is_at_risk_from_the_day_the_end_comes_into_sight() -> None:
    row = company()
    days = HORIZON.days
    count(row, held(0, days + 1), held(1, 400))
    assert row.status is RequirementStatus.MET
    count(row, held(0, days), held(1, 400))
    assert row.status is RequirementStatus.AT_RISK


def test_asking_for_more_loses_what_was_met() -> None:
    row = company()
    count(row, held(0, 400), held(1, 400))
    assert count(row, held(0, 400), held(1, 400), required=3) == [CompanyRequirementLost]


def test_another_certification_is_told_even_where_the_same_people_hold_it() -> None:
    row, held = company(), Holding(person_id=PEOPLE[0], expires_at=None)
    assert count(row, held, required=1) == [CompanyRequirementMet]
    other = Requirement(requirement_id=row.requirement_id, certification_id=uuid4(), required=1, created_at=NOW)
    (told,) = row.count(other, "security", forecast(1, [held]), NOW)
    assert isinstance(told, CompanyRequirementMet)
    assert (told.certification_id, told.certification_code) == (other.certification_id, "security")
