"""Registering a deal in a browser, with JavaScript and without."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Site, fresh_name
from tests.browser.reading import focused

WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
Visit = Callable[..., Any]


def fill_customer(page: Page, name: str, domain: str) -> None:
    page.fill("#legal_name", name)
    page.select_option("#country", "ES")
    page.fill("#domain", domain)
    page.fill("#contact_name", "Rosa Vidal")
    page.fill("#contact_email", f"rosa@{domain}")


def fill_opportunity(page: Page) -> None:
    page.select_option("#product_line", "northbeam-edge")
    page.fill("#amount", "25000")
    page.fill("#expected_close_on", "2030-03-31")
    page.check("#customer_knows")


@WITH_AND_WITHOUT
def test_a_clean_deal_is_sent_in_two_screens_and_is_in_the_list_at_once(visit: Visit, scripts: bool) -> None:
    page, (name, domain) = visit("partner_a", scripts=scripts), fresh_name("Clínica Aurora")
    page.goto("/deals/new")
    fill_customer(page, name, domain)
    if scripts:
        expect(page.locator("#conflict-hint")).to_contain_text("No conflict found")
    page.click("text=Continue")
    fill_opportunity(page)
    page.click("text=Send for approval")
    expect(page.locator(".flashes")).to_contain_text("D-")
    expect(page.locator("h1")).to_have_text(name)
    page.goto(f"/deals?q={domain.partition('.')[0]}")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("Sent")


@WITH_AND_WITHOUT
def test_three_errors_are_summed_up_with_links_and_the_values_are_kept(visit: Visit, scripts: bool) -> None:
    page = visit("partner_a", scripts=scripts)
    page.goto("/deals/new?from_blank=1")
    page.fill("#legal_name", "Grupo con errores")
    page.fill("#contact_email", "no es un correo")
    with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        page.click("text=Continue")
    assert sent.value.status == 422
    summary = page.locator("[data-error-summary]")
    expect(summary.locator("li")).to_have_count(3)
    assert page.title().startswith("Error: ")
    expect(page.locator("#legal_name")).to_have_value("Grupo con errores")
    expect(page.locator("#contact_email")).to_have_value("no es un correo")
    expect(page.locator("#domain")).to_have_attribute("aria-invalid", "true")
    if scripts:
        assert "err-sum" in focused(page)
        summary.locator("a").first.click()
        assert focused(page) == "domain"


def test_a_duplicate_of_an_own_deal_links_to_it(visit: Visit, site: Site) -> None:
    name, domain = fresh_name("Hospital San Rafael")
    deal = site.registered("partner_a", name, domain)
    page = visit("partner_a")
    page.goto("/deals/new?from_blank=1")
    fill_customer(page, name, domain)
    link = page.locator("#conflict-hint a")
    expect(link).to_have_attribute("href", f"/deals/{deal['deal_registration_id']}")


@WITH_AND_WITHOUT
def test_a_rivals_customer_can_be_sent_and_the_rival_is_never_named(visit: Visit, site: Site, scripts: bool) -> None:
    name, domain = fresh_name("Grupo Meridional")
    site.registered("partner_b", name, domain)
    rival = site.api("partner_b", "GET", "/account")["partner_id"]
    rivals_name = site.api("staff", "GET", f"/partners/{rival}")["legal_name"]
    page = visit("partner_a", scripts=scripts)
    page.goto("/deals/new?from_blank=1")
    fill_customer(page, name, domain)
    if scripts:
        expect(page.locator("#conflict-hint")).to_contain_text("already registered")
        expect(page.locator("#conflict-hint a")).to_have_count(0)
    told = page.content()
    page.click("text=Continue")
    fill_opportunity(page)
    told += page.content()
    page.click("text=Send for approval")
    expect(page.locator(".flashes")).to_contain_text("D-")
    told += page.content()
    assert rivals_name not in told
    assert rival not in told


@WITH_AND_WITHOUT
def test_a_draft_left_at_the_second_step_is_there_on_another_device(visit: Visit, scripts: bool) -> None:
    name, domain = fresh_name("Farmacias del Sur")
    desk = visit("partner_a", scripts=scripts)
    desk.goto("/deals/new?from_blank=1")
    fill_customer(desk, name, domain)
    desk.click("text=Continue")
    expect(desk.locator("h1")).to_have_text("Register a deal")
    phone = visit("partner_a", phone=True, scripts=scripts)
    phone.goto("/deals/new")
    expect(phone.locator(".note")).to_contain_text(name)
    phone.click("text=Go on with it")
    expect(phone.locator("dl.facts")).to_contain_text(name)
    fill_opportunity(phone)
    phone.click("text=Send for approval")
    expect(phone.locator("h1")).to_have_text(name)


def test_a_question_opens_only_the_fields_that_were_asked_for(visit: Visit, site: Site) -> None:
    deal = site.registered("partner_a", *fresh_name("Puerto Azul"))
    site.act("approver", deal, "request-info", fields=["contact"], text="Who is the technical contact?")
    page = visit("partner_a")
    page.goto(f"/deals/{deal['deal_registration_id']}")
    page.get_by_role("link", name="Answer the question").click()
    expect(page.locator("#contact_name")).to_be_visible()
    expect(page.locator("#amount")).to_have_count(0)
    page.fill("#contact_name", "Pilar Sanz")
    page.click("text=Send the answer")
    expect(page.locator(".page-head .pill")).to_contain_text("In review")
    expect(page.locator("main")).to_contain_text("Pilar Sanz")
