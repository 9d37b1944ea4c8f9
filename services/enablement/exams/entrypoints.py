"""The RPC methods of exams: load, call, dump."""

from chassis.context import Call
from chassis.rpc import rpc
from services.enablement.exams import queries, schemas, use_cases
from services.enablement.people.model import Actor


class ExamEntrypoints:
    @rpc(
        takes=schemas.StartExamAttemptCommand(),
        gives=schemas.ExamAttemptView(),
        writes=True,
        errors=["enrollment_not_found", "exam_cooling_down", "exam_passed", "lessons_undone", "no_exam"],
    )
    def start_exam_attempt(self, call: Call) -> object:
        """Begin the exam, or go on with the attempt that runs."""
        return use_cases.start_exam_attempt(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(
        takes=schemas.ExamAttemptCommand(),
        gives=schemas.ExamAttemptView(),
        errors=["exam_attempt_not_found"],
    )
    def get_exam_attempt(self, call: Call) -> object:
        """Read an attempt with its questions and answers; with the result once there is one."""
        return queries.get_exam_attempt(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(
        takes=schemas.SaveAnswerCommand(),
        gives=schemas.ExamAttemptView(),
        writes=True,
        errors=["answer_unfitting", "exam_attempt_not_found", "exam_closed", "exam_time_over", "question_not_found"],
    )
    def save_answer(self, call: Call) -> object:
        """Answer one question of a running attempt; it is kept at once."""
        return use_cases.save_answer(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(
        takes=schemas.ExamAttemptCommand(),
        gives=schemas.ExamAttemptView(),
        writes=True,
        errors=["exam_attempt_not_found"],
    )
    def submit_exam_attempt(self, call: Call) -> object:
        """Hand an attempt in and read its result."""
        return use_cases.submit_exam_attempt(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.ListExamAttemptsCommand(), gives=schemas.ExamAttemptPage())
    def list_exam_attempts(self, call: Call) -> object:
        """List the attempts that you may see, the newest first."""
        return queries.list_exam_attempts(call.session, Actor.of(call.principal), **call.command)

    @rpc(
        takes=schemas.ItemStatisticsCommand(),
        gives=schemas.ItemStatisticsView(),
        errors=["course_not_found", "vendor_only"],
    )
    def get_item_statistics(self, call: Call) -> object:
        """Read what the answers tell of each question: how hard it is, and whether it separates."""
        return queries.get_item_statistics(call.session, Actor.of(call.principal), **call.command)
