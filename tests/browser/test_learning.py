"""Taking a course and its exam in a browser, with JavaScript and without, through reload, back and failing saves."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import making
from tests.browser.people import Site
from tests.browser.reading import axe

WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no_scripts"])
Visit = Callable[..., Any]
ORDER = ("Register the deal", "Map the sites", "Pilot one site")


@pytest.fixture(scope="module")
def course(site: Site) -> dict[str, Any]:
    return making.course(site)


@pytest.fixture(scope="module")
def ordered(site: Site) -> dict[str, Any]:
    """A course whose exam asks to put things in order, and nothing else."""
    made = making.course(site)
    path = f"/courses/{made['course_id']}"
    for asked in site.api("staff", "GET", f"{path}/questions")["items"]:
        site.api(
            "staff", "PATCH", f"{path}/questions/{asked['question_id']}", {"is_active": False}, **{"If-Match": '"1"'}
        )
    options = [{"text": making.both(text, text)} for text in ORDER]
    prompt = making.both("Put the steps in order", "Ordena los pasos")
    site.api("staff", "POST", f"{path}/questions", {"kind": "order", "prompt": prompt, "options": options})
    published: dict[str, Any] = site.api("staff", "POST", f"{path}/publish", {})
    return published


def begin_exam(page: Page, site: Site, account: str, course: dict[str, Any]) -> None:
    making.enrolled(site, account, course, lessons=2)
    page.goto(f"/learning/courses/{course['course_id']}")
    page.click("#exam form button")
    page.wait_for_url("**/questions/1")


def abandon(site: Site, account: str, course: dict[str, Any]) -> None:
    """Leave the course as the next test wants it: without a running attempt."""
    taken = making.enrolled(site, account, course, lessons=0)
    if attempt_id := taken["running_attempt_id"]:
        site.api(account, "POST", f"/exam-attempts/{attempt_id}/submit", {})


@WITH_AND_WITHOUT
def test_a_course_is_read_failed_studied_and_passed(visit: Visit, site: Site, scripts: bool) -> None:
    course = making.course(site)
    page = visit("partner_a", scripts=scripts, language="es")
    page.goto(f"/learning/courses/{course['course_id']}")
    page.click("text=Empezar el curso")
    page.click("text=Hecha, siguiente lección")
    page.click("text=Hecha, al examen")
    page.click("text=Empezar el examen")
    for wish in ("Toda oportunidad", "Un registro aprobado"):
        for leads in ("/questions/2", "/review"):
            page.check(f"label:has-text('{wish}') input")
            page.click("form[data-saves] .btn-primary")
            page.wait_for_url(f"**{leads}")
        page.click("form[action$='/submit'] button")
        if wish == "Toda oportunidad":
            expect(page.locator("h1")).to_have_text("Esta vez no has aprobado")
            page.click("form[action$='/exam'] button")
    expect(page.locator("h1")).to_have_text("Has aprobado")
    page.goto("/learning")
    row = page.locator("tr", has=page.locator(f"a[href$='{course['course_id']}']"))
    expect(row).to_contain_text("100")


@WITH_AND_WITHOUT
def test_reload_back_and_a_second_tab_keep_answers_and_the_attempt(
    visit: Visit, site: Site, course: dict[str, Any], scripts: bool
) -> None:
    page = visit("partner_a", scripts=scripts)
    begin_exam(page, site, "partner_a", course)
    attempt = page.url.partition("/questions")[0]
    page.check(".choice >> nth=1 >> input")
    page.click("form[data-saves] .btn-primary")
    page.wait_for_url("**/questions/2")
    page.go_back()
    expect(page.locator(".choice >> nth=1 >> input")).to_be_checked()
    page.reload()
    expect(page.locator(".choice >> nth=1 >> input")).to_be_checked()
    other = page.context.new_page()
    other.goto(f"/learning/courses/{course['course_id']}")
    other.click("text=Go on with the exam")
    other.wait_for_url(f"{attempt}/questions/2")
    other.goto(f"{attempt}/questions/1")
    expect(other.locator(".choice >> nth=1 >> input")).to_be_checked()
    abandon(site, "partner_a", course)


def test_an_answer_is_kept_the_moment_it_is_given(visit: Visit, site: Site, course: dict[str, Any]) -> None:
    page = visit("partner_b")
    begin_exam(page, site, "partner_b", course)
    page.check(".choice >> nth=0 >> input")
    expect(page.locator("#exam-state")).to_have_text("Saved")
    page.reload()
    expect(page.locator(".choice >> nth=0 >> input")).to_be_checked()
    abandon(site, "partner_b", course)


def test_a_lost_connection_is_told_and_the_answer_kept_when_it_is_back(
    visit: Visit, site: Site, course: dict[str, Any]
) -> None:
    page = visit("partner_b")
    begin_exam(page, site, "partner_b", course)
    lost = "**/questions/1"
    page.route(lost, lambda route: route.fulfill(status=503) if route.request.method == "POST" else route.continue_())
    page.check(".choice >> nth=1 >> input")
    expect(page.locator("#exam-state")).to_contain_text("no connection")
    page.unroute(lost)
    expect(page.locator("#exam-state")).to_have_text("Saved")
    page.reload()
    expect(page.locator(".choice >> nth=1 >> input")).to_be_checked()
    abandon(site, "partner_b", course)


def test_a_button_does_not_leave_an_answer_behind_that_is_not_kept(visit: Visit, site: Site) -> None:
    page = visit("partner_b")
    begin_exam(page, site, "partner_b", making.course(site))
    lost = "**/questions/1"
    page.route(lost, lambda route: route.fulfill(status=503) if route.request.method == "POST" else route.continue_())
    page.check(".choice >> nth=1 >> input")
    page.click("form[data-saves] .btn-primary")
    expect(page.locator("#exam-state")).to_contain_text("no connection")
    assert page.url.endswith("/questions/1")
    page.unroute(lost)
    page.click("form[data-saves] .btn-primary")
    page.wait_for_url("**/questions/2")
    page.go_back()
    expect(page.locator(".choice >> nth=1 >> input")).to_be_checked()


def test_a_slow_save_never_overtakes_a_later_answer(visit: Visit, site: Site) -> None:
    page = visit("partner_b")
    begin_exam(page, site, "partner_b", making.course(site))
    held: list[Any] = []
    page.route("**/questions/1", lambda route: route.continue_() if held else held.append(route))
    page.check(".choice >> nth=0 >> input")
    page.check(".choice >> nth=1 >> input")
    page.wait_for_timeout(500)
    held[0].continue_()
    expect(page.locator("#exam-state")).to_have_text("Saved")
    page.unroute("**/questions/1")
    page.reload()
    expect(page.locator(".choice >> nth=1 >> input")).to_be_checked()


def test_an_order_is_answered_by_keyboard_alone(visit: Visit, site: Site, ordered: dict[str, Any]) -> None:
    page = visit("partner_b", phone=True, theme="dark")
    begin_exam(page, site, "partner_b", ordered)
    for place, text in enumerate(ORDER, start=1):
        page.focus(f"#answer_{place}")
        page.keyboard.type(text[:6])
    assert axe(page) == []
    page.focus("form[data-saves] .btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")
    assert axe(page) == []
    page.click("form[action$='/submit'] button")
    expect(page.locator("h1")).to_have_text("You passed")


def test_two_things_in_one_place_are_told_in_words(visit: Visit, site: Site, ordered: dict[str, Any]) -> None:
    page = visit("partner_a", scripts=False)
    begin_exam(page, site, "partner_a", ordered)
    for place in (1, 2):
        page.select_option(f"#answer_{place}", label=ORDER[0])
    page.click("form[data-saves] .btn-primary")
    expect(page.locator("[data-error-summary]")).to_contain_text("one place only")
    abandon(site, "partner_a", ordered)
