"""Search, suggestions and lists of a large library are read by indexes made for them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chassis.context import Principal
from chassis.database import engine
from chassis.testing import SYSTEM, Harness
from services.content.service import ContentService
from tests.bench.library import VOCABULARY, fill, seller
from tests.service import explained

ASSETS = 3_000
COMMON, RARE = VOCABULARY[0], next(word for word in VOCABULARY[1000:] if len(word) > 6)
STAFF, SELLER = SYSTEM, seller()


@pytest.fixture(scope="module")
def large(service_database: Callable[[str], str]) -> Iterator[Harness]:
    bind = engine(service_database("services.content"), application="test-content-large")
    fill(bind, ASSETS, inside=8)
    yield Harness(ContentService, bind)
    bind.dispose()


def plans(harness: Harness, method: str, command: dict[str, Any], by: Principal) -> list[str]:
    """The plans of every statement that reads assets or entries while the method runs."""
    with explained.plans(harness.sessions.engine, ("assets", "search_")) as seen:
        harness.call(method, command, principal=by)
    return seen


@pytest.mark.parametrize("by", [STAFF, SELLER], ids=["staff", "seller"])
@pytest.mark.parametrize(
    "q",
    [
        COMMON,
        f"{COMMON} {VOCABULARY[1]}",
        RARE,
        f"{COMMON} {RARE}",
        RARE[:3] + RARE[4:],
        f"{COMMON} zzyzx {RARE} qwrtp",
    ],
    ids=["common", "two common", "rare", "common and rare", "a slip", "half of it"],
)
def test_what_has_the_words_is_told_by_the_index_however_frequent_they_are(
    large: Harness, q: str, by: Principal
) -> None:
    found = plans(large, "search_assets", {"q": q}, by)
    assert all("ix_search_entries_vector" in plan for plan in found if "@@" in plan and "ts_headline" not in plan)
    assert sum("ix_search_entries_vector" in plan for plan in found) >= 3
    assert not [plan for plan in found if "Seq Scan on search_entries" in plan]


def test_a_slip_is_looked_up_among_all_words_by_their_trigrams(large: Harness) -> None:
    found = plans(large, "search_assets", {"q": RARE[:3] + RARE[4:]}, SELLER)
    assert any("ix_search_words_word_trgm" in plan for plan in found)


@pytest.mark.parametrize(
    ("q", "index"),
    [(RARE, "ix_search_entries_title_vector"), ("zzyzx qwrtp", "ix_search_entries_title_key_trgm")],
    ids=["begins", "looks alike"],
)
def test_titles_are_suggested_by_an_index(large: Harness, q: str, index: str) -> None:
    found = plans(large, "suggest_assets", {"q": q}, SELLER)
    assert any(index in plan for plan in found), found
    assert not [plan for plan in found if "Seq Scan on search_entries" in plan]


@pytest.mark.parametrize(
    ("command", "by", "index"),
    [
        ({}, STAFF, "ix_assets_revised_at_asset_id"),
        ({"sort": "revised_at"}, STAFF, "ix_assets_revised_at_asset_id"),
        ({"sort": "title"}, STAFF, "ix_assets_title_asset_id"),
        ({"status": "retired"}, STAFF, "ix_assets_status_revised_at_asset_id"),
        ({"q": RARE}, STAFF, "ix_assets_title_trgm"),
        ({}, SELLER, "ix_assets_(status_)?revised_at_asset_id"),
        ({"sort": "title"}, SELLER, "ix_assets_title_asset_id"),
    ],
    ids=["newest", "oldest", "by title", "of a status", "title has", "a seller's newest", "a seller's by title"],
)
def test_every_way_to_list_assets_is_read_by_an_index(
    large: Harness, command: dict[str, Any], by: Principal, index: str
) -> None:
    found = plans(large, "list_assets", command, by)
    assert re.search(index, found[-1]), found[-1]
    assert "Seq Scan on assets" not in found[-1]
