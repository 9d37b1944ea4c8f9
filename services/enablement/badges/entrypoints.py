"""The RPC methods of badges: load, call, dump."""

from chassis.context import Call
from chassis.rpc import rpc
from services.enablement.badges import schemas, use_cases


class BadgeEntrypoints:
    @rpc(
        takes=schemas.CertificateCommand(),
        gives=schemas.BadgeView(),
        errors=["certificate_not_found", "certificate_revoked", "issuer_key_missing"],
    )
    def get_badge(self, call: Call) -> object:
        """Give a certificate as a signed Open Badge."""
        return use_cases.badge(call.session, call.principal, **call.command)

    @rpc(takes=schemas.NoCommand(), gives=schemas.IssuerView(), errors=["issuer_key_missing"])
    def get_issuer(self, call: Call) -> object:
        """Show the keys that this issuer signs with, as a DID document."""
        return use_cases.did_document(call.session)

    @rpc(
        takes=schemas.StatusListCommand(),
        gives=schemas.StatusListView(),
        errors=["issuer_key_missing", "status_list_not_found"],
    )
    def get_status_list(self, call: Call) -> object:
        """Give a signed list in which the bits of revoked certificates are set."""
        return use_cases.status_list(call.session, call.now, **call.command)
