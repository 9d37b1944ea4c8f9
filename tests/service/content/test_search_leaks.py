"""No search, count, suggestion or correction leaks beyond an audience: over generated rules and readers."""

import json
import string
from random import SystemRandom
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.service.content.library import Library, Partner
from tests.service.content.test_audiences import READERS, RULES, admits, make

_READ = text("UPDATE asset_texts SET status = 'read', body = :body, read_at = now() WHERE asset_id = :asset_id")


def secret() -> str:
    """A word that stands in one asset of the world and nowhere else; no letter twice, so that every slip changes it."""
    return "".join(SystemRandom().sample(string.ascii_lowercase, 14))  # Hypothesis makes the usual random repeat itself


def put(library: Library, word: str, inside: str, rule: dict[str, list[str]]) -> str:
    asset_id: str = library.publish(f"Sobre {word}", audience=rule, product_lines=[word])["asset_id"]
    with library.harness.sessions.engine.begin() as connection:
        connection.execute(_READ, {"asset_id": asset_id, "body": f"Dentro está {inside}."})
    return asset_id


def everything_told(library: Library, partner: Partner, word: str, inside: str) -> list[dict[str, Any]]:
    """Every answer that could name the asset, asked in every way that leads to it."""
    slipped, slipped_inside = (found[:4] + found[5] + found[4] + found[6:] for found in (word, inside))
    searches: list[dict[str, Any]] = [
        {},
        {"q": "sobre"},
        {"q": word},
        {"q": inside},
        {"q": slipped},
        {"q": slipped_inside},
        {"q": f"sobre {slipped_inside}"},
        {"q": f"dentro {word} cualquiera"},
        {"product_line": word},
    ]
    told = [library.call("search_assets", partner.person, limit=50, **command) for command in searches]
    typed = ("sobre", word[:5], f"sobre {word[:6]}", slipped)
    return told + [library.call("suggest_assets", partner.person, q=q, limit=10) for q in typed]


@given(rules=st.lists(RULES, min_size=1, max_size=2), readers=st.lists(READERS, min_size=1, max_size=2))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_a_rule_keeps_out_is_told_nothing_and_whoever_it_lets_in_finds_it(
    library: Library, rules: list[dict[str, list[str]]], readers: list[dict[str, Any]]
) -> None:
    for rule in rules:
        word, inside = secret(), secret()
        asset_id = put(library, word, inside, rule)
        for reader in readers:
            told = everything_told(library, make(library, reader), word, inside)
            as_text = json.dumps(told)
            if admits(rule, reader):
                assert all(asset_id in json.dumps(answer) for answer in told[2:6])
                assert told[4]["suggestion"] == word
                assert told[8]["total"] == 1
            else:
                assert not [hidden for hidden in (asset_id, word, inside) if hidden in as_text]
                assert [answer["total"] for answer in (told[2], told[3], told[8])] == [0, 0, 0]


def test_staff_who_look_as_a_partner_find_what_the_partner_finds(library: Library) -> None:
    silver = library.partner(tier="silver")
    put(library, "abiertamente", "adentro", {})
    put(library, "reservadamente", "interno", {"tiers": ["gold"]})
    for q in ("", "sobre", "reservadamente", "resrevadamente", "interno"):
        own = library.call("search_assets", silver.person, q=q)
        borrowed = library.call("search_assets", q=q, as_partner_id=silver.partner_id)
        assert borrowed == own
        assert "reservadamente" not in json.dumps(own)
    library.refuses("vendor_only", "search_assets", silver.person, as_partner_id=silver.partner_id)


def test_drafts_and_ended_assets_are_told_to_nobody(library: Library) -> None:
    partner = library.partner()
    draft = library.draft("Sobre borradores")["asset_id"]
    ended = put(library, "terminadamente", "dentro", {})
    library.call("retire_asset", asset_id=ended)
    for who in (partner.person, library.manager):
        for q in ("sobre", "borradores", "terminadamente", "terminadamnete"):
            told = json.dumps([library.call("search_assets", who, q=q), library.call("suggest_assets", who, q=q)])
            assert not [hidden for hidden in (draft, ended, "terminadamente") if hidden in told]
