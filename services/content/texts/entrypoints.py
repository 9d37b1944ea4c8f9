"""RPC methods of texts."""

from typing import Any

from chassis.context import Call
from chassis.rpc import rpc
from services.content.standing.model import Actor
from services.content.texts import queries, schemas


class TextEntrypoints:
    @rpc(takes=schemas.ListUnreadableTextsCommand(), gives=schemas.UnreadableTexts(), errors=["vendor_only"])
    def list_unreadable_texts(self, call: Call) -> Any:
        """List the current files whose text cannot be searched, with the reason."""
        return queries.unreadable_texts(call.session, Actor.of(call.principal), **call.command)
