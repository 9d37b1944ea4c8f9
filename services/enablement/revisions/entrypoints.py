"""The RPC methods of publishing and of the catalogue: load, call, dump."""

from chassis.context import Call
from chassis.rpc import rpc
from services.enablement.courses.schemas import CourseCommand, CourseView, DraftCommand
from services.enablement.people.model import Actor
from services.enablement.revisions import queries, schemas, use_cases

_ERRORS = ["course_not_found", "illegal_transition", "stale_version", "vendor_only"]


class RevisionEntrypoints:
    @rpc(takes=DraftCommand(), gives=CourseView(), writes=True, errors=[*_ERRORS, "course_incomplete"])
    def publish_course(self, call: Call) -> object:
        """Publish the draft of a course as its next revision; learners finish the one they began."""
        return use_cases.publish_course(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=DraftCommand(), gives=CourseView(), writes=True, errors=_ERRORS)
    def retire_course(self, call: Call) -> object:
        """Take a course out of the catalogue; whoever began finishes."""
        return use_cases.retire_course(call.session, Actor.of(call.principal), **call.command)

    @rpc(takes=CourseCommand(), gives=schemas.RevisionList(), errors=["course_not_found", "vendor_only"])
    def list_course_revisions(self, call: Call) -> object:
        """List what was published of a course, the newest first."""
        return queries.list_revisions(call.session, Actor.of(call.principal), **call.command)

    @rpc(takes=schemas.ListCatalogueCommand(), gives=schemas.CataloguePage())
    def list_catalogue(self, call: Call) -> object:
        """List the courses that you may begin, the newest first."""
        return queries.list_catalogue(call.session, Actor.of(call.principal), **call.command)

    @rpc(
        takes=schemas.DraftFileCommand(),
        gives=schemas.StoredFileView(),
        errors=["course_not_found", "lesson_not_found", "vendor_only"],
    )
    def get_draft_file(self, call: Call) -> object:
        """Find the file, video or captions of a lesson in the draft, for its authors."""
        return queries.draft_file(call.session, Actor.of(call.principal), **call.command)
