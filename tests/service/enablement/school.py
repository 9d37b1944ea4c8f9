"""A small school for tests: a program manager who writes courses, and partners' people who take them."""

from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from chassis.context import Principal
from chassis.testing import Harness, principal

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MANAGER = principal(str(uuid4()), roles=["program_manager"], scope="all", person_id=uuid4(), name="Marta Soler")
AUDITOR = principal(str(uuid4()), roles=["auditor"], scope="all", person_id=uuid4())
_numbers = count(1)


def both(text: str) -> dict[str, str]:
    return {"en": text, "es": f"{text} (es)"}


def single(prompt: str = "What is protected?", **more: Any) -> dict[str, Any]:
    options = [
        {"text": both("An approved deal"), "is_correct": True},
        {"text": both("Every lead")},
        {"text": both("Nothing")},
    ]
    return {"kind": "single", "prompt": both(prompt), "options": options, **more}


class School:
    """Drives the service through its RPC methods and events, as the gateway and the broker would."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness

    # Partners and their people, as events tell of them
    def partner(self, partner_type: str = "reseller", status: str = "active", partner_id: str = "") -> str:
        known = partner_id or str(uuid4())
        event = {"onboarding": "created", "active": "activated", "suspended": "suspended"}[status]
        data = {
            "partner_id": known,
            "legal_name": f"Partner {known[:8]}",
            "status": status,
            "partner_type": partner_type,
            "country": "ES",
            "parent_partner_id": None,
            "channel_manager_id": None,
        }
        self.harness.deliver("partners", f"partner.{event}.v1", data, subject=f"partner/{known}")
        return known

    def person(self, partner_id: str, role: str = "partner_seller") -> Principal:
        """Somebody who joined a partner."""
        person_id = str(uuid4())
        self.hear(person_id, partner_id, "joined", role)
        return self.learner(person_id, partner_id, role)

    def hear(self, person_id: str, partner_id: str, what: str, role: str = "partner_seller") -> None:
        more = {"left": {"reason": "left_company"}, "updated": {"changed": ["roles"]}}.get(what, {})
        data = {"person_id": person_id, "partner_id": partner_id, "roles": [role], **more}
        self.harness.deliver("partners", f"person.{what}.v1", data, subject=f"person/{person_id}")

    def learner(self, person_id: str, partner_id: str, role: str = "partner_seller") -> Principal:
        claims = {"person_id": person_id, "partner_id": partner_id, "name": "Lucía Vega", "language": "es"}
        return principal(person_id, roles=[role], scope="own", **claims)

    def somebody(self, partner_type: str = "reseller") -> Principal:
        return self.person(self.partner(partner_type))

    # Courses
    def draft(self, **more: Any) -> dict[str, Any]:
        body = {"code": f"course-{next(_numbers)}", "title": both("Deal basics"), "summary": both("How deals work")}
        made: dict[str, Any] = self.harness.call("create_course", {**body, **more}, principal=MANAGER)
        return made

    def do(self, method: str, by: Principal = MANAGER, **command: Any) -> Any:
        return self.harness.call(method, command, principal=by)

    def lesson(self, course_id: str, **more: Any) -> dict[str, Any]:
        body = {"kind": "text", "title": both("Read this"), "body": both("# Words\n\nand *more*"), **more}
        changed: dict[str, Any] = self.do("add_lesson", course_id=course_id, **body)
        return changed

    def published(self, lessons: int = 2, questions: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
        """A course that can be taken; with questions it has an exam of the given terms."""
        terms = more.pop("exam", {})
        course_id = self.draft(**more)["course_id"]
        for _ in range(lessons):
            self.lesson(course_id)
        if questions is not None:
            self.do("import_questions", course_id=course_id, questions=questions)
            self.do("set_exam", course_id=course_id, **terms)
        done: dict[str, Any] = self.do("publish_course", course_id=course_id)
        return done

    # Learning
    def enroll(self, by: Principal, course: dict[str, Any]) -> dict[str, Any]:
        begun: dict[str, Any] = self.do("enroll_in_course", by, course_id=course["course_id"])
        return begun

    def study(self, by: Principal, enrollment: dict[str, Any]) -> dict[str, Any]:
        """Do every lesson."""
        for lesson in enrollment["lessons"]:
            enrollment = self.do(
                "record_progress",
                by,
                enrollment_id=enrollment["enrollment_id"],
                lesson_id=lesson["lesson_id"],
                is_done=True,
            )
        return enrollment

    def sit(self, by: Principal, enrollment: dict[str, Any]) -> dict[str, Any]:
        begun: dict[str, Any] = self.do("start_exam_attempt", by, enrollment_id=enrollment["enrollment_id"])
        return begun

    def answer(self, by: Principal, attempt: dict[str, Any], *, rightly: bool = True) -> dict[str, Any]:
        """Answer all choosing questions, with what the bank says is right, or with something else."""
        bank = self.do("list_questions", course_id=attempt["course_id"])["items"]
        known = {question["question_id"]: question for question in bank}
        for asked in attempt["questions"]:
            right = [o["option_id"] for o in known[asked["question_id"]]["options"] if o["is_correct"]]
            wrong = [o["option_id"] for o in asked["options"] if o["option_id"] not in right]
            attempt = self.reply(by, attempt, asked, right if rightly else wrong[:1])
        return attempt

    def reply(self, by: Principal, attempt: dict[str, Any], asked: dict[str, Any], given: list[str]) -> dict[str, Any]:
        ids = {"exam_attempt_id": attempt["exam_attempt_id"], "question_id": asked["question_id"]}
        saved: dict[str, Any] = self.do("save_answer", by, answer=given, **ids)
        return saved

    def hand_in(self, by: Principal, attempt: dict[str, Any]) -> dict[str, Any]:
        done: dict[str, Any] = self.do("submit_exam_attempt", by, exam_attempt_id=attempt["exam_attempt_id"])
        return done

    def facts(self, enrollment: dict[str, Any]) -> list[dict[str, Any]]:
        """What was published of one enrolment, in order."""
        return [e for e in self.harness.events() if e["data"].get("enrollment_id") == enrollment["enrollment_id"]]
