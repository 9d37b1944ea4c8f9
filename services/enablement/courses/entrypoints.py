"""The RPC methods of courses and their drafts: load, call, dump."""

from chassis.blobs import blobs_from_environment
from chassis.context import Call
from chassis.rpc import rpc
from services.enablement.courses import queries, schemas, use_cases
from services.enablement.people.model import Actor

_DRAFT = ["course_not_found", "language_unknown", "stale_version", "vendor_only"]
_LESSON = [*_DRAFT, "lesson_not_found"]


class CourseEntrypoints:
    @rpc(
        takes=schemas.CreateCourseCommand(),
        gives=schemas.CourseView(),
        writes=True,
        errors=["course_code_taken", "language_unknown", "vendor_only"],
    )
    def create_course(self, call: Call) -> object:
        """Begin a course; nobody else sees it before it is published."""
        return use_cases.create_course(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.UpdateCourseCommand(), gives=schemas.CourseView(), writes=True, errors=_DRAFT)
    def update_course(self, call: Call) -> object:
        """Change a course's texts, its languages or whom it is for, in the draft."""
        return use_cases.update_course(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.ListCoursesCommand(), gives=schemas.CoursePage(), errors=["vendor_only"])
    def list_courses(self, call: Call) -> object:
        """List all courses with the state of their drafts, the newest first."""
        return queries.list_courses(call.session, Actor.of(call.principal), **call.command)

    @rpc(takes=schemas.CourseCommand(), gives=schemas.CourseView(), errors=["course_not_found", "vendor_only"])
    def get_course(self, call: Call) -> object:
        """Read a course as its authors see it: the draft with all lessons."""
        return queries.get_course(call.session, Actor.of(call.principal), **call.command)

    @rpc(takes=schemas.SetExamCommand(), gives=schemas.CourseView(), writes=True, errors=_DRAFT)
    def set_exam(self, call: Call) -> object:
        """Say how the exam of a course is held, in the draft."""
        return use_cases.set_exam(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.DraftCommand(), gives=schemas.CourseView(), writes=True, errors=_DRAFT)
    def remove_exam(self, call: Call) -> object:
        """Let a course do without an exam, in the draft."""
        return use_cases.remove_exam(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(
        takes=schemas.AddLessonCommand(),
        gives=schemas.CourseView(),
        writes=True,
        errors=[*_DRAFT, "lesson_kind_unfitting"],
    )
    def add_lesson(self, call: Call) -> object:
        """Add a lesson at the end of the draft."""
        return use_cases.add_lesson(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(
        takes=schemas.UpdateLessonCommand(),
        gives=schemas.CourseView(),
        writes=True,
        errors=[*_LESSON, "lesson_kind_unfitting"],
    )
    def update_lesson(self, call: Call) -> object:
        """Change a lesson of the draft."""
        return use_cases.update_lesson(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.MoveLessonCommand(), gives=schemas.CourseView(), writes=True, errors=_LESSON)
    def move_lesson(self, call: Call) -> object:
        """Move a lesson of the draft to another place."""
        return use_cases.move_lesson(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.LessonCommand(), gives=schemas.CourseView(), writes=True, errors=_LESSON)
    def remove_lesson(self, call: Call) -> object:
        """Take a lesson out of the draft; published revisions keep it."""
        return use_cases.remove_lesson(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(
        takes=schemas.AttachLessonFileCommand(),
        gives=schemas.CourseView(),
        writes=True,
        errors=[*_LESSON, "already_exists", "file_unfitting", "lesson_kind_unfitting", "upload_unknown"],
    )
    def attach_lesson_file(self, call: Call) -> object:
        """Give a lesson of the draft its file or video, or a video its captions."""
        blobs = blobs_from_environment()
        return use_cases.attach_lesson_file(call.session, blobs, Actor.of(call.principal), call.now, **call.command)
