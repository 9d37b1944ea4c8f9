"""A certificate's dates and statuses: renewal from the old end, each reminder once, and nothing after a revocation."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enablement import errors
from services.enablement.certificates.events import CertificateExpired, CertificateExpiring
from services.enablement.certificates.model import (
    TRANSITIONS,
    Certificate,
    CertificateStatus,
    CertificateVerb,
    Standing,
    add_months,
    new_code,
    period,
    spoken_code,
    standing,
)

DAY = timedelta(days=1)
ISSUED = datetime(2026, 3, 2, 10, 15, tzinfo=UTC)
moments = st.integers(0, 40 * 365 * 86_400).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
months = st.integers(1, 120)


def certificate(**wanted: Any) -> Certificate:
    terms = {
        "certificate_id": uuid4(),
        "number": "C-10001",
        "code": "AAAA-BBBB-CCCC",
        "status_index": 10001,
        "certification_id": uuid4(),
        "certification_code": "cloud-sales",
        "title": {"en": "Cloud sales"},
        "person_id": uuid4(),
        "partner_id": uuid4(),
        "holder_name": "Ana Núñez",
        "enrollment_id": uuid4(),
        "issued_at": ISSUED,
        "counts_from": ISSUED,
        "expires_at": add_months(ISSUED, 12),
        "grace_days": 30,
        "reminders": [90, 60, 30, 7],
    }
    return Certificate(**terms | wanted)


def told_days(held: Certificate, looks: list[datetime]) -> list[int]:
    """Which reminders are sent when a job looks at these moments."""
    return [fact.days_left for at in looks for fact in held.remind(at)]


@given(moments, months)
def test_months_keep_the_day_or_end_with_the_month(start: datetime, count: int) -> None:
    end = add_months(start, count)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == count
    assert end.time() == start.time()
    assert end.day == start.day or (end.day < start.day and (end + DAY).day == 1)


@given(moments, months, months)
def test_a_longer_validity_never_ends_earlier(start: datetime, some: int, more: int) -> None:
    assert add_months(start, some) <= add_months(start, some + more)


@given(months, st.integers(0, 3600), st.integers(0, 27))
def test_a_renewal_in_time_or_in_grace_counts_from_the_old_end(validity: int, days: int, grace: int) -> None:
    held = certificate(expires_at=add_months(ISSUED, validity), grace_days=grace)
    assert held.expires_at is not None
    now = min(ISSUED + days * DAY, held.expires_at + grace * DAY)
    counts_from, expires_at = period(now, validity, held)
    assert counts_from == held.expires_at
    assert expires_at == add_months(held.expires_at, validity)


@given(months, st.integers(0, 3600), st.integers(0, 365))
def test_no_certificate_is_over_on_the_day_of_its_award(validity: int, days: int, grace: int) -> None:
    held, now = certificate(expires_at=add_months(ISSUED, validity), grace_days=grace), ISSUED + days * DAY
    _counts_from, expires_at = period(now, validity, held)
    assert expires_at is not None
    assert now < expires_at


def test_a_renewal_in_a_grace_longer_than_the_validity_counts_from_today() -> None:
    held = certificate(expires_at=add_months(ISSUED, 1), grace_days=60)
    assert held.expires_at is not None
    late = held.expires_at + 50 * DAY
    assert period(late, 1, held) == (late, add_months(late, 1))


def test_renewing_on_the_first_day_ends_when_renewing_on_the_last_would() -> None:
    held = certificate()
    assert held.expires_at is not None
    assert period(ISSUED + DAY, 12, held) == period(held.expires_at, 12, held)


def test_after_the_grace_days_a_new_certificate_counts_from_today() -> None:
    held = certificate(grace_days=30)
    assert held.expires_at is not None
    late = held.expires_at + 31 * DAY
    assert period(late, 12, held) == (late, add_months(late, 12))


def test_a_period_that_has_not_begun_is_not_continued() -> None:
    held = certificate()
    ahead = certificate(counts_from=held.expires_at, expires_at=add_months(ISSUED, 24))
    assert not ahead.is_renewable(ISSUED + DAY)
    assert held.expires_at is not None
    assert ahead.is_renewable(held.expires_at + DAY)


def test_a_revoked_certificate_is_not_continued() -> None:
    held = certificate()
    held.revoke(ISSUED + DAY, actor="person:x", reason_code="other", reason="So.")
    assert not held.is_renewable(ISSUED + 2 * DAY)
    assert held.earned_again_since == ISSUED + DAY


def test_each_reminder_is_sent_once_however_often_a_job_looks() -> None:
    held = certificate()
    every_hour = [ISSUED + timedelta(hours=hours) for hours in range(0, 370 * 24, 6)]
    assert told_days(held, every_hour) == [90, 60, 30, 7]
    assert held.status is CertificateStatus.EXPIRING


def test_after_a_pause_only_the_nearest_reminder_is_sent() -> None:
    held = certificate()
    assert held.expires_at is not None
    back = held.expires_at - 20 * DAY
    assert told_days(held, [back, back, held.expires_at - 7 * DAY]) == [20, 7]


def test_after_a_pause_beyond_the_end_nobody_is_reminded_but_told_of_the_end() -> None:
    held = certificate()
    assert held.expires_at is not None
    late = held.expires_at + 5 * DAY
    assert held.remind(late) == []
    assert [type(fact) for fact in held.expire(late)] == [CertificateExpired]


def test_reminders_that_lie_before_the_award_are_not_sent() -> None:
    held = certificate(expires_at=ISSUED + 45 * DAY)
    assert told_days(held, [ISSUED + days * DAY for days in range(46)]) == [30, 7]


@given(
    st.lists(st.integers(1, 365), max_size=6),
    st.integers(1, 700),
    st.lists(st.integers(0, 17_000), min_size=1, max_size=40),
)
def test_whenever_a_job_looks_no_reminder_comes_twice_or_early(
    reminders: list[int], days: int, hours: list[int]
) -> None:
    held = certificate(reminders=reminders, expires_at=ISSUED + days * DAY)
    assert held.expires_at is not None
    days_told = []
    for at in sorted(ISSUED + timedelta(hours=hour) for hour in hours):
        for fact in held.remind(at):
            assert isinstance(fact, CertificateExpiring)
            assert at < held.expires_at
            left = held.expires_at - at
            assert any(left <= ahead * DAY for ahead in reminders)
            days_told.append(fact.days_left)
    assert days_told == sorted(days_told, reverse=True)
    assert len(days_told) <= len(set(reminders))


def test_a_certificate_for_good_neither_reminds_nor_ends() -> None:
    held = certificate(expires_at=None)
    far = ISSUED + 9999 * DAY
    assert held.remind(far) == held.expire(far) == []


@pytest.mark.parametrize("status", list(CertificateStatus))
@pytest.mark.parametrize("verb", list(CertificateVerb))
def test_every_step_moves_as_the_table_says_or_is_refused(status: CertificateStatus, verb: CertificateVerb) -> None:
    held = certificate(status=status)
    if target := TRANSITIONS.get((status, verb)):
        held._move(verb)
        assert held.status is target
    else:
        with pytest.raises(errors.IllegalTransition):
            held._move(verb)
        assert held.status is status


def test_nothing_leads_out_of_a_revocation() -> None:
    assert not [verb for status, verb in TRANSITIONS if status is CertificateStatus.REVOKED]


def test_a_stranger_is_told_by_the_dates_even_before_the_end_was_noted() -> None:
    end = ISSUED + DAY
    assert standing(None, end, end - timedelta(seconds=1)) is Standing.VALID
    assert standing(None, end, end) is Standing.EXPIRED
    assert standing(ISSUED, end, ISSUED) is Standing.REVOKED
    assert standing(None, None, end + 9999 * DAY) is Standing.VALID


@given(st.binary(min_size=12, max_size=16))
def test_a_code_is_found_however_it_was_typed(random: bytes) -> None:
    code = new_code(random)
    assert spoken_code(code) == code
    assert spoken_code(f" {code.lower().replace('-', ' ')} ") == code
    assert spoken_code(code.replace("0", "o").replace("1", "l")) == code
