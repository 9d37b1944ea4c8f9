"""The story of the small demo is the same every time and shows what there is to show."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from deploy.demo import small
from deploy.demo.client import Api
from deploy.demo.past import Past
from deploy.demo.story import CAST, CONTESTED, COURSES, deals
from deploy.demo.telling import Step

MEMBERS: dict[str, dict[str, Any]] = {
    "partner_a": {"country": "ES", "currency": "EUR", "region": "emea", "joined": 400},
    **{partner["key"]: partner for partner in CAST["partners"]},
}


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Step]:
    monkeypatch.delenv("PRM_TIME_MACHINE", raising=False)
    accounts = {name: {"token": ""} for name in ("staff", "approver", "partner_a", "partner_b")}
    return small.steps(Api("http://unused.example"), accounts, Past(tmp_path))


def test_the_story_is_the_same_every_time() -> None:
    assert deals(MEMBERS) == deals(MEMBERS)


def test_there_are_about_a_hundred_registrations_of_every_course() -> None:
    told = deals(MEMBERS)
    assert 90 <= len(told) <= 120
    assert {deal.course for deal in told} == {*COURSES, "rival"}


def test_only_rivals_share_a_customer() -> None:
    named = Counter(deal.form["customer"]["legal_name"] for deal in deals(MEMBERS))
    assert Counter(named.values())[2] == len(CONTESTED)
    assert max(named.values()) == 2


def test_a_rival_is_another_partner_after_the_same_product() -> None:
    told = {deal.key: deal for deal in deals(MEMBERS)}
    for name in CONTESTED:
        rival = told[f"rival-{name}"]
        (first,) = [deal for deal in told.values() if deal.form["customer"] == rival.form["customer"] and deal != rival]
        assert first.partner != rival.partner
        assert first.form["product_line"] == rival.form["product_line"]
        assert first.sent_days_ago > rival.sent_days_ago


def test_nobody_registers_before_they_joined() -> None:
    assert all(deal.sent_days_ago < MEMBERS[deal.partner]["joined"] for deal in deals(MEMBERS))


def test_one_thing_after_another_happens_to_each_and_nothing_in_the_future(steps: list[Step]) -> None:
    subjects = {deal.key for deal in deals(MEMBERS)} | {told["key"] for told in CAST["applications"]} | set(MEMBERS)
    by_subject: dict[str, list[datetime]] = {}
    for step in steps:
        subject = step.what.partition(": ")[0].removesuffix(" applies").removesuffix(" arrives")
        if subject in subjects:
            by_subject.setdefault(subject, []).append(step.at)
    assert any(len(moments) > 3 for moments in by_subject.values())
    assert all(one < other for moments in by_subject.values() for one, other in pairwise(moments))
    assert max(step.at for step in steps) <= datetime.now(UTC) + timedelta(minutes=1)


def test_few_enough_days_are_visited_to_be_quick(steps: list[Step]) -> None:
    assert len({step.at for step in steps}) <= 180


def test_without_a_time_machine_nothing_is_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRM_TIME_MACHINE", raising=False)
    monkeypatch.setenv("PRM_CLOCK_FILE", str(tmp_path / "clock"))
    Past(tmp_path).go_to(datetime(2020, 1, 1, tzinfo=UTC))
    assert not (tmp_path / "clock").exists()


def test_whatever_happens_the_clock_returns_to_the_present(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, day = tmp_path / "clock", 86_400
    monkeypatch.setenv("PRM_TIME_MACHINE", "1")
    monkeypatch.setenv("PRM_CLOCK_FILE", str(clock))
    past = Past(tmp_path)

    def interrupted() -> None:
        with past.visited():
            past.go_to(past.day(100))
            assert -104 * day < float(clock.read_text()) < -98 * day
            raise RuntimeError("interrupted")

    with pytest.raises(RuntimeError):
        interrupted()
    assert float(clock.read_text()) == 0


def test_the_present_of_a_demo_is_kept_for_when_it_is_taken_up_again(tmp_path: Path) -> None:
    assert Past(tmp_path).present == Past(tmp_path).present


def test_days_are_working_days(tmp_path: Path) -> None:
    past = Past(tmp_path)
    assert all(past.day(ago).weekday() < 5 for ago in range(1, 60))
