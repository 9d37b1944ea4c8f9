"""Sets rival claims on one customer side by side and says which is stronger, and why.

It reads plain registration views; it asks no service and decides nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from gateway.console.moments import DAY, HOUR, MINUTE
from gateway.console.words import REGISTRATION_TYPE
from gateway.pages.formats import day, instant, moment, money
from gateway.portal.products import product_name

Claim = Mapping[str, Any]

# Mailboxes that name a function and no person: a weaker proof that the partner knows the customer.
SHARED_MAILBOXES: Final = frozenset(
    {"admin", "contact", "contacto", "hello", "hola", "info", "mail", "office", "sales", "ventas"}
)
NOTHING: Final = "—"


@dataclass(frozen=True)
class Cell:
    text: str
    stronger: bool = False


@dataclass(frozen=True)
class Line:
    """One row of the comparison: the same fact of every claim."""

    label: str
    cells: tuple[Cell, ...]

    @property
    def same(self) -> bool:
        return len({cell.text for cell in self.cells}) == 1 and not any(cell.stronger for cell in self.cells)


@dataclass(frozen=True)
class Pointer:
    """The claim the rules point to, and the reasons in words."""

    claim: Claim
    reasons: tuple[str, ...]

    @property
    def sentence(self) -> str:
        told = ", ".join(self.reasons)
        return f"{told[:1].upper()}{told[1:]}."


def lines(claims: Sequence[Claim]) -> tuple[Line, ...]:
    """Every compared fact, in the order a decider asks for it."""
    first = _only(claims, [_registered(claim) == min(map(_registered, claims)) for claim in claims])
    return (
        _line(_("Registered"), claims, _moment_of(claims), first),
        _line(_("Company name"), claims, lambda claim: _customer(claim, "legal_name")),
        _line(_("Domain"), claims, lambda claim: _customer(claim, "domain")),
        _line(_("Registration number"), claims, lambda claim: _customer(claim, "registration_no")),
        _line(_("City"), claims, lambda claim: _customer(claim, "city")),
        _line(_("Contact"), claims, _contact, _only(claims, [names_a_person(claim) for claim in claims])),
        _line(_("Product"), claims, lambda claim: product_name(claim.get("product_line")) or NOTHING),
        _line(_("Expected value"), claims, lambda claim: money(claim.get("amount"), claim.get("currency"))),
        _line(_("Expected close"), claims, lambda claim: day(claim.get("expected_close_on")) or NOTHING),
        _line(_("Proof of work"), claims, _evidence, _only(claims, [shows_evidence(claim) for claim in claims])),
        _line(
            _("Type"), claims, lambda claim: str(REGISTRATION_TYPE.get(claim.get("registration_type") or "", NOTHING))
        ),
        _line(_("Protection"), claims, _protection, _only(claims, [is_protected(claim) for claim in claims])),
    )


def pointer(claims: Sequence[Claim]) -> Pointer | None:
    """Approved protection first, then the first complete submission; contact and evidence are told as support."""
    if len(claims) < 2:
        return None
    ordered = sorted(claims, key=lambda claim: (not is_protected(claim), _registered(claim)))
    best, others = ordered[0], ordered[1:]
    reasons = []
    if is_protected(best):
        reasons.append(_("protected until %(date)s", date=day(best.get("protected_until"))))
    earlier = min(map(_registered, others)) - _registered(best)
    if earlier.total_seconds() > 0:
        reasons.append(_earlier_by(int(earlier.total_seconds())))
    if names_a_person(best) and not all(map(names_a_person, others)):
        reasons.append(_("names a person at the customer"))
    if shows_evidence(best) and not all(map(shows_evidence, others)):
        reasons.append(_("gives proof of work"))
    return Pointer(best, tuple(reasons)) if reasons else None


def _earlier_by(seconds: int) -> str:
    if seconds < MINUTE:
        return str(_("registered seconds earlier"))
    if seconds < HOUR:
        return str(
            ngettext("registered %(num)d minute earlier", "registered %(num)d minutes earlier", seconds // MINUTE)
        )
    if seconds < DAY:
        return str(ngettext("registered %(num)d hour earlier", "registered %(num)d hours earlier", seconds // HOUR))
    return str(ngettext("registered %(num)d day earlier", "registered %(num)d days earlier", seconds // DAY))


def is_protected(claim: Claim) -> bool:
    return claim.get("status") in {"approved", "converted"}


def names_a_person(claim: Claim) -> bool:
    contact = claim.get("contact") or {}
    mailbox = str(contact.get("email") or "").partition("@")[0].casefold()
    return bool(contact.get("name")) and mailbox not in SHARED_MAILBOXES


def shows_evidence(claim: Claim) -> bool:
    return bool(str(claim.get("evidence") or "").strip())


def _line(label: str, claims: Sequence[Claim], say: Callable[[Claim], Any], strong: Sequence[bool] = ()) -> Line:
    marks = strong or [False] * len(claims)
    return Line(label, tuple(Cell(str(say(claim)), mark) for claim, mark in zip(claims, marks, strict=True)))


def _only(claims: Sequence[Claim], marks: Sequence[bool]) -> list[bool]:
    """Marks that tell the claims apart; a fact that all share makes none of them stronger."""
    return [False] * len(claims) if all(marks) else list(marks)


def _registered(claim: Claim) -> datetime:
    return instant(claim.get("priority_at") or claim.get("submitted_at")) or datetime.max.replace(tzinfo=UTC)


def _moment_of(claims: Sequence[Claim]) -> Callable[[Claim], str]:
    """To the minute, or to the second where minutes do not tell the claims apart."""
    if len({moment(_registered(claim)) for claim in claims}) == len(claims):
        return lambda claim: moment(_registered(claim))
    return lambda claim: str(format_datetime(_registered(claim), "d MMM y, HH:mm:ss"))


def _customer(claim: Claim, field: str) -> str:
    return str((claim.get("customer") or {}).get(field) or NOTHING)


def _contact(claim: Claim) -> str:
    contact = claim.get("contact") or {}
    person = ", ".join(part for part in (contact.get("name"), contact.get("job_title")) if part)
    return person if names_a_person(claim) else contact.get("email") or person or NOTHING


def _evidence(claim: Claim) -> str:
    return str(claim.get("evidence") or "").strip() or _("None")


def _protection(claim: Claim) -> str:
    return str(_("Until %(date)s", date=day(claim.get("protected_until"))) if is_protected(claim) else _("None"))
