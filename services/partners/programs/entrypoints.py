"""The RPC methods of programs: load, call, dump."""

from chassis.context import Call
from chassis.rpc import rpc
from services.partners.programs import queries, schemas, use_cases


class ProgramEntrypoints:
    @rpc(takes=schemas.EnsureProgramCommand(), gives=schemas.ProgramView(), writes=True)
    def ensure_program(self, call: Call) -> object:
        """Create the program with this code, or bring its name up to date; the first one is the default."""
        return use_cases.ensure_program(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.GetProgramCommand(), gives=schemas.ProgramView())
    def get_program(self, call: Call) -> object:
        """Read a program; without a code, the default one."""
        return queries.get_program(call.session, **call.command)
