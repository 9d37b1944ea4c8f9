"""Assets, search and sharing in the API: one line an operation."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from gateway import sealed_links
from gateway.api.operation import Operation, asks
from gateway.runtime import Runtime

ASSET: Final = "/assets/{asset_id}"
SHARE: Final = "/shares/{share_id}"
URL: Final = {"type": "string", "description": "The address to pass on; whoever has it needs no account."}
SHARE_URL: Final = {"url": URL}


def share_url(running: Runtime, answer: dict[str, Any]) -> dict[str, Any]:
    token = sealed_links.token_for(running.settings, "share_id", UUID(answer["share_id"]))
    return {**answer, "url": f"{running.settings.public_url}/s/{token}"}


def share_urls(running: Runtime, answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "items": [share_url(running, item) for item in answer["items"]]}


def assets(line: str, **more: Any) -> Operation:
    return asks("content", "assets", line, **more)


def shares(line: str, **more: Any) -> Operation:
    return asks("content", "shares", line, **more)


ASSETS: Final = (
    assets("POST /assets create_asset", success=201, location="/v1" + ASSET),
    assets("GET /assets list_assets"),
    assets(f"GET {ASSET} get_asset"),
    assets(f"PATCH {ASSET} update_asset"),
    assets(f"POST {ASSET}/versions add_asset_version", success=201),
    assets(f"POST {ASSET}/publish publish_asset"),
    assets(f"POST {ASSET}/replace replace_asset"),
    assets(f"POST {ASSET}/retire retire_asset"),
    assets(f"POST {ASSET}/review mark_reviewed"),
    assets(f"POST {ASSET}/views view_asset", success=201),
    assets(f"GET {ASSET}/file download_asset", sends_file=True),
    assets("POST /audience-previews preview_audience"),
    assets("GET /asset-usage get_usage"),
)

SHARES: Final = (
    shares("POST /shares create_share", success=201, compose=share_url, composed=SHARE_URL),
    shares("GET /shares list_shares", compose=share_urls, composed=SHARE_URL),
    shares(f"POST {SHARE}/revoke revoke_share", compose=share_url, composed=SHARE_URL),
    shares("POST /share-links/{token}/open open_share", links={"token": "share_id"}),
    shares("GET /share-links/{token}/file download_shared", links={"token": "share_id"}, sends_file=True),
)

SEARCHES: Final = (
    assets("GET /asset-searches search_assets"),
    assets("GET /asset-suggestions suggest_assets"),
    assets("GET /search-misses list_search_misses"),
    assets("GET /unreadable-texts list_unreadable_texts"),
)

OPERATIONS: Final[tuple[Operation, ...]] = (*ASSETS, *SEARCHES, *SHARES)
