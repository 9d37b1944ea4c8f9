"""A share: opened while it lives, counted, taken back for good."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.content import errors
from services.content.shares.model import LONGEST, Share

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def a_share(**attributes: Any) -> Share:
    wanted: dict[str, Any] = {
        "share_id": UUID(int=1),
        "asset_id": UUID(int=2),
        "version_number": 1,
        "person_id": UUID(int=3),
        "partner_id": UUID(int=4),
        "language": "es",
        "created_at": NOW,
        "expires_at": NOW + timedelta(days=30),
    }
    return Share(**{**wanted, **attributes})


def test_every_open_is_counted_with_the_version_that_was_served() -> None:
    share = a_share()
    share.open(NOW, 1)
    (fact,) = share.open(NOW + timedelta(hours=1), 2)
    assert (fact.opens, fact.version_number, share.opens) == (2, 2, 2)
    assert share.last_opened_at == fact.opened_at == NOW + timedelta(hours=1)


@pytest.mark.parametrize("step", ["open", "download"])
def test_a_link_opens_nothing_from_its_end_on(step: str) -> None:
    share = a_share()
    for moment, works in ((timedelta(days=30, microseconds=-1), True), (timedelta(days=30), False)):
        done = share.open if step == "open" else share.note_download
        arguments = (NOW + moment, 1) if step == "open" else (NOW + moment,)
        if works:
            done(*arguments)  # type: ignore[operator]
        else:
            with pytest.raises(errors.ShareEnded):
                done(*arguments)  # type: ignore[operator]
    assert share.opens + share.downloads == 1


def test_a_link_taken_back_opens_nothing_and_stays_taken_back() -> None:
    share = a_share()
    share.revoke(NOW + timedelta(days=1))
    share.revoke(NOW + timedelta(days=2))
    assert share.revoked_at == NOW + timedelta(days=1)
    with pytest.raises(errors.ShareEnded):
        share.open(NOW + timedelta(days=3), 1)


def test_a_link_that_has_run_out_is_not_taken_back_afterwards() -> None:
    share = a_share()
    share.revoke(NOW + timedelta(days=31))
    assert share.revoked_at is None


@pytest.mark.parametrize("expires_at", [NOW, NOW - timedelta(days=1), NOW + LONGEST + timedelta(seconds=1)])
def test_a_link_ends_in_the_future_and_within_a_year(expires_at: datetime) -> None:
    with pytest.raises(errors.ShareExpiryRefused):
        a_share(expires_at=expires_at)
