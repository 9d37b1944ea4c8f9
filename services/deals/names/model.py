"""Names in one form: spelling, scripts, legal forms and the words everybody uses. Knows no customer and no storage."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Final

import pycountry
from anyascii import anyascii

_CJK_FORMS: Final = re.compile(
    "株式会社|有限会社|合同会社|[((]株[))]|[((]有[))]|股份有限公司|有限责任公司|有限責任公司|有限公司|주식회사|유한회사|[((]주[))]"
)
_ABBREVIATION: Final = re.compile(r"\b(?:[^\W\d_]\.){1,6}(?=\W|$|[^\W\d_]\b)(?:[^\W\d_]\b)?")
_GLUE: Final = frozenset({"and", "und", "et", "y", "e", "i", "og", "och", "en", "the", "la", "el", "los", "las"})
_LINKS: Final = frozenset({"of", "de", "del", "du", "da", "do", "di", "della", "des", "von", "van", "for", "in"})


def fold(text: str) -> str:
    """Compatibility forms resolved, Latin letters, lower case, abbreviations joined (S.A. is sa), punctuation gone."""
    plain = _CJK_FORMS.sub(" ", unicodedata.normalize("NFKC", text))
    latin = anyascii(plain).casefold()
    joined = _ABBREVIATION.sub(lambda found: found[0].replace(".", ""), latin)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"(?<=\w)'(?=\w)", "", joined)).split())


@lru_cache(maxsize=4096)
def name_key(legal_name: str) -> str:
    """A legal name without its legal form, glue words and the country at its end."""
    words = fold(legal_name.replace("/", " ").replace("&", " ").replace("+", " ")).split()
    core = _without_country(_without_forms(words))
    kept = [_plain_vowels(word) for word in core if word not in _GLUE] or core or words
    return " ".join(kept)[:200] or legal_name.casefold()[:200]


def significant(key: str) -> list[str]:
    """The words of a name that tell one company from another."""
    return [word for word in key.split() if word not in generic_words() and len(word) > 1]


@lru_cache(maxsize=2048)
def city_key(raw: str | None) -> str | None:
    folded = fold(raw) if raw else ""
    return _cities().get(folded, _plain_vowels(folded)) or None


def _without_forms(words: list[str]) -> list[str]:
    """Cut legal forms off the end as long as some name is left, then one off the front."""
    forms, leading = _legal_forms()
    core = list(words)
    while form := _longest(forms, core, at_end=True):
        core = core[: len(core) - form]
    if front := _longest(leading, core, at_end=False):
        core = core[front:]
    return core


def _longest(forms: frozenset[tuple[str, ...]], words: list[str], *, at_end: bool) -> int:
    for size in range(min(6, len(words) - 1), 0, -1):
        part = words[-size:] if at_end else words[:size]
        if tuple(part) in forms:
            return size
    return 0


def _without_country(words: list[str]) -> list[str]:
    """Acme Germany is Acme, but the Bank of China stays what it is."""
    for size in (3, 2, 1):
        rest, tail = words[:-size], " ".join(words[-size:])
        if len(words) > size and tail in _countries() and rest[-1] not in _LINKS and significant(" ".join(rest)):
            return rest
    return words


def _plain_vowels(word: str) -> str:
    """Müller is written Mueller by people without the key for it."""
    return re.sub(r"(?<=[^aeiou])([aou])e(?=[a-z])", r"\1", word)


def _lines(name: str) -> list[str]:
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def _legal_forms() -> tuple[frozenset[tuple[str, ...]], frozenset[tuple[str, ...]]]:
    lines = _lines("legal_forms.txt")
    return (
        frozenset(tuple(line.split()) for line in lines if not line.startswith("<")),
        frozenset(tuple(line[1:].split()) for line in lines if line.startswith("<")),
    )


@cache
def generic_words() -> frozenset[str]:
    """Words so common in names that they hardly tell one company from another."""
    return frozenset(_lines("generic_words.txt"))


@cache
def _cities() -> dict[str, str]:
    places = ([name.strip() for name in line.split("|")] for line in _lines("cities.txt"))
    return {name: names[0] for names in places for name in names}


@cache
def _countries() -> frozenset[str]:
    """English names, and how the larger markets call themselves."""
    english = {
        fold(name) for country in pycountry.countries for name in (country.name, getattr(country, "common_name", ""))
    }
    return frozenset(english | set(_lines("own_country_names.txt"))) - {""}
