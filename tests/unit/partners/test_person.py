"""A person from the invitation to the farewell, walked through its table."""

from datetime import UTC, datetime
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from services.partners import errors
from services.partners.people.model import (
    PARTNER_ROLES,
    ROLES,
    TRANSITIONS,
    VENDOR_ROLES,
    Person,
    PersonStatus,
    PersonVerb,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PARTNER = UUID(int=7)
PAIRS = list(product(PersonStatus, PersonVerb))


def a_person(status: PersonStatus = PersonStatus.INVITED, **attributes: Any) -> Person:
    wanted: dict[str, Any] = {
        "person_id": UUID(int=1),
        "partner_id": PARTNER,
        "name": "Lucía Vega",
        "email": " Lucia@Vega.Example ",
        "roles": ["partner_seller"],
        "invited_at": NOW,
        "status": status,
    }
    return Person(**{**wanted, **attributes})


def do(person: Person, verb: PersonVerb) -> list[Any]:
    return list(person.join(NOW) if verb is PersonVerb.JOIN else person.leave(NOW, "left_company"))


@pytest.mark.parametrize(("status", "verb"), [pair for pair in PAIRS if pair in TRANSITIONS])
def test_a_legal_step_leads_where_the_table_says_and_names_nobody(status: PersonStatus, verb: PersonVerb) -> None:
    person = a_person(status)
    (fact,) = do(person, verb)
    assert person.status is TRANSITIONS[status, verb]
    assert "Vega" not in repr(fact)


@pytest.mark.parametrize(
    ("status", "verb"),
    [pair for pair in PAIRS if pair not in TRANSITIONS and pair != (PersonStatus.ACTIVE, PersonVerb.JOIN)],
)
def test_an_illegal_step_is_refused(status: PersonStatus, verb: PersonVerb) -> None:
    with pytest.raises(errors.IllegalTransition):
        do(a_person(status), verb)


def test_joining_twice_is_joining_once() -> None:
    assert a_person(PersonStatus.ACTIVE).join(NOW) == []


@pytest.mark.parametrize("role", ROLES)
def test_partners_and_vendor_have_roles_of_their_own(role: str) -> None:
    for partner_id, allowed in ((PARTNER, PARTNER_ROLES), (None, VENDOR_ROLES)):
        if role in allowed:
            assert a_person(partner_id=partner_id, roles=[role]).roles == [role]
        else:
            with pytest.raises(errors.RoleNotAllowed):
                a_person(partner_id=partner_id, roles=[role])


def test_an_address_is_compared_without_case_and_blanks() -> None:
    assert a_person().email == "lucia@vega.example"


def test_somebody_who_left_is_kept_as_they_were() -> None:
    with pytest.raises(errors.IllegalTransition):
        a_person(PersonStatus.LEFT).change(name="Other")


def test_a_new_name_can_be_searched_for() -> None:
    person = a_person()
    person.change(name="Lucía Fernández")
    assert person.search_key == "lucia fernandez"


def test_another_role_is_news_and_another_name_is_not() -> None:
    person = a_person()
    assert person.change(name="Lucía Fernández", role="partner_seller") == []
    (fact,) = person.change(role="partner_admin")
    assert (fact.TYPE, fact.roles, fact.changed) == ("person.updated.v1", ("partner_admin",), ("roles",))
