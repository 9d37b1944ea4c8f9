"""Acceptance in Spanish: a document for Gold partners in Mexico is found by them, and leaves others no trace of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from deploy.demo.printing import printed
from deploy.demo.shelf import Piece
from tests.browser import making
from tests.browser.people import Site, fresh_name
from tests.browser.reading import comes_to_say

Visit = Callable[..., Any]
INSIDE = "El riego por goteo de los invernaderos se calibra cada quincena."
MISTYPED = "goteo de los inverndaeros"


class Guide:
    """One document in Spanish, with INSIDE in its text."""

    def __init__(self) -> None:
        self.title = fresh_name("Guía de plantas industriales")[0]
        self.mark = self.title.split()[-1]
        self.path = ""

    def printed(self) -> dict[str, Any]:
        """As a file input takes it."""
        piece = Piece(
            key="guide", title=self.title, summary="", asset_type="playbook", language="es", file="pdf",
            sections=(("Mantenimiento", (INSIDE,)),),
        )  # fmt: skip
        return {"name": "guia.pdf", "mimeType": "application/pdf", "buffer": printed(piece)}

    def publish(self, page: Page) -> None:
        """In the console: described, its file beside it, for whom it is, and out."""
        page.goto("/console/content/new")
        page.fill("#title", self.title)
        page.select_option("#asset_type", "playbook")
        page.select_option("#language", "es")
        page.set_input_files("#upload_id", self.printed())
        page.fill("#review_on", str((datetime.now(UTC) + timedelta(days=300)).date()))
        page.check("#audience_tiers-gold")
        page.select_option("#audience_countries", "MX")
        page.click("text=Guardar como borrador")
        page.click("main button:has-text('Publicar')")
        expect(page.locator(".flashes")).to_contain_text("Publicado")
        expect(page.locator("section[aria-labelledby=who-h]")).to_contain_text("México")
        self.path = f"/library/{page.url.rpartition('/')[2]}"


def member(visit: Visit, site: Site, tier: str) -> tuple[Page, str]:
    """Somebody of a new partner in Mexico, signed in, who finds what is for that tier; and the partner's id."""
    partner = making.partner(site, name="Agro Bajío", country="MX", language="es")
    making.rank(site, partner["partner_id"], tier)
    theirs = fresh_name(f"Precios {tier}")[0]
    making.asset(site, theirs, "Precios.", language="es", audience={"tiers": [tier], "countries": ["MX"]})
    page = visit(language="es")
    site.accept_invitation(page, partner["contact"]["email"])
    comes_to_say(page, "/library", "td a", theirs)
    return page, partner["partner_id"]


def search(page: Page, words: str) -> Locator:
    page.goto("/library")
    page.fill("#q", words)
    page.click("form.filters-bar button")
    expect(page.locator("#q")).to_have_value(words)
    return page.locator("main")


def suggested(page: Page, word: str) -> str:
    """What is answered to the word while it is typed."""
    page.goto("/library")
    page.wait_for_selector("html[data-js=ready]")
    with page.expect_response(lambda answer: answer.url.endswith(f"/suggestions?q={word}")) as answered:
        page.locator("#q").press_sequentially(word)
    return str(answered.value.text())


def facets(page: Page) -> list[str]:
    page.goto("/library")
    return page.locator("form.filters-bar option").all_inner_texts()


def shown_at(page: Page, path: str) -> tuple[int, list[str]]:
    """Status and words of a page, but for the reference that each answer has of its own."""
    answer = page.goto(path)
    assert answer is not None
    return answer.status, page.locator("main > :not(.reference)").all_inner_texts()


def test_a_gold_partner_in_mexico_finds_it_by_a_mistyped_phrase_from_inside(visit: Visit, site: Site) -> None:
    page, _ = member(visit, site, "gold")
    before = facets(page)
    guide = Guide()
    guide.publish(visit("staff", language="es"))
    comes_to_say(page, f"/library?q={quote(MISTYPED)}", "td a", guide.title)
    expect(search(page, MISTYPED)).to_contain_text("invernaderos")
    page.click(f"td a:has-text('{guide.title}')")
    expect(page.locator("h1")).to_have_text(guide.title)
    with page.expect_download() as begun:
        page.click("main .acts .btn-primary")
    assert Path(begun.value.path()).read_bytes().startswith(b"%PDF")
    assert guide.title in suggested(page, guide.mark)
    assert facets(page) != before
    page.goto("/")
    expect(page.locator("section[aria-labelledby=assets-h]")).to_contain_text(guide.title)


def test_a_silver_partner_finds_no_trace_of_it_until_it_is_gold(visit: Visit, site: Site) -> None:
    (gold, _), (page, partner_id) = (member(visit, site, tier) for tier in ("gold", "silver"))
    before = facets(page)
    guide = Guide()
    guide.publish(visit("staff", language="es"))
    comes_to_say(gold, f"/library?q={quote(MISTYPED)}", "td a", guide.title)

    assert facets(page) == before
    for words in (INSIDE, MISTYPED, guide.title):
        expect(search(page, words)).to_contain_text("Nada coincide")
        assert guide.path not in page.content()
        assert "invernaderos" not in page.locator("main").inner_text()
    assert guide.title not in suggested(page, guide.mark)
    for path in ("/", "/library", "/shares"):
        page.goto(path)
        assert guide.title not in page.content()
    nowhere = f"/library/{uuid4()}"
    assert shown_at(page, guide.path) == shown_at(page, nowhere)
    assert shown_at(page, f"{guide.path}/file") == shown_at(page, f"{nowhere}/file")
    assert shown_at(page, guide.path)[0] == 404

    making.rank(site, partner_id, "gold")
    comes_to_say(page, guide.path, "h1", guide.title)
