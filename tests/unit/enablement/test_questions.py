"""How answers are judged: the six kinds, what is refused, and what a shuffled question never tells."""

from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enablement import errors
from services.enablement.questions.model import Question, built, folded


def made(kind: str, **parts: Any) -> Question:
    ids = count(1)
    return built(uuid4(), kind, lambda: f"{next(ids):08x}", {"prompt": {"en": "?"}, **parts})


def options(*texts: str, right: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return [{"text": {"en": text}, "is_correct": text in right} for text in texts]


def ids(question: Question, *texts: str) -> list[str]:
    known = {option.text["en"]: option.option_id for option in (*question.options, *question.targets)}
    return [known[text] for text in texts]


PAIRS = [{"text": {"en": left}, "match": {"en": right}} for left, right in (("one", "1"), ("two", "2"), ("three", "3"))]


def test_one_right_answer() -> None:
    question = made("single", options=options("a", "b", "c", right=("b",)))
    assert question.is_right(ids(question, "b"))
    assert not question.is_right(ids(question, "a"))


def test_several_right_answers_count_all_or_none_whatever_their_order() -> None:
    question = made("multiple", options=options("a", "b", "c", right=("a", "c")))
    assert question.is_right(question.accept(ids(question, "c", "a")))
    assert not question.is_right(ids(question, "a"))
    assert not question.is_right(ids(question, "a", "b", "c"))


def test_an_order_is_right_in_one_way_only() -> None:
    question = made("order", options=options("first", "second", "third"))
    assert question.is_right(ids(question, "first", "second", "third"))
    assert not question.is_right(ids(question, "second", "first", "third"))


def test_a_match_is_answered_in_the_order_of_its_left_side() -> None:
    question = made("match", options=PAIRS)
    assert question.is_right(ids(question, "1", "2", "3"))
    assert not question.is_right(ids(question, "2", "1", "3"))


@pytest.mark.parametrize("text", ["12.5", "12,5", " 12.50 ", "12.6", "12,4"])
def test_a_number_is_right_within_its_tolerance_however_it_is_written(text: str) -> None:
    assert made("number", accepted=["12.5"], tolerance=Decimal("0.1")).is_right([text])


@pytest.mark.parametrize("text", ["1250", "1,250", "1.250", "1 250", "1\u202f250", "1,250.00", "1.250,00", "1250,0"])
def test_a_thousand_is_grouped_by_a_comma_or_by_a_point(text: str) -> None:
    question = made("number", accepted=["1250"])
    assert question.is_right(question.accept([text]))


@pytest.mark.parametrize("text", ["12,50", "1,2500", "125", "1.25"])
def test_a_comma_elsewhere_groups_nothing(text: str) -> None:
    question = made("number", accepted=["1250"])
    assert not question.is_right(question.accept([text]))


@given(st.text(alphabet="0123456789.,eE+-_ ", max_size=30))
def test_whatever_is_kept_as_a_number_can_be_judged(text: str) -> None:
    question = made("number", accepted=["12.5"])
    try:
        kept = question.accept([text])
    except errors.AnswerUnfitting:
        return
    assert question.is_right(kept) in (True, False)


@pytest.mark.parametrize("text", ["12.61", "-12.5", "1e29"])
def test_a_number_outside_its_tolerance_is_wrong(text: str) -> None:
    assert not made("number", accepted=["12.5"], tolerance=Decimal("0.1")).is_right([text])


@pytest.mark.parametrize("text", ["Registro", "REGISTRO", "  registro ", "régistro"])
def test_a_short_text_forgives_accents_case_and_blanks(text: str) -> None:
    assert made("short", accepted=["registro", "registration"]).is_right([text])


def test_no_answer_is_never_right() -> None:
    for question in (made("short", accepted=["x"]), made("order", options=options("a", "b"))):
        assert not question.is_right(None)
        assert not question.is_right([])


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("single", {"options": options("a", "b")}),
        ("single", {"options": options("a", "b", right=("a", "b"))}),
        ("single", {"options": options("a", right=("a",))}),
        ("multiple", {"options": options("a", "b")}),
        ("order", {"options": options("a")}),
        ("match", {"options": [*PAIRS[:1], {"text": {"en": "two"}}]}),
        ("number", {"accepted": ["twelve"]}),
        ("number", {"accepted": []}),
        ("short", {"accepted": ["  "]}),
    ],
)
def test_a_question_that_nobody_could_answer_is_refused(kind: str, parts: dict[str, Any]) -> None:
    with pytest.raises(errors.QuestionInvalid):
        made(kind, **parts)


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("single", ["nowhere"]),
        ("order", ["a"]),
        ("number", ["many"]),
        ("number", ["nan"]),
        ("number", ["1e9999999"]),
        ("number", ["1e-9999999"]),
        ("number", ["1,250,5"]),
        ("short", ["one", "two"]),
        ("short", ["x" * 501]),
    ],
)
def test_what_cannot_be_an_answer_is_refused(kind: str, answer: list[str]) -> None:
    parts: dict[str, Any] = {"accepted": ["1"]} if kind in ("number", "short") else {}
    parts = parts or {"options": options("a", "b", right=("a",) if kind == "single" else ())}
    with pytest.raises(errors.AnswerUnfitting):
        made(kind, **parts).accept(answer)


def test_one_option_cannot_stand_in_two_places() -> None:
    question = made("order", options=options("a", "b"))
    with pytest.raises(errors.AnswerUnfitting):
        question.accept(ids(question, "a", "a"))


def test_half_an_order_is_kept_but_not_complete() -> None:
    question = made("order", options=options("a", "b"))
    kept = question.accept([ids(question, "b")[0], ""])
    assert kept
    assert not question.is_complete(kept)
    assert question.is_complete(ids(question, "b", "a"))


def test_an_empty_answer_takes_the_answer_back() -> None:
    assert made("short", accepted=["x"]).accept(["  "]) == []


@given(st.uuids())
def test_a_shuffled_order_never_shows_the_right_one(seed: UUID) -> None:
    question = made("order", options=options("a", "b", "c"))
    shown, _targets = question.shuffled(str(seed))
    assert tuple(option.option_id for option in shown) != question.correct
    assert {option.option_id for option in shown} == set(question.correct)


def test_an_attempt_sees_one_order_and_another_attempt_may_see_another() -> None:
    question = made("single", options=options(*"abcdefgh", right=("a",)))
    assert question.shuffled("one") == question.shuffled("one")
    assert len({tuple(o.option_id for o in question.shuffled(str(n))[0]) for n in range(20)}) > 1


def test_the_left_side_of_a_match_stays_in_place() -> None:
    question = made("match", options=PAIRS)
    assert question.shuffled("seed")[0] == list(question.options)


def test_options_that_stay_keep_their_ids_when_the_words_change() -> None:
    question = made("single", options=options("a", "b", right=("a",)))
    first, second = question.options
    rows = [
        {"option_id": first.option_id, "text": {"en": "a!"}, "is_correct": True},
        {"option_id": second.option_id, "text": {"en": "b!"}},
    ]
    changed = made("single", options=rows)
    assert [o.option_id for o in changed.options] == [o.option_id for o in question.options]


@given(st.text(max_size=50))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
