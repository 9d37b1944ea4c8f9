"""An asset from draft to its end, walked through its table of transitions."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from services.content import errors
from services.content.assets.model import TRANSITIONS, Asset, AssetStatus, AssetVerb, actions

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PAIRS = list(product(AssetStatus, AssetVerb))


def an_asset(status: AssetStatus = AssetStatus.DRAFT, **attributes: Any) -> Asset:
    wanted: dict[str, Any] = {
        "asset_id": UUID(int=1),
        "title": "Data sheet",
        "asset_type": "datasheet",
        "language": "en",
        "owner_id": UUID(int=9),
        "review_on": date(2026, 9, 1),
        "created_by": "person:1",
        "created_at": NOW,
        "revised_at": NOW,
        "status": status,
        "version_number": 1,
    }
    return Asset(**{**wanted, **attributes})


def another() -> Asset:
    return an_asset(AssetStatus.PUBLISHED, asset_id=UUID(int=2))


DO: dict[AssetVerb, Callable[[Asset], Any]] = {
    AssetVerb.UPDATE: lambda asset: asset.change(title="Another title"),
    AssetVerb.ADD_VERSION: lambda asset: asset.add_version(NOW, "New prices."),
    AssetVerb.PUBLISH: lambda asset: asset.publish(NOW),
    AssetVerb.MARK_REVIEWED: lambda asset: asset.mark_reviewed(NOW, "person:1", date(2027, 3, 1)),
    AssetVerb.EXPIRE: lambda asset: asset.expire(NOW),
    AssetVerb.REPLACE: lambda asset: asset.replace(NOW, another()),
    AssetVerb.RETIRE: lambda asset: asset.retire(NOW),
}


@pytest.mark.parametrize(("status", "verb"), PAIRS)
def test_every_step_is_taken_as_the_table_says_or_refused(status: AssetStatus, verb: AssetVerb) -> None:
    asset, target = an_asset(status), TRANSITIONS.get((status, verb))
    if target is None:
        with pytest.raises(errors.IllegalTransition) as refused:
            DO[verb](asset)
        assert refused.value.details == {"status": status, "verb": verb}
        assert (asset.status, asset.replacement_asset_id, asset.version_number) == (status, None, 1)
    else:
        DO[verb](asset)
        assert asset.status is target


@pytest.mark.parametrize("status", AssetStatus)
def test_what_is_offered_to_an_editor_is_what_the_table_allows_them(status: AssetStatus) -> None:
    allowed = {verb.value for (at, verb) in TRANSITIONS if at is status}
    assert set(actions(status)) == allowed - {"expire"}


def test_an_asset_without_a_file_is_not_published() -> None:
    asset = an_asset(version_number=0)
    with pytest.raises(errors.AssetEmpty):
        asset.publish(NOW)
    assert asset.status is AssetStatus.DRAFT


@pytest.mark.parametrize(("last_day", "fits"), [(date(2026, 3, 1), False), (date(2026, 3, 2), True)])
def test_an_asset_is_published_until_its_last_day_and_not_after(last_day: date, fits: bool) -> None:
    asset = an_asset(expires_on=last_day)
    if not fits:
        with pytest.raises(errors.AssetLapsed):
            asset.publish(NOW)
    else:
        assert [fact.TYPE for fact in asset.publish(NOW)] == ["asset.published.v1"]


def test_a_version_of_a_draft_is_no_news_and_one_of_a_published_asset_is() -> None:
    draft, published = an_asset(version_number=0), another()
    assert draft.add_version(NOW, "") == []
    (fact,) = published.add_version(NOW, "New prices.")
    assert (fact.TYPE, fact.version_number, fact.note) == ("asset.revised.v1", 2, "New prices.")


def test_the_end_says_why_and_names_what_took_the_place() -> None:
    (replaced,) = an_asset(AssetStatus.PUBLISHED).replace(NOW, another())
    assert (replaced.reason, replaced.replacement_asset_id) == ("replaced", UUID(int=2))
    (expired,) = an_asset(AssetStatus.PUBLISHED).expire(NOW)
    assert (expired.reason, expired.replacement_asset_id) == ("expired", None)
    assert an_asset(AssetStatus.DRAFT).retire(NOW) == []


@pytest.mark.parametrize("unfit", [an_asset(AssetStatus.PUBLISHED), an_asset(AssetStatus.DRAFT, asset_id=UUID(int=2))])
def test_neither_itself_nor_a_draft_takes_the_place_of_an_asset(unfit: Asset) -> None:
    asset = an_asset(AssetStatus.PUBLISHED)
    with pytest.raises(errors.ReplacementUnfit):
        asset.replace(NOW, unfit)
    assert (asset.status, asset.replacement_asset_id) == (AssetStatus.PUBLISHED, None)
