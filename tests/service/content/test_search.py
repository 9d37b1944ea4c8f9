"""Searching finds what is said of assets and written inside them, in the words people really type."""

from typing import Any

import pytest

from services.content.searches import queries
from services.content.texts.jobs import extract_texts
from tests.service.chassis import written
from tests.service.content.library import Library, Partner

INSIDE = "La garantía limitada de por vida cubre los conmutadores de la serie Boreal y su fuente de alimentación."


@pytest.fixture
def ana(library: Library) -> Partner:
    return library.partner()


def put(library: Library, title: str, inside: str = "", *, publish: bool = True, **more: Any) -> str:
    asset_id: str = library.draft(title, **more)["asset_id"]
    library.add_version(asset_id, content=written.docx(inside or title), filename="ficha.docx")
    library.harness.run_job(extract_texts)
    if publish:
        library.call("publish_asset", asset_id=asset_id)
    return asset_id


def search(library: Library, who: Partner, q: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = library.call("search_assets", who.person, q=q, **more)
    return found


def titles(library: Library, who: Partner, q: str, **more: Any) -> list[str]:
    return [found["title"] for found in search(library, who, q, **more)["items"]]


@pytest.mark.parametrize(
    "q",
    [
        "Condiciones",
        "condicion",
        "CONDICIÓN de servicio",
        "garantia",
        "garantías limitadas",
        "conmutador boreal",
        "alimentacion",
        '"por vida"',
        "boreal -azul",
    ],
)
def test_titles_and_the_text_inside_are_found_whatever_the_ending_or_accent(
    library: Library, ana: Partner, q: str
) -> None:
    put(library, "Condiciones del servicio", INSIDE)
    put(library, "Otra cosa")
    assert titles(library, ana, q) == ["Condiciones del servicio"]


@pytest.mark.parametrize("q", ["switch", "switches", "warranties", "price/list", "SD-WAN", "sd wan"])
def test_english_is_stemmed_as_english(library: Library, ana: Partner, q: str) -> None:
    put(library, "Price list", "Our SD-WAN switches come with a warranty.", language="en")
    assert titles(library, ana, q) == ["Price list"]


@pytest.mark.parametrize(
    ("q", "meant"),
    [
        ("garantai", "garantia"),
        ("grantía limtada", "garantia limitada"),
        ("conmutadroes", "conmutadores"),
        ("boreel serie", "boreal serie"),
    ],
)
def test_slips_are_forgiven_and_said(library: Library, ana: Partner, q: str, meant: str) -> None:
    put(library, "Condiciones del servicio", INSIDE)
    found = search(library, ana, q)
    assert [item["title"] for item in found["items"]] == ["Condiciones del servicio"]
    assert (found["matched"], found["suggestion"]) == ("corrected", meant)


def test_when_no_asset_has_every_word_those_with_most_come(library: Library, ana: Partner) -> None:
    put(library, "Condiciones del servicio", INSIDE)
    put(library, "Serie Austral")
    found = search(library, ana, "garantía serie boreal jupiteriana")
    assert [item["title"] for item in found["items"]] == ["Condiciones del servicio"]
    assert found["matched"] == "some"
    assert search(library, ana, "jupiteriana plutonica") | {"facets": None} == {
        "items": [],
        "next_cursor": None,
        "matched": "none",
        "suggestion": None,
        "total": 0,
        "unfiltered_total": 0,
        "facets": None,
    }


def test_a_title_weighs_more_than_a_summary_and_that_more_than_the_text_inside(library: Library, ana: Partner) -> None:
    put(library, "Hoja de producto", "Todo sobre la serie Boreal")
    put(library, "Guía", "nada", summary="Para la serie Boreal")
    put(library, "Serie Boreal", "nada")
    assert titles(library, ana, "boreal") == ["Serie Boreal", "Guía", "Hoja de producto"]


def test_of_more_than_can_be_weighed_the_ones_with_the_title_and_the_newest_are(
    library: Library, ana: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_WEIGHED", 3)
    put(library, "Conmutadores")
    for number in range(4):
        put(library, f"Nota {number}", "Un conmutador más.")
        library.harness.run_job(extract_texts)
    found = search(library, ana, "conmutador")
    assert [item["title"] for item in found["items"]] == ["Conmutadores", "Nota 3", "Nota 2"]
    assert found["total"] == 5


def test_hits_are_shown_in_the_title_and_in_the_lines_around_them(library: Library, ana: Partner) -> None:
    put(library, "Garantías", "palabra " * 5000 + INSIDE + " relleno" * 5000)
    (item,) = search(library, ana, "garantia limitada")["items"]
    assert item["title_parts"] == [{"text": "Garantías", "is_hit": True}]
    assert [part["text"] for part in item["snippet"] if part["is_hit"]][:2] == ["garantía", "limitada"]
    assert "conmutadores" in "".join(part["text"] for part in item["snippet"])


def test_the_summary_is_shown_where_the_hit_is_not_inside(library: Library, ana: Partner) -> None:
    put(library, "Ficha", "nada que ver", summary="Resumen de la serie Boreal")
    (item,) = search(library, ana, "boreal")["items"]
    assert item["snippet"] == [{"text": "Resumen de la serie ", "is_hit": False}, {"text": "Boreal", "is_hit": True}]


def test_counts_say_what_each_filter_would_leave(library: Library, ana: Partner) -> None:
    put(library, "Boreal uno", product_lines=["redes"])
    put(library, "Boreal dos", asset_type="deck", product_lines=["redes", "nube"])
    put(library, "Boreal three", asset_type="deck", language="en")
    found = search(library, ana, "boreal", asset_type="deck")
    assert [item["title"] for item in found["items"]] == ["Boreal three", "Boreal dos"]
    assert (found["total"], found["unfiltered_total"]) == (2, 3)
    assert found["facets"] == {
        "asset_type": [{"code": "deck", "count": 2}, {"code": "datasheet", "count": 1}],
        "language": [{"code": "en", "count": 1}, {"code": "es", "count": 1}],
        "product_line": [{"code": "nube", "count": 1}, {"code": "redes", "count": 1}],
    }
    assert titles(library, ana, "boreal", product_line="NUBE", language="es") == ["Boreal dos"]


def test_pages_follow_one_another_without_a_gap(library: Library, ana: Partner) -> None:
    names = [f"Boreal {number}" for number in range(7)]
    for name in names:
        put(library, name)
    cursor, seen = None, []
    while True:
        found = search(library, ana, "boreal", limit=3, **({"cursor": cursor} if cursor else {}))
        seen += [item["title"] for item in found["items"]]
        assert ("facets" in found) is (cursor is None)
        if (cursor := found["next_cursor"]) is None:
            break
    assert sorted(seen) == names


def test_without_words_everything_offered_comes_newest_first(library: Library, ana: Partner) -> None:
    put(library, "Uno")
    put(library, "Dos")
    put(library, "Borrador", publish=False)
    for q in ("", "  ", "¿?"):
        found = search(library, ana, q)
        assert [item["title"] for item in found["items"]] == ["Dos", "Uno"]
        assert found["total"] == 2


def test_what_changes_is_found_at_once_and_what_was_is_not(library: Library, ana: Partner) -> None:
    asset_id = put(library, "Boreal", "viejo texto")
    current = library.call("get_asset", asset_id=asset_id)["version"]
    library.call("update_asset", asset_id=asset_id, version=current, title="Austral")
    assert titles(library, ana, "austral") == ["Austral"]
    assert titles(library, ana, "boreal") == []
    library.add_version(asset_id, content=written.docx("texto reciente"), filename="a.docx")
    assert titles(library, ana, "viejo") == []
    library.harness.run_job(extract_texts)
    assert titles(library, ana, "reciente") == ["Austral"]
    library.call("retire_asset", asset_id=asset_id)
    assert titles(library, ana, "austral") == []


@pytest.mark.parametrize(
    "q", ["'; drop table assets; --", "a & | ! ( ) :*", '"unclosed', "%_\\", "- -", "\ue000x\ue001", "😀 boreal"]
)
def test_no_query_breaks_the_search(library: Library, ana: Partner, q: str) -> None:
    put(library, "Boreal")
    search(library, ana, q)
    library.call("suggest_assets", ana.person, q=q)


def test_titles_are_suggested_while_somebody_types(library: Library, ana: Partner) -> None:
    put(library, "Lista de precios 2026")
    put(library, "Presentación de la serie Boreal")

    def suggested(q: str) -> list[str]:
        return [found["title"] for found in library.call("suggest_assets", ana.person, q=q)["items"]]

    assert suggested("lis") == suggested("precios li") == suggested("Lista de prec") == ["Lista de precios 2026"]
    assert suggested("presentacion ser") == ["Presentación de la serie Boreal"]
    assert suggested("preciso") == ["Lista de precios 2026"]
    assert suggested("presentasion") == ["Presentación de la serie Boreal"]
    assert suggested("zzz") == suggested("") == []
