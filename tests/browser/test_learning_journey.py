"""Acceptance in Spanish: a newcomer learns, fails, studies, is certified; strangers verify it, staff take it back."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import making
from tests.browser.people import Site, fresh_name
from tests.browser.reading import comes_to_say

Visit = Callable[..., Any]
WRONG, RIGHT = "Toda oportunidad", "Un registro aprobado"
REASON = "Otra persona se sentó al examen."


class Newcomer:
    """The only person of a new partner, in front of a browser; asks three services how the company stands."""

    def __init__(self, visit: Visit, site: Site, certification: str) -> None:
        self.name, domain = fresh_name("Elena Ruiz")
        contact = {"name": self.name, "email": f"elena@{domain}"}
        making.partner(site, name="Nube Clara", country="MX", language="es", contact=contact)
        self.page: Page = visit(language="es")
        self._certification = certification
        site.accept_invitation(self.page, contact["email"])

    def finds_itself(self, *, holders: int, requirement: str, task: str, coverage: str) -> None:
        """Requirement, checklist and scorecard say so, each within a minute."""
        need = f".needs li:has-text('{self._certification}')"
        comes_to_say(self.page, "/certificates", need, f"{holders} de 1 persona certificada")
        expect(self.page.locator(need)).to_contain_text(requirement)
        comes_to_say(self.page, "/onboarding", "#task-first_certificate small", task)
        comes_to_say(self.page, "/scorecard", "#certification_coverage .s-v", f"{coverage}\N{NO-BREAK SPACE}%")


def sit_the_exam(page: Page, answer: str) -> None:
    """Both questions, one wish, handed in."""
    for leads in ("/questions/2", "/review"):
        page.check(f"label:has-text('{answer}') input")
        page.click("form[data-saves] .btn-primary")
        page.wait_for_url(f"**{leads}")
    page.click("form[action$='/submit'] button")


def read_lessons(page: Page) -> None:
    page.click("text=Hecha, siguiente lección")
    page.click("text=Hecha, al examen")


def certificate_of(page: Page) -> PdfReader:
    """Downloaded by its button, which is there as soon as the document is printed."""
    comes_to_say(page, "/certificates", "article .btn-primary", "Descargar el PDF")
    with page.expect_download() as begun:
        page.click("article .btn-primary")
    assert begun.value.suggested_filename.endswith(".pdf")
    return PdfReader(BytesIO(Path(begun.value.path()).read_bytes()))


def links_in(document: PdfReader) -> set[str]:
    """What text and QR code lead to: the addresses behind the marked places of the pages."""
    marked = (place.get_object() for sheet in document.pages for place in sheet.get("/Annots", ()))
    return {place["/A"]["/URI"] for place in marked if place["/Subtype"] == "/Link"}


def revoke(page: Page, holder: str) -> None:
    page.goto(f"/console/certificates?q={holder}")
    page.click(f"td a:has-text('{holder}')")
    page.click("main >> text=Revocar")
    sheet = page.locator("dialog#sheet")
    sheet.locator("#reason_code").select_option("exam_misconduct")
    sheet.locator("#reason").fill(REASON)
    sheet.locator("#confirmation").fill(holder)
    sheet.locator("button.btn-bad").click()
    expect(page.locator("dl.facts")).to_contain_text(REASON)


def test_a_newcomer_is_certified_and_the_certificate_is_taken_back(visit: Visit, site: Site) -> None:
    name = fresh_name("Vender Edge Gateways")[0]
    title = making.both(name, name)
    making.certification(site, making.course(site, title), title=title, required=1)
    newcomer = Newcomer(visit, site, name)
    page = newcomer.page

    page.goto("/")
    page.click("text=Ver la lista completa")
    comes_to_say(page, "/onboarding", "#task-first_course.open", "Terminar un curso")
    newcomer.finds_itself(holders=0, requirement="Aún sin cumplir", task="Espera a otras tareas", coverage="0")

    page.goto("/learning")
    page.click(f"text={name}")
    page.click("text=Empezar el curso")
    read_lessons(page)
    page.click("text=Empezar el examen")
    sit_the_exam(page, WRONG)
    expect(page.locator("h1")).to_have_text("Esta vez no has aprobado")
    expect(page.locator("form .btn-primary")).to_have_text("Estudiar")
    page.click("section[aria-labelledby=study-h] >> text=Encontrar la necesidad")
    expect(page.locator("h1")).to_have_text("Encontrar la necesidad")
    read_lessons(page)
    page.click("text=Empezar el examen")
    sit_the_exam(page, RIGHT)
    expect(page.locator("h1")).to_have_text("Has aprobado")

    document = certificate_of(page)
    assert newcomer.name in document.pages[0].extract_text()
    (address,) = links_in(document)
    stranger = visit(language="es")
    stranger.goto(address)
    expect(stranger.locator("main")).to_contain_text("Este certificado es válido")
    expect(stranger.locator("dl.facts")).to_contain_text(newcomer.name)
    newcomer.finds_itself(holders=1, requirement="Cumplido", task="Listo", coverage="100")

    revoke(visit("staff", language="es"), newcomer.name)
    stranger.reload()
    expect(stranger.locator("main")).to_contain_text("Este certificado fue revocado")
    assert REASON not in stranger.content()
    page.goto("/certificates")
    expect(page.locator("article")).to_contain_text(REASON)
    newcomer.finds_itself(holders=0, requirement="Ya no se cumple", task="Abierta", coverage="0")
