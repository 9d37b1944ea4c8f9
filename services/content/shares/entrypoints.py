"""RPC methods of shares. The two that outsiders reach are asked by the gateway, which has checked the link's seal."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.content.shares import queries, schemas, use_cases
from services.content.standing.model import Actor
from services.content.usage.schemas import FileToSend


class ShareEntrypoints:
    @rpc(
        takes=schemas.CreateShareCommand(),
        gives=schemas.ShareView(),
        writes=True,
        errors=["not_found", "deal_unknown", "share_expiry_refused"],
    )
    def create_share(self, call: Call) -> Any:
        """Make a link to an asset for somebody outside, perhaps for a deal; it ends by itself."""
        return use_cases.create_share(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.ListSharesCommand(), gives=schemas.SharePage())
    def list_shares(self, call: Call) -> Any:
        """List the links that you may see, newest first, with how often they were opened."""
        return queries.list_shares(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.ShareCommand(), gives=schemas.ShareView(), writes=True, errors=["not_found"])
    def revoke_share(self, call: Call) -> Any:
        """Take a link back; it opens nothing from now on."""
        return use_cases.revoke_share(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.ShareCommand(), gives=schemas.SharedAsset(), writes=True, errors=["not_found", "share_ended"])
    def open_share(self, call: Call) -> Any:
        """Open a link; the open is counted."""
        return use_cases.open_share(call.session, call.now, **call.command)

    @rpc(takes=schemas.ShareCommand(), gives=FileToSend(), writes=True, errors=["not_found", "share_ended"])
    def download_shared(self, call: Call) -> Any:
        """Download what a link leads to."""
        return use_cases.download_shared(call.session, call.now, **call.command)
