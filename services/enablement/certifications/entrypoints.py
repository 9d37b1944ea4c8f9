"""The RPC methods of certifications: load, call, dump."""

from chassis.context import Call
from chassis.rpc import rpc
from services.enablement.certifications import queries, schemas, use_cases


class CertificationEntrypoints:
    @rpc(
        takes=schemas.CreateCertificationCommand(),
        gives=schemas.CertificationView(),
        writes=True,
        errors=["code_taken", "vendor_only"],
    )
    def create_certification(self, call: Call) -> object:
        """Define a certification: by which courses it is earned and for how long it holds."""
        return use_cases.create_certification(call.session, call.principal, call.now, **call.command)

    @rpc(
        takes=schemas.UpdateCertificationCommand(),
        gives=schemas.CertificationView(),
        writes=True,
        errors=["certification_not_found", "illegal_transition", "stale_version", "vendor_only"],
    )
    def update_certification(self, call: Call) -> object:
        """Correct a certification; certificates that were awarded keep the terms of their day."""
        return use_cases.update_certification(call.session, call.principal, **call.command)

    @rpc(
        takes=schemas.CertificationCommand(),
        gives=schemas.CertificationView(),
        writes=True,
        errors=["certification_not_found", "vendor_only"],
    )
    def retire_certification(self, call: Call) -> object:
        """Award a certification no more; its certificates live on until they expire."""
        return use_cases.retire_certification(call.session, call.principal, **call.command)

    @rpc(takes=schemas.ListCertificationsCommand(), gives=schemas.CertificationsPage())
    def list_certifications(self, call: Call) -> object:
        """List the certifications that can be earned."""
        return queries.list_certifications(call.session, **call.command)

    @rpc(takes=schemas.CertificationCommand(), gives=schemas.CertificationView(), errors=["certification_not_found"])
    def get_certification(self, call: Call) -> object:
        """Read one certification."""
        return queries.certification(call.session, **call.command)
