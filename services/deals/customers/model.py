"""The end customer as it was named, and what identifies it. Knows no scores and no storage."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

import phonenumbers
from anyascii import anyascii
from publicsuffixlist import PublicSuffixList
from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

from services.deals.names.model import city_key, fold, name_key

_SUFFIXES: Final = PublicSuffixList()


@dataclass(frozen=True, kw_only=True)
class CustomerDetails:
    """The end customer as the partner typed it: what the partner sees again, whatever matching finds."""

    legal_name: str
    country: str | None = None
    domain: str | None = None
    city: str | None = None
    postal_code: str | None = None
    registration_no: str | None = None


@dataclass(frozen=True, kw_only=True)
class Contact:
    """The person at the customer. Personal data."""

    name: str
    email: str
    phone: str | None = None
    job_title: str | None = None


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


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:32]


@cache
def _free_mail() -> frozenset[str]:
    lines = resources.files(__package__).joinpath("free_mail.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
