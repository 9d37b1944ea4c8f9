"""RPC methods of using assets."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.content.assets.schemas import AssetCommand
from services.content.standing.model import Actor
from services.content.usage import queries, schemas, use_cases


class UsageEntrypoints:
    @rpc(takes=AssetCommand(), gives=schemas.ViewedAsset(), writes=True, errors=["not_found"])
    def view_asset(self, call: Call) -> Any:
        """Read one asset as its page shows it; a partner's view is counted."""
        return use_cases.view_asset(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(
        takes=schemas.DownloadAssetCommand(),
        gives=schemas.FileToSend(),
        writes=True,
        errors=["not_found", "asset_withdrawn"],
    )
    def download_asset(self, call: Call) -> Any:
        """Download the current version of an asset; the download is counted."""
        return use_cases.download_asset(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.GetUsageCommand(), gives=schemas.UsageView(), errors=["vendor_only"])
    def get_usage(self, call: Call) -> Any:
        """Count views, downloads, shares and opens of an asset, by a partner or by a person."""
        return queries.get_usage(call.session, Actor.of(call.principal), **call.command)
