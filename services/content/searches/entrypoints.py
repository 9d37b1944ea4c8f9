"""RPC methods of searches."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.content.searches import schemas, use_cases
from services.content.standing.model import Actor


class SearchEntrypoints:
    @rpc(
        takes=schemas.SearchAssetsCommand(),
        gives=schemas.FoundAssets(),
        writes=True,  # a miss is noted
        errors=["vendor_only", "cursor_invalid"],
    )
    def search_assets(self, call: Call) -> Any:
        """Find assets by what is said of them and written inside them, forgiving accents, endings and slips."""
        return use_cases.search_assets(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.SuggestAssetsCommand(), gives=schemas.SuggestedAssets())
    def suggest_assets(self, call: Call) -> Any:
        """Suggest assets by title while somebody types."""
        return use_cases.suggest_assets(call.session, Actor.of(call.principal), call.now, **call.command)
