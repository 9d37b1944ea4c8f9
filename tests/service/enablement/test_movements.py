"""People and partners as enablement hears of them: a rebuild keeps that anew, and does again nothing that followed."""

from chassis.clock import FrozenClock
from chassis.testing import Harness
from services.enablement.enrollments.jobs import apply_enrollment_rules
from tests.service.enablement.academy import Academy
from tests.service.rebuilt import assert_made_again, everything


def test_a_rebuild_keeps_what_was_heard_and_repeats_nothing_that_followed_from_it(
    harness: Harness, time: FrozenClock
) -> None:
    """Who left before a rule was set is not enrolled by it, and no company loses what it had."""
    academy = Academy(harness)
    course = academy.published()
    certification = academy.certification(course)
    company, other = academy.partner(), academy.partner("distributor", "onboarding")
    early, holder = academy.person(company), academy.person(company)
    academy.earn(holder, course)
    academy.ask_for(certification, 1)
    academy.hear(early.claims["person_id"], company, "left")
    academy.do("set_enrollment_rule", course_id=academy.published()["course_id"])
    harness.run_job(apply_enrollment_rules)
    newcomer = academy.person(other)
    academy.hear(newcomer.claims["person_id"], other, "updated", "partner_admin")
    academy.partner("distributor", "suspended", other)
    time.advance(days=40)
    before = everything(harness)
    assert assert_made_again(harness) == 5
    assert (academy.recount(), harness.run_job(apply_enrollment_rules)) == (0, 0)
    assert everything(harness) == before
