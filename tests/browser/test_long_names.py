"""The longest names that may be typed, each one word, scroll no page sideways: not on a phone, not on a desk."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.browser import making
from tests.browser.people import Site
from tests.browser.reading import sideways
from tests.browser.screens import CONSOLE, PORTAL

Visit = Callable[..., Any]


def long(start: str, length: int = 200) -> str:
    """One word that nobody else has."""
    return f"{start}{uuid4().hex}".ljust(length, "x")


class Longwinded:
    """A partner and all that surrounds it, under the longest names; and the pages that say them."""

    def __init__(self, site: Site) -> None:
        domain = f"{uuid4().hex[:10]}.es"
        contact = {"name": long("Elena"), "email": f"{'e' * 60}@{domain}"}
        told = {"legal_name": long("Empresa"), "domain": domain, "city": long("Ciudad", 100), "contact": contact}
        self.partner = making.partner(site, **told)
        self.account = site.joined(contact["email"])
        title = making.both(long("Course"), long("Curso"))
        self.course = making.course(site, title)
        self.certification = making.certification(site, self.course, title=title)
        self.taken = making.enrolled(site, self.account, self.course, lessons=2)
        attempt = making.attempt(site, self.account, self.taken)
        self.attempt = making.hand_in(site, self.account, attempt, rightly=True)
        self.certificate = making.first_certificate(site, self.account)
        self.asset = making.asset(site, long("Guide"), "x", summary=long("About"), filename=f"{'g' * 100}.txt")
        self.share = making.share(site, self.account, self.asset)
        self.deal = site.registered(self.account, long("Cliente"), f"{uuid4().hex}.es", evidence=long("Because"))

    def public(self) -> Iterator[str]:
        yield from (self.partner["status_url"], f"/verify/{self.certificate['code']}", self.share["url"])

    def portal(self) -> Iterator[str]:
        yield from (path for name, path in PORTAL.items() if not name.endswith("-none"))
        yield f"/deals/{self.deal['deal_registration_id']}"
        yield f"/learning/courses/{self.course['course_id']}"
        lesson = self.taken["lessons"][0]["lesson_id"]
        yield f"/learning/enrollments/{self.taken['enrollment_id']}/lessons/{lesson}"
        yield f"/learning/attempts/{self.attempt['exam_attempt_id']}"
        yield f"/library/{self.asset['asset_id']}"
        yield f"/library?q={self.asset['title']}"

    def console(self) -> Iterator[str]:
        yield from (path for name, path in CONSOLE.items() if not name.endswith("-none"))
        partner, asset = f"/console/partners/{self.partner['partner_id']}", self.asset["asset_id"]
        yield from (partner, f"{partner}/scorecard", f"/console/applications/{self.partner['application_id']}")
        deal, course = self.deal["deal_registration_id"], f"/console/courses/{self.course['course_id']}"
        yield from (f"/console/deals/{deal}", f"/console/approvals/deals/{deal}")
        yield from (course, f"{course}/edit", f"{course}/questions")
        certificate = f"/console/certificates/{self.certificate['certificate_id']}"
        yield from (certificate, f"{certificate}/revoke")
        yield f"/console/certifications/{self.certification['certification_id']}/edit"
        yield f"/console/requirements/{self.certification['requirement_id']}/withdraw"
        borrowed = f"/console/content/as/{self.partner['partner_id']}"
        yield from (f"/console/content/{asset}", f"/console/content/{asset}/edit", borrowed, f"{borrowed}/{asset}")


@pytest.fixture(scope="module")
def longwinded(site: Site) -> Longwinded:
    return Longwinded(site)


def wide(page: Any, paths: Iterator[str]) -> Iterator[str]:
    for path in paths:
        answer = page.goto(path)
        assert answer.ok, path
        page.wait_for_selector("html[data-js=ready]")
        yield from (f"{path}: {over} px at {width}" for width in (1440, 320) if (over := sideways(page, width)) > 0)


def test_public_pages_hold_the_longest_names(visit: Visit, longwinded: Longwinded) -> None:
    assert list(wide(visit(), longwinded.public())) == []


def test_the_portal_holds_the_longest_names(visit: Visit, longwinded: Longwinded) -> None:
    assert list(wide(visit(longwinded.account, language="es"), longwinded.portal())) == []


def test_the_console_holds_the_longest_names(visit: Visit, longwinded: Longwinded) -> None:
    assert list(wide(visit("staff", language="es"), longwinded.console())) == []
