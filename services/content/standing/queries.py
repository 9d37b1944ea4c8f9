"""Who somebody is to an audience, read from the replicas at the moment of asking."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Subquery, and_, cast, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.orm import Session

from services.content.standing.model import (
    HELD,
    LANGUAGES,
    PARTNER_ROLES,
    SERVED,
    Actor,
    Attributes,
    DealStanding,
    PartnerStanding,
    PersonStanding,
)
from services.content.standing.tables import certificate_standing, deal_standing, partner_standing, person_standing

_p, _h, _c = partner_standing.c, person_standing.c, certificate_standing.c
_CODES: Final = ARRAY(String)


def viewer_of(session: Session, actor: Actor) -> Attributes | None:
    """A partner's person as an audience sees them now; None may see nothing at all.

    Roles and language are what the edge says of this call; all else is what events have told us.
    """
    if actor.partner_id is None or actor.person_id is None:
        return None
    held = _held(session, _c.person_id == actor.person_id)
    return _viewer(session, actor.partner_id, roles=actor.roles, languages=(actor.language,), certifications=held)


def viewer_of_person(session: Session, person_id: UUID, language: str) -> Attributes | None:
    """The same of somebody who is not here: the sender of a link."""
    person = session.get(PersonStanding, person_id)
    if person is None or person.has_left or person.partner_id is None:
        return None
    held = _held(session, _c.person_id == person_id)
    return _viewer(session, person.partner_id, roles=person.roles, languages=(language,), certifications=held)


def viewer_of_partner(session: Session, partner_id: UUID) -> Attributes | None:
    """Everything that anybody of this partner could see: all roles, all languages, all certificates of its people."""
    people = select(_h.person_id).where(_h.partner_id == partner_id, ~_h.has_left)
    held = _held(session, _c.person_id.in_(people))
    return _viewer(session, partner_id, roles=PARTNER_ROLES, languages=LANGUAGES, certifications=held)


def people_as_viewers() -> Subquery:
    """Everybody who acts for a served partner, with their seven sets as columns; both languages, as each may choose."""
    held = (
        select(func.array_agg(_c.certification_code)).where(_c.person_id == _h.person_id, _counts()).scalar_subquery()
    )
    sets: dict[str, ColumnElement[Any]] = {
        "tiers": array([_p.tier]),
        "partner_types": array([_p.partner_type]),
        "regions": array([_p.region]),
        "countries": array([_p.country]),
        "languages": cast(list(LANGUAGES), _CODES),
        "roles": _h.roles,
        "certifications": func.coalesce(held, cast([], _CODES)),
    }
    labelled = (cast(column, _CODES).label(name) for name, column in sets.items())
    return (
        select(_p.partner_id, _p.name, _h.person_id, *labelled)
        .join_from(partner_standing, person_standing, _h.partner_id == _p.partner_id)
        .where(_p.status.in_(SERVED), ~_h.has_left)
        .subquery("viewers")
    )


def acts_for_vendor(session: Session, person_id: UUID) -> bool:
    """Whether this is one of the vendor's people, as far as we have heard."""
    person = session.get(PersonStanding, person_id)
    return person is not None and person.partner_id is None and not person.has_left


def departed() -> Select[tuple[UUID]]:
    """People who left, as a subselect."""
    return select(_h.person_id).where(_h.has_left)


def deal_of(session: Session, deal_registration_id: UUID, partner_id: UUID) -> DealStanding | None:
    """The partner's own deal; another partner's is not there."""
    deal = session.get(DealStanding, deal_registration_id)
    return deal if deal is not None and deal.partner_id == partner_id else None


def deal_numbers(session: Session, deal_registration_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    wanted = {found for found in deal_registration_ids if found}
    d = deal_standing.c
    rows = session.execute(select(d.deal_registration_id, d.number).where(d.deal_registration_id.in_(wanted)))
    return {row.deal_registration_id: row.number for row in rows}


def partner_names(session: Session, partner_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    wanted = {found for found in partner_ids if found}
    rows = session.execute(select(_p.partner_id, _p.name).where(_p.partner_id.in_(wanted)))
    return {row.partner_id: row.name for row in rows}


def _viewer(session: Session, partner_id: UUID, **own: tuple[str, ...]) -> Attributes | None:
    partner = session.get(PartnerStanding, partner_id)
    if partner is None or partner.status not in SERVED:
        return None
    return Attributes(
        tiers=_known(partner.tier),
        partner_types=_known(partner.partner_type),
        regions=_known(partner.region),
        countries=_known(partner.country),
        **own,
    )


def _known(code: str | None) -> tuple[str, ...]:
    return (code,) if code else ()


def _held(session: Session, whose: ColumnElement[bool]) -> tuple[str, ...]:
    return tuple(session.scalars(select(_c.certification_code).where(whose, _counts()).distinct()))


def _counts() -> ColumnElement[bool]:
    """A certificate that is held and that no other one took the place of."""
    later = certificate_standing.alias()
    return and_(_c.status.in_(HELD), ~exists().where(later.c.replaces_certificate_id == _c.certificate_id))
