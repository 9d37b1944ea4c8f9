"""What somebody typed: its words, the words they may have meant, and where a text has them. Knows no storage."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from rapidfuzz.distance import OSA

_WORD: Final = re.compile(r"[^\W_]+")
_NEGATED: Final = re.compile(r'(?:(?<=\s)|^)-(?:"[^"]*"|\S+)')
_JOINED: Final = re.compile(r"(?<=\w)[-/_.@|:\\](?=\w)")
_SHORTEST_CORRECTED: Final = 4
_MOST_WORDS: Final = 12
_SPELLINGS: Final = {"a": "aáàäâã", "e": "eéèëê", "i": "iíìïî", "o": "oóòöôõ", "u": "uúùüû", "n": "nñ", "c": "cç"}


def tidy(typed: str) -> str:
    """One line, composed, with words that hyphens or slashes join taken apart, as the index has them."""
    return _JOINED.sub(" ", " ".join(unicodedata.normalize("NFC", typed).split()))


def words(text: str) -> list[str]:
    """The words asked for, without those that were excluded by a minus."""
    found = dict.fromkeys(_WORD.findall(_NEGATED.sub(" ", text)))
    return list(found)[:_MOST_WORDS]


def key_of(text: str) -> str:
    """Without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def is_correctable(word: str) -> bool:
    return len(word) >= _SHORTEST_CORRECTED and word.isalpha()


def likely(word: str, known: Iterable[str]) -> list[str]:
    """The known words that a slip of the finger makes this one, nearest first."""
    wanted, allowed = key_of(word), 1 if len(word) < 6 else 2 if len(word) < 10 else 3
    near = [(OSA.distance(wanted, found, score_cutoff=allowed), found) for found in known]
    return [found for distance, found in sorted(near) if distance <= allowed]


def corrected(text: str, meant: Mapping[str, str]) -> str:
    """The same query with each of these words replaced."""
    return _WORD.sub(lambda match: meant.get(match.group(), match.group()), text)


def where_it_begins(typed: list[str]) -> str:
    """A regular expression of PostgreSQL for where a text has one of these words, whatever its accents and ending."""
    chosen = [word for word in typed if len(word) > 2] or typed
    stems = [key_of(word)[: max(3, len(word) - 3)] for word in sorted(chosen, key=len, reverse=True)]
    return r"\m(?:" + "|".join("".join(map(_spelled, stem)) for stem in stems) + ")"


def _spelled(letter: str) -> str:
    return f"[{_SPELLINGS[letter]}]" if letter in _SPELLINGS else letter


def prefix_query(typed: list[str]) -> str:
    """All words, the last one as far as it was typed, in PostgreSQL's notation."""
    *whole, last = map(key_of, typed)
    return " & ".join([*whole, f"{last}:*"])
