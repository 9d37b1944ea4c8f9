"""From the first visit to the first sign-in: apply, be approved, accept the invitation."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import Site, fresh_name

Visit = Callable[..., Any]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
def test_a_company_applies_is_approved_and_its_person_signs_in(visit: Visit, site: Site, scripts: bool) -> None:
    name, domain = fresh_name("Kappa Consulting")
    email = f"marta@{domain}"
    page = visit(scripts=scripts)
    page.goto("/apply")
    page.fill("#legal_name", name)
    page.select_option("#country", "PT")
    page.fill("#domain", domain)
    page.click("text=Continue")
    page.select_option("#partner_type", "reseller")
    page.fill("#contact_name", "Marta Gil")
    page.fill("#contact_email", email)
    page.click("text=Continue")
    expect(page.locator("dl.facts")).to_contain_text("Portugal")
    page.click("text=Send the application")
    expect(page.locator("h1")).to_have_text(name)
    expect(page.locator("main")).to_contain_text("You hear from us by")
    status_page = page.url
    application = next(
        one for one in site.api("staff", "GET", "/partner-applications?limit=100")["items"] if one["legal_name"] == name
    )
    site.api("staff", "POST", f"/partner-applications/{application['application_id']}/approve", {})
    page.goto(status_page)
    expect(page.locator("main")).to_contain_text("Welcome aboard")
    page.goto(site.letter_link(email, "/invitations/"))
    page.fill("#password", "una puerta azul y verde")
    page.click("text=Accept and sign in")
    expect(page.locator("h1")).to_contain_text("Marta")
    expect(page.locator("main")).to_contain_text("No deals yet")


def test_a_company_that_is_a_partner_is_sent_to_its_administrator_and_nobody_is_named(visit: Visit, site: Site) -> None:
    partner_id = site.api("partner_b", "GET", "/account")["partner_id"]
    partner = site.api("staff", "GET", f"/partners/{partner_id}")
    page = visit()
    page.goto("/apply")
    page.fill("#legal_name", "Another Name")
    page.select_option("#country", partner["country"])
    page.fill("#domain", partner["domain"])
    page.click("text=Continue")
    expect(page.locator("[data-error-summary]")).to_contain_text("administrator")
    assert partner["legal_name"] not in page.content()


def test_a_wrong_sign_in_gives_one_message_and_no_hint(visit: Visit, site: Site) -> None:
    page, told = visit(), set()
    for email in (site.accounts["partner_b"]["email"], "nobody@nowhere.example"):
        page.goto("/sign-in")
        page.fill("#email", email)
        page.fill("#password", "not the password")
        page.click("main button.btn-primary")
        told.add(page.locator("[data-error-summary]").inner_text())
        expect(page.locator("#email")).to_have_value(email)
    assert len(told) == 1


def test_a_forgotten_password_is_set_anew_by_letter(visit: Visit, site: Site) -> None:
    name, domain = fresh_name("Reset")
    page = visit("partner_b")
    page.goto("/team/invite")
    page.fill("#name", name)
    page.fill("#email", f"seller@{domain}")
    page.select_option("#role", "partner_seller")
    page.click("text=Send the invitation")
    expect(page.locator("main table")).to_contain_text(name)
    invited = visit()
    invited.goto(site.letter_link(f"seller@{domain}", "/invitations/"))
    invited.fill("#password", "la primera llave roja")
    invited.click("text=Accept and sign in")
    expect(invited.locator("h1")).to_contain_text("Reset")
    forgetful = visit()
    forgetful.goto("/reset")
    forgetful.fill("#email", f"seller@{domain}")
    forgetful.click("text=Send me the link")
    forgetful.goto(site.letter_link(f"seller@{domain}", "/reset/"))
    forgetful.fill("#password", "la segunda llave verde")
    forgetful.click("text=Set the password")
    forgetful.fill("#email", f"seller@{domain}")
    forgetful.fill("#password", "la segunda llave verde")
    forgetful.click("main button.btn-primary")
    expect(forgetful).to_have_url(re.compile(r"/$"))
