"""Scoring two identities: every signal keeps its points, so that a person can see why."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from services.deals.customers.model import Identity
from services.deals.names.model import generic_words, significant
from services.deals.rules.model import MatchingRule

_GENERIC_WEIGHT: Final = 0.3
_SHORT: Final = 4  # Words up to this length must be equal: in 'dell' and 'bell' one letter is everything.
_LONG: Final = 9
_ALIKE: Final = 0.6
_COURT_REGISTERS: Final = ("HRA", "HRB", "GNR", "VR", "PR")  # German numbers count per court, so they repeat.


@dataclass(frozen=True, kw_only=True)
class Signal:
    """One reason for or against, with what it contributed and what was compared where that is no personal data."""

    signal: str
    points: float
    ours: str | None = None
    theirs: str | None = None


@dataclass(frozen=True, kw_only=True)
class Match:
    """The answer: a score from 0 to 100, its band, and the signals it is made of."""

    score: float
    band: str | None
    signals: tuple[Signal, ...]


def match(ours: Identity, theirs: Identity, rule: MatchingRule) -> Match:
    """The strongest reason, plus a share of the others, minus what speaks against."""
    signals = tuple(_signals(ours, theirs, rule))
    reasons = sorted((signal.points for signal in signals if signal.points > 0), reverse=True)
    against = sum(signal.points for signal in signals if signal.points < 0)
    total = reasons[0] + rule.rest_share * sum(reasons[1:]) + against if reasons else 0.0
    score = round(max(0.0, min(100.0, total)), 1)
    return Match(score=score, band=rule.band(score), signals=signals)


@lru_cache(maxsize=8192)
def name_similarity(ours: str, theirs: str) -> float:
    """Share of two name keys that is the same words, small typing errors allowed; words everybody uses count little."""
    if ours.replace(" ", "") == theirs.replace(" ", ""):
        return 1.0
    if not ours or not theirs:
        return 0.0
    left, right = (key.split() for key in sorted((ours, theirs)))
    free, matched = list(right), 0.0
    for word in left:
        best = max(free, key=lambda other: _word_similarity(word, other), default=None)
        alike = _word_similarity(word, best) if best is not None else 0.0
        if best is not None and alike > 0:
            free.remove(best)
            matched += (_weight(word) + _weight(best)) * alike
    return matched / (sum(map(_weight, left)) + sum(map(_weight, right)))


def _word_similarity(ours: str, theirs: str) -> float:
    if ours == theirs:
        return 1.0
    shorter = min(len(ours), len(theirs))
    if shorter <= _SHORT or any(character.isdigit() for character in ours + theirs):
        return 0.0
    allowed = 2 if shorter >= _LONG else 1
    distance = OSA.distance(ours, theirs, score_cutoff=allowed)
    return 1.0 - distance / max(len(ours), len(theirs)) if distance <= allowed else 0.0


def _weight(word: str) -> float:
    return len(word) * (_GENERIC_WEIGHT if word in generic_words() else 1.0)


def _signals(ours: Identity, theirs: Identity, rule: MatchingRule) -> Iterable[Signal]:
    alike = name_similarity(ours.name_key, theirs.name_key)
    found = [
        *_registration_signals(ours, theirs, alike),
        *_domain_signals(ours, theirs, alike),
        *_contact_signals(ours, theirs, alike),
        *_name_signals(ours, theirs, alike, rule),
    ]
    yield from (_scored(name, rule, values) for name, values in found)
    positive = {name for name, _ in found if rule.points[name] > 0}
    if positive:
        yield from (_scored(name, rule, values) for name, values in _doubts(ours, theirs, positive, rule))


Found = tuple[str, tuple[str | None, str | None]]
_PRIVATE: Final = (None, None)
_BY_NAME: Final = frozenset({"same_name", "same_name_and_place", "same_domain_label"})


def _scored(name: str, rule: MatchingRule, values: tuple[str | None, str | None]) -> Signal:
    return Signal(signal=name, points=rule.points[name], ours=values[0], theirs=values[1])


def _registration_signals(ours: Identity, theirs: Identity, alike: float) -> Iterable[Found]:
    left, right = ours.registration_key, theirs.registration_key
    if not left or not right or ours.country != theirs.country:
        return
    repeats = left.startswith(_COURT_REGISTERS)
    if left == right and (not repeats or alike >= _ALIKE):
        yield "same_registration_no", (left, right)
    elif left != right and _shape(left) == _shape(right):
        yield "other_registration_no", (left, right)


def _shape(number: str) -> str:
    """Numbers of different registers differ for one company too: compare like with like."""
    letters = "".join("9" if character.isdigit() else "A" for character in number)
    return letters[:1] + str(len(number))


def _domain_signals(ours: Identity, theirs: Identity, alike: float) -> Iterable[Found]:
    left, right = ours.domain, theirs.domain
    if not left or not right:
        return
    if left == right:
        yield "same_domain", (left, right)
    elif left.partition(".")[0] == right.partition(".")[0] and alike >= _ALIKE:
        yield "same_domain_label", (left, right)
    else:
        yield "other_domain", (left, right)


def _contact_signals(ours: Identity, theirs: Identity, alike: float) -> Iterable[Found]:
    domains = {ours.domain, theirs.domain} - {None}
    if ours.contact_key and ours.contact_key == theirs.contact_key:
        # One person for two companies with sites of their own is an agent, not a customer.
        agent = len(domains) > 1 or (bool(domains) and ours.contact_domain not in domains)
        yield ("shared_contact_domain" if agent or alike < _ALIKE else "same_contact"), _PRIVATE
    elif _contact_at_domain(ours, theirs) or _contact_at_domain(theirs, ours):
        name = "contact_at_domain" if alike >= _ALIKE else "shared_contact_domain"
        yield name, (ours.domain or ours.contact_domain, theirs.domain or theirs.contact_domain)
    elif ours.contact_domain and ours.contact_domain == theirs.contact_domain and not _one_site(ours, theirs):
        yield "shared_contact_domain", (ours.contact_domain, theirs.contact_domain)
    if ours.phone_key and ours.phone_key == theirs.phone_key:
        yield "same_phone", _PRIVATE


def _one_site(ours: Identity, theirs: Identity) -> bool:
    return ours.domain is not None and ours.domain == theirs.domain


def _contact_at_domain(mailing: Identity, owning: Identity) -> bool:
    return mailing.domain is None and mailing.contact_domain is not None and mailing.contact_domain == owning.domain


def _name_signals(ours: Identity, theirs: Identity, alike: float, rule: MatchingRule) -> Iterable[Found]:
    values = (ours.name_key, theirs.name_key)
    here = ours.country == theirs.country
    place = here and _same_place(ours, theirs)
    telling = bool(significant(ours.name_key)) or bool(significant(theirs.name_key))
    if alike >= rule.name_same_at:
        yield ("same_name_and_place" if place and telling else "same_name"), values
    elif alike >= rule.name_close_at and place and telling:
        yield "close_name_and_place", values


def _same_place(ours: Identity, theirs: Identity) -> bool:
    city = ours.city_key is not None and ours.city_key == theirs.city_key
    return city or (ours.postal_key is not None and ours.postal_key == theirs.postal_key)


def _doubts(ours: Identity, theirs: Identity, positive: set[str], rule: MatchingRule) -> Iterable[Found]:
    """What weakens reasons already found."""
    if ours.country != theirs.country and positive <= _BY_NAME:
        yield "other_country", (ours.country, theirs.country)
    if "same_registration_no" not in positive and _numbered_apart(ours.name_key, theirs.name_key, rule):
        yield "other_number_in_name", (ours.name_key, theirs.name_key)


def _numbered_apart(ours: str, theirs: str, rule: MatchingRule) -> bool:
    """Store 12 and store 14: alike but for the number."""
    (left, left_numbers), (right, right_numbers) = _split(ours), _split(theirs)
    return left_numbers != right_numbers and name_similarity(left, right) >= rule.name_close_at


def _split(key: str) -> tuple[str, set[str]]:
    numbers = {word for word in key.split() if any(character.isdigit() for character in word)}
    return " ".join(word for word in key.split() if word not in numbers), numbers
