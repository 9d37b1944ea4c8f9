"""The crowd of the full demo: as many as promised, the same every time, and nobody acts before they are there."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from deploy.demo import full, small
from deploy.demo.client import Api
from deploy.demo.crowd import COURSES, Crowd
from deploy.demo.past import Past
from deploy.demo.small import BASE
from deploy.demo.story import CAST, deals
from deploy.demo.telling import Step, tell

CROWD = Crowd()
JOINED = {partner["key"]: partner["joined"] for partner in CROWD.partners}
ACCOUNTS = {name: {"token": ""} for name in ("staff", "approver", "partner_a", "partner_b")}


@pytest.fixture
def past(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Past:
    monkeypatch.delenv("PRM_TIME_MACHINE", raising=False)
    return Past(tmp_path)


def test_the_crowd_is_the_same_every_time() -> None:
    again = Crowd()
    assert (again.partners, again.deals) == (CROWD.partners, CROWD.deals)


def test_there_are_sixty_partners_four_hundred_people_and_fifteen_hundred_registrations() -> None:
    approved = [told for told in CAST["applications"] if told["then"] == "approve"]
    assert len(BASE) + len(CAST["partners"]) + len(approved) + len(CROWD.partners) == 60
    people = [1 + len(partner["sellers"]) for partner in (*CAST["partners"], *CROWD.partners)]
    assert len(BASE) + len(approved) + sum(people) == 400
    members = BASE | {partner["key"]: partner for partner in CAST["partners"]}
    assert 1_480 <= len(deals(members)) + len(CROWD.deals) <= 1_520


def test_nobody_of_the_small_demo_is_met_again() -> None:
    for name in ("key", "legal_name", "domain"):
        made = [partner[name] for partner in CROWD.partners]
        assert len(set(made)) == len(made)
        assert not {partner[name] for partner in CAST["partners"]} & set(made)


def test_people_of_one_partner_have_names_of_their_own() -> None:
    for partner in CROWD.partners:
        assert len({partner["admin"], *partner["sellers"]}) == 1 + len(partner["sellers"])


def test_only_rivals_share_a_customer() -> None:
    named = Counter(deal.form["customer"]["legal_name"] for deal in CROWD.deals)
    assert set(named.values()) == {1, 2}
    assert Counter(named.values())[2] == len([deal for deal in CROWD.deals if deal.course == "rival"])
    assert {deal.course for deal in CROWD.deals} == {*COURSES, "rival"}


def test_nobody_registers_before_they_joined_and_history_reaches_back_eighteen_months() -> None:
    assert all(deal.sent_days_ago + 1 < JOINED[deal.partner] for deal in CROWD.deals)
    assert max(deal.sent_days_ago for deal in CROWD.deals) > 480
    assert max(JOINED.values()) < full.FIRST_DAY


def test_steps_follow_one_another(past: Past) -> None:
    by_deal: dict[str, list[datetime]] = {}
    for step in full.steps(Api("http://unused.example"), ACCOUNTS, past):
        by_deal.setdefault(step.what.partition(":")[0], []).append(step.at)
    assert all(one < other for moments in by_deal.values() for one, other in pairwise(moments))
    assert max(max(moments) for moments in by_deal.values()) <= datetime.now(UTC) + timedelta(minutes=1)


def test_both_stories_are_told_in_one_order_of_time(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[datetime] = []
    first, second = ([Step(past.day(ago), lambda: None, "x") for ago in days] for days in ((300, 20), (500, 100, 2)))
    monkeypatch.setattr(Past, "go_to", lambda self, moment: seen.append(moment))
    monkeypatch.setattr(small, "steps", lambda *_: first)
    monkeypatch.setattr(full, "steps", lambda *_: second)
    full.make(Api("http://unused.example"), ACCOUNTS, past)
    assert seen == sorted(step.at for step in (*first, *second))
    seen.clear()
    full.make(Api("http://unused.example"), ACCOUNTS, past)
    small.make(Api("http://unused.example"), ACCOUNTS, past)
    assert seen == []


def test_a_small_demo_grows_into_a_full_one(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    past.keep_told(small.NAME)
    monkeypatch.setattr(small, "steps", lambda *_: pytest.fail("told before"))
    monkeypatch.setattr(full, "steps", lambda *_: [Step(past.day(9), lambda: told.append("crowd"), "x")])
    full.make(Api("http://unused.example"), ACCOUNTS, past)
    assert told == ["crowd"]


def test_a_refusal_costs_one_step_and_is_told(past: Past, capsys: pytest.CaptureFixture[str]) -> None:
    done: list[str] = []

    def refused() -> None:
        raise KeyError("deal:7")

    tell(past, [Step(past.day(9), refused, "x-1"), Step(past.day(8), lambda: done.append("x-2"), "x-2")], "a test")
    assert done == ["x-2"]
    assert "x-1: KeyError('deal:7')" in capsys.readouterr().out
