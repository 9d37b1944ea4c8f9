"""The RPC methods of the question bank: load, call, dump."""

from chassis.context import Call
from chassis.rpc import rpc
from services.enablement.people.model import Actor
from services.enablement.questions import queries, schemas, use_cases

_WRITING = ["course_not_found", "question_invalid", "stale_version", "vendor_only"]


class QuestionEntrypoints:
    @rpc(takes=schemas.CreateQuestionCommand(), gives=schemas.QuestionView(), writes=True, errors=_WRITING)
    def create_question(self, call: Call) -> object:
        """Add a question to the bank of a course."""
        return use_cases.create_question(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.ImportQuestionsCommand(), gives=schemas.ImportedQuestions(), writes=True, errors=_WRITING)
    def import_questions(self, call: Call) -> object:
        """Add many questions to the bank of a course, all or none."""
        return use_cases.import_questions(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(
        takes=schemas.UpdateQuestionCommand(),
        gives=schemas.QuestionView(),
        writes=True,
        errors=[*_WRITING, "question_not_found"],
    )
    def update_question(self, call: Call) -> object:
        """Change a question, or take it out of the bank and back."""
        return use_cases.update_question(call.session, Actor.of(call.principal), call.now, **call.command)

    @rpc(takes=schemas.ListQuestionsCommand(), gives=schemas.QuestionPage(), errors=["course_not_found", "vendor_only"])
    def list_questions(self, call: Call) -> object:
        """List the bank of a course, right answers included; staff only."""
        return queries.list_questions(call.session, Actor.of(call.principal), **call.command)
