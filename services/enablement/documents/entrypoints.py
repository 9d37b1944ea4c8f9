"""The RPC method of documents: load, call, dump."""

from chassis.context import Call
from chassis.rpc import rpc
from services.enablement.documents import queries, schemas


class DocumentEntrypoints:
    @rpc(
        takes=schemas.DocumentCommand(),
        gives=schemas.DocumentView(),
        errors=["certificate_not_found", "certificate_revoked", "document_not_ready"],
    )
    def get_certificate_document(self, call: Call) -> object:
        """Find the printed certificate, in one of its languages."""
        return queries.document(call.session, call.principal, **call.command)
