"""What identifies a customer: names, domains, numbers, places in one form. Knows no scores and no storage."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

import phonenumbers
import pycountry
from anyascii import anyascii
from publicsuffixlist import PublicSuffixList
from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

_SUFFIXES: Final = PublicSuffixList()
_CJK_FORMS: Final = re.compile(
    "株式会社|有限会社|合同会社|[((]株[))]|[((]有[))]|股份有限公司|有限责任公司|有限責任公司|有限公司|주식회사|유한회사|[((]주[))]"
)
_ABBREVIATION: Final = re.compile(r"\b(?:[^\W\d_]\.){1,6}(?=\W|$|[^\W\d_]\b)(?:[^\W\d_]\b)?")
_GLUE: Final = frozenset({"and", "und", "et", "y", "e", "i", "og", "och", "en", "the", "la", "el", "los", "las"})
_LINKS: Final = frozenset({"of", "de", "del", "du", "da", "do", "di", "della", "des", "von", "van", "for", "in"})


@dataclass(frozen=True, kw_only=True)
class Identity:
    """One way a customer was named, ready to be compared. Keys of people are hashes."""

    legal_name: str
    country: str
    name_key: str
    first_token: str
    domain: str | None = None
    registration_key: str | None = None
    city_key: str | None = None
    postal_key: str | None = None
    phone_key: str | None = None
    contact_key: str | None = None
    contact_domain: str | None = None

    @property
    def strongest_key(self) -> str | None:
        """The unique identifier that says which customer this is, if there is one."""
        if self.registration_key:
            return f"no:{self.country}:{self.registration_key}"
        return f"web:{self.domain}" if self.domain else None

    @property
    def fingerprint(self) -> str:
        """Equal for the same customer typed again; tells nothing of what was typed."""
        place = self.city_key or self.postal_key or ""
        return _digest(self.strongest_key or f"name:{self.country}:{self.name_key}:{place}")


def identify(
    *,
    legal_name: str,
    country: str | None,
    domain: str | None = None,
    city: str | None = None,
    postal_code: str | None = None,
    registration_no: str | None = None,
    contact_email: str | None = None,
    contact_phone: str | None = None,
) -> Identity:
    """Bring what somebody typed to the form in which customers are compared."""
    place, key = (country or "").upper(), name_key(legal_name)
    mail_domain = company_domain(contact_email.rpartition("@")[2]) if contact_email else None
    phone = phone_number(contact_phone, place)
    return Identity(
        legal_name=legal_name,
        country=place,
        name_key=key,
        first_token=key.partition(" ")[0],
        domain=company_domain(domain),
        registration_key=registration_key(registration_no, place),
        city_key=city_key(city),
        postal_key=re.sub(r"\W", "", fold(postal_code)) or None if postal_code else None,
        phone_key=_digest(phone) if phone else None,
        contact_key=_digest(contact_email.strip().casefold()) if contact_email and mail_domain else None,
        contact_domain=mail_domain,
    )


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


def company_domain(raw: str | None) -> str | None:
    """The registrable domain in what people paste, or None where it says nothing about a company."""
    if not raw or not raw.strip():
        return None
    host = re.sub(r"^[a-z][a-z0-9+.-]*://", "", raw.strip().casefold()).rpartition("@")[2]
    host = re.split(r"[/?#:\s]", host, maxsplit=1)[0].strip(".")
    try:
        encoded = host.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    registrable = _SUFFIXES.privatesuffix(encoded)
    return None if registrable is None or registrable in _free_mail() else str(registrable)


def registration_key(raw: str | None, country: str) -> str | None:
    """A registration or VAT number as registers compare it; placeholders count as none."""
    if not raw:
        return None
    key = re.sub(r"[^0-9A-Z]", "", anyascii(unicodedata.normalize("NFKC", raw)).upper())
    if len(key) < 4 or len(set(re.sub(r"[A-Z]", "", key))) < 2:
        return None
    return _national(key, country)[:60]


@lru_cache(maxsize=2048)
def city_key(raw: str | None) -> str | None:
    folded = fold(raw) if raw else ""
    return _cities().get(folded, _plain_vowels(folded)) or None


@lru_cache(maxsize=2048)
def phone_number(raw: str | None, country: str) -> str | None:
    """A phone number in E.164, or None when it cannot be one."""
    if not raw:
        return None
    try:
        parsed = phonenumbers.parse(raw, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _national(key: str, country: str) -> str:
    """ESB12345674 and B12345674 are one number: cut the country off where what is left is a number of that country."""
    prefix = {"GR": "EL"}.get(country, country)
    if not prefix or not key.startswith(prefix):
        return key
    module = get_cc_module(country.lower(), "vat")
    rest = key[len(prefix) :]
    try:
        return str(module.compact(module.validate(rest))).upper() if module else rest
    except ValidationError:
        return rest if rest[-6:].isdigit() else key


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


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:32]


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
def _free_mail() -> frozenset[str]:
    return frozenset(_lines("free_mail.txt"))


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
