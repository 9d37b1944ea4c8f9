"""What people search for in vain is reported with its cause; what could not be read is reported with its reason."""

from datetime import timedelta

from sqlalchemy import text

from chassis import clock
from services.content.misses.jobs import forget_misses
from services.content.texts.jobs import extract_texts
from tests.service.chassis import written
from tests.service.content.library import MONDAY, Library


def test_searches_in_vain_are_counted_by_their_words_whatever_the_case(library: Library) -> None:
    ana, luis = library.partner(), library.partner("Otra Empresa")
    for who, q in ((ana, "Garantía total"), (ana, "garantia  TOTAL"), (luis, "garantía total"), (luis, "otra cosa")):
        library.call("search_assets", who.person, q=q)
    first, second = library.call("list_search_misses")["items"]
    assert (first["query"], first["times"], first["partner_count"]) == ("garantia total", 3, 2)
    assert (second["query"], second["cause"], second["nearest"]) == ("otra cosa", "nowhere", [])


def test_a_search_that_finds_something_or_turns_a_page_is_no_miss(library: Library) -> None:
    ana = library.partner()
    library.publish("Garantía")
    library.call("search_assets", ana.person, q="garantia")
    library.call("search_assets", ana.person)
    library.call("suggest_assets", ana.person, q="nada")
    library.call("search_assets", q="vista", as_partner_id=ana.partner_id)
    assert library.call("list_search_misses")["items"] == []


def test_the_cause_and_what_comes_near_are_told_to_staff(library: Library) -> None:
    silver = library.partner(tier="silver")
    library.publish("Tarifas doradas", audience={"tiers": ["gold"]})
    library.draft("Novedades venideras")
    library.publish("Garantías del servicio")
    for q in ("tarifas doradas", "novedades venideras", "garantya servizio"):
        library.call("search_assets", silver.person, q=q)
    told = {item["query"]: item for item in library.call("list_search_misses")["items"]}
    assert told["tarifas doradas"]["cause"] == "outside_audience"
    assert told["novedades venideras"]["cause"] == "not_in_force"
    library.refuses("vendor_only", "list_search_misses", silver.person)


def test_only_some_days_are_reported_and_old_misses_are_forgotten(library: Library) -> None:
    ana = library.partner()
    with clock.frozen(MONDAY - timedelta(days=200)):
        library.call("search_assets", ana.person, q="antigua")
    with clock.frozen(MONDAY - timedelta(days=20)):
        library.call("search_assets", ana.person, q="reciente")
    assert library.call("list_search_misses", days=7)["items"] == []
    assert [item["query"] for item in library.call("list_search_misses", days=30)["items"]] == ["reciente"]
    assert library.harness.run_job(forget_misses) == 1


def test_a_file_that_cannot_be_read_is_reported_until_a_better_version_comes(library: Library) -> None:
    asset_id = library.draft("Ficha protegida")["asset_id"]
    library.add_version(asset_id, content=written.encrypted_pdf("secreto"), filename="ficha.pdf")
    broken = library.draft("Ficha rota")["asset_id"]
    library.add_version(broken, content=b"%PDF-1.7 broken", filename="rota.pdf")
    assert library.harness.run_job(extract_texts) == 2
    listed = {item["title"]: item["reason"] for item in library.call("list_unreadable_texts")["items"]}
    assert listed == {"Ficha protegida": "encrypted", "Ficha rota": "damaged"}
    library.add_version(asset_id, content=written.pdf("abierto"), filename="ficha.pdf")
    library.harness.run_job(extract_texts)
    assert [item["title"] for item in library.call("list_unreadable_texts")["items"]] == ["Ficha rota"]


def test_a_file_that_is_gone_and_one_without_text_do_not_stop_the_others(library: Library) -> None:
    gone, picture, last = (library.draft(title)["asset_id"] for title in ("Perdida", "Foto", "Buena"))
    library.add_version(gone, content=written.pdf("texto"), filename="a.pdf")
    for key, _ in list(library.blobs.keys("uploads/content/")):
        library.blobs.delete(key)
    library.add_version(picture, content=b"\x89PNG\r\n\x1a\n" + bytes(40), filename="a.png")
    library.add_version(last, content="garantía".encode(), filename="a.txt")
    assert library.harness.run_job(extract_texts) == 3
    with library.harness.sessions.engine.connect() as connection:
        rows = connection.execute(text("SELECT status, reason FROM asset_texts ORDER BY asset_version_id")).all()
    assert [tuple(row) for row in rows] == [("unreadable", "file_missing"), ("without_text", None), ("read", None)]


def test_a_text_of_nothing_but_rare_words_is_searched_by_its_first_part(library: Library) -> None:
    words = " ".join(f"ñandú{number:06}ñ-{number:06}áéíóú" for number in range(16_000))
    asset_id = library.draft("Rara")["asset_id"]
    library.add_version(asset_id, content=words.encode(), filename="a.txt")
    assert library.harness.run_job(extract_texts) == 1
    library.call("publish_asset", asset_id=asset_id)
    assert library.call("search_assets", library.partner().person, q="ñandú000001ñ")["total"] == 1
