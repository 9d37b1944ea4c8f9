"""The RPC methods of people: load, call, dump."""

from chassis.context import Call
from chassis.rpc import rpc
from services.partners.people import queries, schemas, use_cases


class PeopleEntrypoints:
    @rpc(takes=schemas.AddPersonCommand(), gives=schemas.PersonView(), writes=True)
    def add_person(self, call: Call) -> object:
        """Name someone who may act for a partner or the vendor; the invitation follows by mail."""
        return use_cases.add_person(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.ListPeopleCommand(), gives=schemas.PeoplePage())
    def list_people(self, call: Call) -> object:
        """List the people that you may see, by name."""
        return queries.list_people(call.session, call.principal, **call.command)

    @rpc(takes=schemas.PersonCommand(), gives=schemas.PersonView())
    def get_person(self, call: Call) -> object:
        """Read one person."""
        return queries.get_person(call.session, call.principal, **call.command)

    @rpc(takes=schemas.GetPeopleCommand(), gives=schemas.PeopleNames())
    def get_people(self, call: Call) -> object:
        """Read the names of many people at once; those you may not see are left out."""
        return queries.get_people(call.session, call.principal, **call.command)

    @rpc(takes=schemas.UpdatePersonCommand(), gives=schemas.PersonView(), writes=True)
    def update_person(self, call: Call) -> object:
        """Correct what is known of a person, or their role."""
        return use_cases.update_person(call.session, call.principal, **call.command)

    @rpc(takes=schemas.PersonCommand(), gives=schemas.PersonView(), writes=True)
    def join_person(self, call: Call) -> object:
        """Accept an invitation; a partner's first one activates the partner."""
        return use_cases.join_person(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.RemovePersonCommand(), gives=schemas.PersonView(), writes=True)
    def remove_person(self, call: Call) -> object:
        """Note that a person has left; their access ends."""
        return use_cases.remove_person(call.session, call.principal, call.now, **call.command)

    @rpc(takes=schemas.AssignChannelManagerCommand(), gives=schemas.StewardshipView(), writes=True)
    def assign_channel_manager(self, call: Call) -> object:
        """Make one of the vendor's people responsible for a partner, or nobody."""
        return use_cases.assign_channel_manager(call.session, call.principal, call.now, **call.command)
