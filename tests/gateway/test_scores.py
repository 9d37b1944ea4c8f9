"""Numbers in words: the same value in both languages, and comparisons that do not mislead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from chassis import clock
from gateway.pages.periods import offered, period_words
from gateway.pages.scores import figure, score_of, spark_path

EN = "en"
ES = "es"


@pytest.fixture(autouse=True)
def pages() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context(), clock.frozen(datetime(2026, 11, 25, 9, tzinfo=UTC)):
        yield


def item(value: str | None, before: str | None, unit: str = "count", direction: str = "up", **more: Any) -> Any:
    texts = {"en": "Registrations", "es": "Registros"}
    trend = [{"period": "2026-Q2", "value": before}, {"period": "2026-Q3", "value": value}]
    return {
        "metric": "registration_volume", "title": texts, "formula": texts, "unit": unit, "direction": direction,
        "value": value, "target": None, "share_of_target": None, "attainment": None, "trend": trend, **more,
    }  # fmt: skip


def answer(code: str = "2026-Q3", ends_on: str = "2026-09-30") -> Any:
    return {"currency": "EUR", "period": {"code": code, "starts_on": "2026-07-01", "ends_on": ends_on}}


@pytest.mark.parametrize(
    ("value", "unit", "language", "shown"),
    [
        ("1234.50", "money", EN, "€1,234.50"),
        ("1234.50", "money", ES, "1.234,50\N{NO-BREAK SPACE}€"),
        ("0.6667", "share", EN, "66.7%"),
        ("0.6667", "share", ES, "66,7\N{NO-BREAK SPACE}%"),
        ("12.5", "hours", EN, "12.5 h"),
        ("41.0", "days", EN, "41 days"),
        ("1200", "count", EN, "1,200"),
        (None, "count", EN, "—"),
    ],
)
def test_a_value_is_written_as_its_language_writes_it(value: str | None, unit: str, language: str, shown: str) -> None:
    with force_locale(language):
        assert figure(value, unit, "EUR") == shown


@pytest.mark.parametrize(
    ("code", "english", "spanish"),
    [
        ("2026-Q3", "Q3 2026", "T3 2026"),
        ("2026-03", "March 2026", "Marzo 2026"),
        ("2026", "2026", "2026"),
    ],
)
def test_a_period_is_called_as_its_language_calls_it(code: str, english: str, spanish: str) -> None:
    with force_locale(EN):
        assert period_words(code) == english
    with force_locale(ES):
        assert period_words(code) == spanish


def test_offered_periods_begin_with_the_running_ones() -> None:
    quarters, months, longer = offered()
    assert quarters.codes[:2] == ["2026-Q4", "2026-Q3"]
    assert (months.codes[0], months.codes[-1]) == ("2026-11", "2025-12")
    assert longer.codes == ["last_90_days", "2026", "2025"]


def test_a_whole_period_is_compared_with_the_one_before() -> None:
    score = score_of(item("12", "10"), answer(), "/here")
    assert (score.change, score.change_kind, score.note) == ("↑ 20%", "ok-t", "on Q2 2026")


def test_where_less_is_better_a_rise_is_bad() -> None:
    score = score_of(item("12.0", "10.0", "hours", "down"), answer(), "/here")
    assert (score.change, score.change_kind) == ("↑ 2 h", "bad-t")


def test_shares_differ_by_points() -> None:
    assert score_of(item("0.5000", "0.6000", "share"), answer(), "/here").change == "↓ 10 points"


def test_a_running_period_is_not_called_a_fall() -> None:
    score = score_of(item("2", "10"), answer("2026-Q4", "2026-12-31"), "/here")
    assert (score.change, score.note) == ("", "so far; Q2 2026: 10")


def test_few_peers_are_said_and_no_place_is_told() -> None:
    few = {"quarter": None, "of": None, "among": "program", "needed": 5}
    assert score_of(item("2", "1", peers=few), answer(), "/").place == "Fewer than 5 partners to compare with"
    many = {"quarter": 1, "of": 7, "among": "type", "needed": 5}
    assert score_of(item("2", "1", peers=many), answer(), "/").place == "In the best quarter of 7 comparable partners"


@pytest.mark.parametrize("points", [[], ["1"], [None, "1", None]])
def test_one_number_is_no_line(points: list[Any]) -> None:
    assert spark_path(points) == ""


def test_a_line_stays_within_its_box_and_leaves_gaps_out() -> None:
    assert spark_path(["0", None, "10"]) == "M2.0 25.0 L70.0 3.0"
    assert spark_path(["5", "5"]) == "M2.0 14.0 L70.0 14.0"
