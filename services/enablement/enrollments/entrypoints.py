"""The RPC methods of enrolments: load, call, dump."""

from chassis.context import Call
from chassis.rpc import rpc
from services.enablement.courses.schemas import CourseCommand
from services.enablement.enrollments import queries, schemas, use_cases
from services.enablement.people.model import Actor
from services.enablement.revisions.schemas import StoredFileView

_COURSE = ["course_not_found", "course_retired"]
_LESSON = ["enrollment_not_found", "lesson_not_found"]


class EnrollmentEntrypoints:
    @rpc(takes=schemas.NothingToSay(), gives=schemas.LearningView())
    def get_learning(self, call: Call) -> object:
        """Read all of your learning: what goes on, what is asked of you, what is done, what is offered."""
        return queries.get_learning(call.session, Actor.of(call.principal), call.now)

    @rpc(takes=CourseCommand(), gives=schemas.CourseOutlineView(), errors=_COURSE)
    def get_course_outline(self, call: Call) -> object:
        """Read what a course holds, and how far you are in it."""
        return queries.get_course_outline(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=CourseCommand(), gives=schemas.EnrollmentView(), writes=True, errors=_COURSE)
    def enroll_in_course(self, call: Call) -> object:
        """Begin a course, or go on with it where you take it already."""
        return use_cases.enroll_in_course(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.EnrollmentCommand(), gives=schemas.EnrollmentView(), errors=["enrollment_not_found"])
    def get_enrollment(self, call: Call) -> object:
        """Read an enrolment with its lessons and what is done of them."""
        return queries.get_enrollment(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.ListEnrollmentsCommand(), gives=schemas.EnrollmentPage())
    def list_enrollments(self, call: Call) -> object:
        """List the enrolments that you may see, the newest first."""
        return queries.list_enrollments(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.ListPartnerProgressCommand(), gives=schemas.PartnerProgressPage(), errors=["vendor_only"])
    def list_partner_progress(self, call: Call) -> object:
        """List partners with how far their people are, by name."""
        return queries.list_partner_progress(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.LessonOfEnrollmentCommand(), gives=schemas.TakenLessonView(), errors=_LESSON)
    def get_lesson(self, call: Call) -> object:
        """Read a lesson of a course that you take."""
        return queries.get_lesson(call.session, Actor.of(call.principal), **call.command)

    @rpc(takes=schemas.LessonFileCommand(), gives=StoredFileView(), errors=_LESSON)
    def get_lesson_file(self, call: Call) -> object:
        """Find the file, video or captions of a lesson that you take."""
        return queries.get_lesson_file(call.session, Actor.of(call.principal), **call.command)

    @rpc(takes=schemas.RecordProgressCommand(), gives=schemas.EnrollmentView(), writes=True, errors=_LESSON)
    def record_progress(self, call: Call) -> object:
        """Say where you are in a lesson, or that it is done."""
        return use_cases.record_progress(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(
        takes=schemas.ExtendEnrollmentCommand(),
        gives=schemas.EnrollmentView(),
        writes=True,
        errors=["enrollment_completed", "enrollment_not_found", "vendor_only"],
    )
    def extend_enrollment(self, call: Call) -> object:
        """Give a learner until another day, or take the day away."""
        return use_cases.extend_enrollment(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(
        takes=schemas.SetEnrollmentRuleCommand(),
        gives=schemas.EnrollmentRuleView(),
        writes=True,
        errors=["course_not_found", "vendor_only"],
    )
    def set_enrollment_rule(self, call: Call) -> object:
        """Enrol everybody of some roles and types of partner in a course, those who come later too."""
        return use_cases.set_enrollment_rule(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=CourseCommand(), writes=True, errors=["course_not_found", "vendor_only"])
    def remove_enrollment_rule(self, call: Call) -> object:
        """Enrol nobody else in a course by rule."""
        use_cases.remove_enrollment_rule(call.session, Actor.of(call.principal), **call.command)
        return None

    @rpc(takes=schemas.NothingToSay(), gives=schemas.EnrollmentRuleList(), errors=["vendor_only"])
    def list_enrollment_rules(self, call: Call) -> object:
        """List the rules by which people are enrolled, by the code of the course."""
        return queries.list_enrollment_rules(call.session, Actor.of(call.principal))
