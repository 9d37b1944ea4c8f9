"""Publishing: what staff put into the library, version by version, and what the calendar takes out of it."""

import pytest

from chassis.errors import ServiceError
from tests.service.content.library import Library

GOLD_IN_MEXICO = {"tiers": ["gold"], "countries": ["MX"]}


def test_a_gold_partner_in_mexico_finds_what_was_published_for_it_and_a_silver_one_finds_nothing(
    library: Library,
) -> None:
    gold = library.partner()
    silver = library.partner("Bajío Sistemas", tier="silver")
    asset = library.publish("Guía Atlas", audience=GOLD_IN_MEXICO)

    assert library.titles(gold.person) == ["Guía Atlas"]
    assert library.titles(silver.person) == []
    with pytest.raises(ServiceError) as hidden:
        library.call("get_asset", silver.person, asset_id=asset["asset_id"])
    with pytest.raises(ServiceError) as absent:
        library.call("get_asset", silver.person, asset_id="01937a10-2f6e-7c3a-9d5e-3f1f5f0c7a11")
    assert (hidden.value.code, hidden.value.message) == (absent.value.code, absent.value.message)
    assert library.call("preview_audience", audience=GOLD_IN_MEXICO) == {
        "partner_count": 1,
        "person_count": 1,
        "partners": [{"partner_id": str(gold.partner_id), "name": "Andes Tecnología"}],
    }
