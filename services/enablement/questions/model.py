"""A question of six kinds, how it is shown without its answer, and whether an answer is right.

An answer is a list of strings, whatever the kind: the options chosen, or in order; the match of each option; one text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from random import Random
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from services.enablement import errors

Texts = Mapping[str, str]
Answer = Sequence[str]
LONGEST_ANSWER: Final = 500
_DIGITS: Final = 30  # before and after the point; beyond it nobody means a number
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})+(?:(?!\1)[.,]\d+)?")  # 1,250 and 1.250,5


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    ORDER = "order"
    MATCH = "match"
    NUMBER = "number"
    SHORT = "short"


K = QuestionKind
CHOOSING: Final = frozenset({K.SINGLE, K.MULTIPLE})
LISTED: Final = frozenset({K.SINGLE, K.MULTIPLE, K.ORDER, K.MATCH})


@dataclass(frozen=True, kw_only=True)
class Option:
    """Something to choose, to put in order or to match; ids are random, so that they tell nothing."""

    option_id: str
    text: Texts


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked, and by what an answer is judged; frozen, so that a revision keeps what it was published with."""

    question_id: UUID
    kind: QuestionKind
    prompt: Texts
    options: tuple[Option, ...] = ()
    targets: tuple[Option, ...] = ()
    correct: tuple[str, ...] = ()
    tolerance: Decimal = Decimal(0)
    explanation: Texts = field(default_factory=dict)
    lesson_id: UUID | None = None

    def require_answerable(self) -> None:
        """Refuse what nobody could answer, or everybody."""
        problem = next(_problems(self), None)
        if problem:
            raise errors.QuestionInvalid(problem)

    def lacks(self, languages: list[str]) -> Iterator[str]:
        for language in languages:
            texts = (self.prompt, *(option.text for option in (*self.options, *self.targets)))
            if any(not text.get(language) for text in texts):
                yield language

    def shuffled(self, seed: str) -> tuple[list[Option], list[Option]]:
        """Options and targets in an order of this attempt's own; the left side of a match stays in place."""
        chance = Random(f"{seed}:{self.question_id}")  # noqa: S311 - an order for the eye, no secret
        options, targets = list(self.options), list(self.targets)
        if self.kind is not K.MATCH:
            chance.shuffle(options)
        chance.shuffle(targets)
        if self.kind is K.ORDER and tuple(found.option_id for found in options) == self.correct:
            options.reverse()
        return options, targets

    def accept(self, answer: Answer) -> list[str]:
        """The answer as it is kept; what cannot be an answer to this question is refused."""
        given = [part.strip() for part in answer]
        if not any(given):
            return []
        if not _FITS[self.kind](self, given):
            raise errors.AnswerUnfitting(kind=self.kind)
        return sorted(given) if self.kind is K.MULTIPLE else given

    def is_right(self, answer: Answer | None) -> bool:
        return bool(answer) and _RIGHT[self.kind](self, list(answer or ()))

    def is_complete(self, answer: Answer | None) -> bool:
        """Whether nothing of the answer is missing; half an order is kept, but not complete."""
        return bool(answer) and all(answer or ())


@dataclass(eq=False, kw_only=True)
class BankQuestion:
    """A question in the bank of a course, as its author changes it."""

    question_id: UUID
    course_id: UUID
    question: Question
    created_at: datetime
    is_active: bool = True
    version: int = 1


def built(question_id: UUID, kind: str, new_id: Callable[[], str], parts: Mapping[str, Any]) -> Question:
    """A question from what its author writes: right answers are marked where they stand, ids are given here."""
    kind_ = QuestionKind(kind)
    written = parts.get("options") or []
    options = tuple(Option(option_id=found.get("option_id") or new_id(), text=found["text"]) for found in written)
    targets = tuple(Option(option_id=new_id(), text=found["match"]) for found in written if found.get("match"))
    if kind_ in CHOOSING:
        correct = tuple(o.option_id for o, found in zip(options, written, strict=True) if found.get("is_correct"))
    elif kind_ is K.ORDER:
        correct = tuple(option.option_id for option in options)
    elif kind_ is K.MATCH:
        correct = tuple(target.option_id for target in targets)
    else:
        options, targets, correct = (), (), tuple(parts.get("accepted") or ())
    question = Question(
        question_id=question_id,
        kind=kind_,
        prompt=parts["prompt"],
        options=options,
        targets=targets if kind_ is K.MATCH else (),
        correct=correct,
        tolerance=parts.get("tolerance") or Decimal(0),
        explanation=parts.get("explanation") or {},
        lesson_id=parts.get("lesson_id"),
    )
    question.require_answerable()
    return question


def folded(text: str) -> str:
    """Without accents, case and surplus blanks: how short answers are compared."""
    plain = text
    for _ in range(2):  # folding a case may compose anew, and what is decomposed may have a case
        plain = unicodedata.normalize("NFKD", plain.casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def numbers(text: str) -> set[Decimal]:
    """What a text may mean as a number: 1,250 is one and a quarter to some and a thousand and more to others."""
    plain = "".join(text.split())
    written = {plain.replace(",", ".")}
    if grouped := _GROUPED.fullmatch(plain):
        written.add(plain.replace(grouped[1], "").replace(",", "."))
    return {value for found in written if (value := _decimal(found)) is not None}


def _decimal(text: str) -> Decimal | None:
    """One that can be reckoned with: neither endless nor as long as a hostile exponent makes it."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) <= _DIGITS else None


def _problems(question: Question) -> Iterator[str]:
    kind, options = question.kind, question.options
    if kind in LISTED and len(options) < 2:
        yield "It needs at least two options."
    if kind is K.SINGLE and len(question.correct) != 1:
        yield "Mark exactly one option as right."
    if kind is K.MULTIPLE and not question.correct:
        yield "Mark at least one option as right."
    if kind is K.MATCH and len(question.targets) != len(options):
        yield "Each option needs its match."
    if kind is K.SHORT and not any(folded(text) for text in question.correct):
        yield "Give at least one accepted text."
    if kind is K.NUMBER and (len(question.correct) != 1 or not numbers(question.correct[0])):
        yield "Give the right number."


def _ids(options: Sequence[Option]) -> set[str]:
    return {option.option_id for option in options}


def _distinct(given: list[str], of: Sequence[Option], *, blanks: bool = False) -> bool:
    """Known options, none twice; blanks stand for places not filled yet."""
    chosen = [part for part in given if part or not blanks]
    return len(set(chosen)) == len(chosen) and set(chosen) <= _ids(of)


def _near(question: Question, given: list[str]) -> bool:
    """Some reading of what was given lies near some reading of what the author wrote."""
    rights = numbers(question.correct[0])
    return any(abs(value - right) <= question.tolerance for value in numbers(given[0]) for right in rights)


_FITS: Final[Mapping[QuestionKind, Callable[[Question, list[str]], bool]]] = MappingProxyType(
    {
        K.SINGLE: lambda q, given: len(given) == 1 and given[0] in _ids(q.options),
        K.MULTIPLE: lambda q, given: _distinct(given, q.options),
        K.ORDER: lambda q, given: len(given) == len(q.options) and _distinct(given, q.options, blanks=True),
        K.MATCH: lambda q, given: len(given) == len(q.options) and _distinct(given, q.targets, blanks=True),
        K.NUMBER: lambda _, given: len(given) == 1 and bool(numbers(given[0])),
        K.SHORT: lambda _, given: len(given) == 1 and len(given[0]) <= LONGEST_ANSWER,
    }
)
_RIGHT: Final[Mapping[QuestionKind, Callable[[Question, list[str]], bool]]] = MappingProxyType(
    {
        K.SINGLE: lambda q, given: tuple(given) == q.correct,
        K.MULTIPLE: lambda q, given: set(given) == set(q.correct),
        K.ORDER: lambda q, given: tuple(given) == q.correct,
        K.MATCH: lambda q, given: tuple(given) == q.correct,
        K.NUMBER: _near,
        K.SHORT: lambda q, given: folded(given[0]) in {folded(text) for text in q.correct},
    }
)
