"""The RPC methods of certificates: load, call, dump."""

from chassis.context import Call
from chassis.rpc import rpc
from services.enablement.certificates import queries, schemas, use_cases


class CertificateEntrypoints:
    @rpc(takes=schemas.ListCertificatesCommand(), gives=schemas.CertificatesPage())
    def list_certificates(self, call: Call) -> object:
        """List the certificates that you may see, the newest first."""
        return queries.list_certificates(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.CertificateCommand(), gives=schemas.CertificateView(), errors=["certificate_not_found"])
    def get_certificate(self, call: Call) -> object:
        """Read one certificate."""
        return queries.certificate_view(call.session, call.principal, call.now, **call.command)

    @rpc(
        takes=schemas.RevokeCertificateCommand(),
        gives=schemas.CertificateView(),
        writes=True,
        errors=["certificate_not_found", "illegal_transition", "vendor_only"],
    )
    def revoke_certificate(self, call: Call) -> object:
        """Take a certificate back, for a reason that its holder reads."""
        return use_cases.revoke_certificate(call.session, call.principal, call.now, **call.command)

    @rpc(
        takes=schemas.TransferCertificatesCommand(),
        gives=schemas.CertificatesPage(),
        writes=True,
        errors=["holder_still_present", "person_unknown", "vendor_only"],
    )
    def transfer_certificates(self, call: Call) -> object:
        """Move the certificates of somebody who left to who they are at another partner."""
        return use_cases.transfer_certificates(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.VerifyCertificateCommand(), gives=schemas.VerifiedView(), errors=["certificate_not_found"])
    def verify_certificate(self, call: Call) -> object:
        """Tell whoever holds its code whether a certificate is valid, expired or revoked."""
        return queries.verified(call.session, call.now, **call.command)
