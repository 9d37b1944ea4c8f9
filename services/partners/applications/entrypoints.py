"""The RPC methods of applications: load, call, dump."""

from chassis.context import Call
from chassis.rpc import rpc
from services.partners.applications import queries, schemas, use_cases


class ApplicationEntrypoints:
    @rpc(takes=schemas.CheckApplicationCommand(), gives=schemas.CheckView())
    def check_application(self, call: Call) -> object:
        """Tell an applicant whether their company is known already, naming nobody."""
        return queries.check_application(call.session, call.now, **call.command)

    @rpc(takes=schemas.SubmitApplicationCommand(), gives=schemas.SubmittedView(), writes=True)
    def submit_application(self, call: Call) -> object:
        """Ask to become a partner; the answer holds the key to the status page."""
        return use_cases.submit_application(call.session, call.now, **call.command)

    @rpc(takes=schemas.StatusTokenCommand(), gives=schemas.ApplicationStatusView())
    def get_application_status(self, call: Call) -> object:
        """Read where an application stands, with the key from its submission."""
        return queries.get_application_status(call.session, call.now, **call.command)

    @rpc(takes=schemas.StatusTokenCommand(), gives=schemas.ApplicationStatusView(), writes=True)
    def withdraw_application(self, call: Call) -> object:
        """Take an application back, with the key from its submission."""
        return use_cases.withdraw_application(call.session, call.now, **call.command)

    @rpc(takes=schemas.ListApplicationsCommand(), gives=schemas.ApplicationPage())
    def list_applications(self, call: Call) -> object:
        """List applications for review, newest or most urgent first."""
        return queries.list_applications(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.CountApplicationsCommand(), gives=schemas.ApplicationCounts())
    def count_applications(self, call: Call) -> object:
        """Count applications by status, and the late ones."""
        return queries.count_applications(call.session, call.principal, call.now)

    @rpc(takes=schemas.ApplicationCommand(), gives=schemas.ApplicationView())
    def get_application(self, call: Call) -> object:
        """Read one application with its screening, possible duplicates and decision."""
        return queries.get_application(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.ApplicationCommand(), gives=schemas.ApplicationView(), writes=True)
    def start_screening(self, call: Call) -> object:
        """Take an application into screening."""
        return use_cases.start_screening(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.RecordScreeningCommand(), gives=schemas.ApplicationView(), writes=True)
    def record_screening(self, call: Call) -> object:
        """Record results of the screening list."""
        return use_cases.record_screening(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.ApproveApplicationCommand(), gives=schemas.ApprovedView(), writes=True)
    def approve_application(self, call: Call) -> object:
        """Accept an application: it becomes a partner, and its contact the partner's first person."""
        return use_cases.approve_application(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.DeclineApplicationCommand(), gives=schemas.ApplicationView(), writes=True)
    def decline_application(self, call: Call) -> object:
        """Turn an application down for a stated reason."""
        return use_cases.decline_application(call.session, call.principal, call.now, **call.command)
