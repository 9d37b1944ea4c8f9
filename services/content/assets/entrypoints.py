"""RPC methods of assets."""

from typing import Any

from chassis.blobs import blobs_from_environment
from chassis.context import Call
from chassis.rpc import rpc
from services.content.assets import queries, schemas, use_cases
from services.content.standing.model import Actor

_ALWAYS_POSSIBLE = ["not_found", "vendor_only", "illegal_transition", "stale_version"]


class AssetEntrypoints:
    @rpc(
        takes=schemas.CreateAssetCommand(),
        gives=schemas.AssetView(),
        writes=True,
        errors=["vendor_only", "owner_unknown"],
    )
    def create_asset(self, call: Call) -> Any:
        """Make a draft: what it is, whom it is for, who owns it and when it is looked at again."""
        return use_cases.create_asset(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.ListAssetsCommand(), gives=schemas.AssetPage(), errors=["vendor_only"])
    def list_assets(self, call: Call) -> Any:
        """List the assets that you may see, newest first."""
        return queries.list_assets(call.session, Actor.of(call.principal), call.now.date(), **call.command)

    @rpc(takes=schemas.GetAssetCommand(), gives=schemas.AssetView(), errors=["not_found", "vendor_only"])
    def get_asset(self, call: Call) -> Any:
        """Read one asset; its id is its permanent link."""
        return queries.get_asset(call.session, Actor.of(call.principal), call.now.date(), **call.command)

    @rpc(
        takes=schemas.UpdateAssetCommand(),
        gives=schemas.AssetView(),
        writes=True,
        errors=[*_ALWAYS_POSSIBLE, "owner_unknown"],
    )
    def update_asset(self, call: Call) -> Any:
        """Correct what is said of an asset, its dates, its owner or its audience."""
        return use_cases.update_asset(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(
        takes=schemas.AddAssetVersionCommand(),
        gives=schemas.AssetView(),
        writes=True,
        errors=[*_ALWAYS_POSSIBLE, "upload_unknown", "upload_taken", "file_type_mismatch", "file_type_unknown"],
    )
    def add_asset_version(self, call: Call) -> Any:
        """Make an uploaded file the next version of an asset."""
        blobs = blobs_from_environment()
        return use_cases.add_asset_version(call.session, blobs, Actor.of(call.principal), call.now, **call.command)

    @rpc(
        takes=schemas.ChangeAssetCommand(),
        gives=schemas.AssetView(),
        writes=True,
        errors=[*_ALWAYS_POSSIBLE, "asset_empty", "asset_lapsed"],
    )
    def publish_asset(self, call: Call) -> Any:
        """Offer an asset to its audience from now on."""
        return use_cases.publish_asset(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(
        takes=schemas.ReplaceAssetCommand(),
        gives=schemas.AssetView(),
        writes=True,
        errors=[*_ALWAYS_POSSIBLE, "replacement_unfit"],
    )
    def replace_asset(self, call: Call) -> Any:
        """Let another published asset take the place of this one; its links lead there."""
        return use_cases.replace_asset(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.ChangeAssetCommand(), gives=schemas.AssetView(), writes=True, errors=_ALWAYS_POSSIBLE)
    def retire_asset(self, call: Call) -> Any:
        """Withdraw an asset for good."""
        return use_cases.retire_asset(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.MarkReviewedCommand(), gives=schemas.AssetView(), writes=True, errors=_ALWAYS_POSSIBLE)
    def mark_reviewed(self, call: Call) -> Any:
        """Confirm that an asset still holds, until its next review date."""
        return use_cases.mark_reviewed(call.session, Actor.of(call.principal), call.now, **call.command)
