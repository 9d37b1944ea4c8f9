"""Lists and searches on a filled table: every page by key, every plan by an index."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text

from chassis.database import engine
from chassis.testing import Harness
from services.deals.rules.queries import forget_rules
from services.deals.service import DealsService
from tests.service import explained
from tests.service.deals.fill import fill
from tests.service.deals.market import MANAGER, Market
from tests.service.deals.refusals import refused

CUSTOMERS = 12_000
LIST = "list_deal_registrations"


class Full:
    """A filled service, and the statements it sends."""

    def __init__(self, bind: Engine) -> None:
        self.bind = bind
        self.partners = fill(bind, customers=CUSTOMERS)
        self.market = Market(Harness(DealsService, bind))

    def plans(self, method: str, command: dict[str, Any], by: Any) -> list[str]:
        """The plans of every SELECT that reads a table of ours while the method runs."""
        with explained.plans(self.bind) as seen:
            self.market.harness.call(method, command, principal=by)
        return seen


# What was said and done about each registration, three times.
THREADS = (
    """
    INSERT INTO deal_registration_history
        (history_id, deal_registration_id, at, actor, channel, action, revision, before, after)
    SELECT gen_random_uuid(), deal_registration_id, created_at, 'person:x', 'api', 'submit', 1, '{}', '{}'
    FROM deal_registrations, generate_series(1, 3)
    """,
    """
    INSERT INTO notes (note_id, deal_registration_id, author, author_side, text, written_at)
    SELECT gen_random_uuid(), deal_registration_id, 'person:x', 'vendor', 'A note.', created_at
    FROM deal_registrations, generate_series(1, 3)
    """,
    """
    INSERT INTO internal_notes (internal_note_id, deal_registration_id, author, text, written_at)
    SELECT gen_random_uuid(), deal_registration_id, 'person:x', 'A note.', created_at
    FROM deal_registrations, generate_series(1, 3)
    """,
)


@pytest.fixture(scope="module")
def full(service_database: Callable[[str], str]) -> Iterator[Full]:
    forget_rules()
    bind = engine(service_database("services.deals"), application="test-deals-full")
    made = Full(bind)
    with bind.begin() as connection:
        for statement in THREADS:
            connection.execute(text(statement))
        connection.execute(text("ANALYZE deal_registration_history, notes, internal_notes"))
    yield made
    bind.dispose()


@pytest.mark.parametrize(
    ("command", "index"),
    [
        ({}, "ix_deal_registrations_created"),
        ({"sort": "created_at"}, "ix_deal_registrations_created"),
        ({"status": ["lapsed"]}, "ix_deal_registrations_status"),
        ({"view": "in_review", "sort": "decide_by"}, "ix_deal_registrations_promise"),
        ({"view": "protected", "sort": "protected_until"}, "ix_deal_registrations_protected"),
        ({"q": "girasol halcon"}, "ix_deal_registrations_customer"),
        ({"q": "D-1000007"}, "uq_deal_registrations_number"),
    ],
)
def test_staff_lists_read_an_index(full: Full, command: dict[str, Any], index: str) -> None:
    plan = full.plans(LIST, {"limit": 50, **command}, MANAGER)[0]
    assert index in plan
    assert "Seq Scan on deal_registrations" not in plan


def test_a_partners_list_reads_the_index_of_that_partner(full: Full) -> None:
    plan = full.plans(LIST, {"limit": 50}, full.market.seller(full.partners[0]))[0]
    assert "ix_deal_registrations_partner" in plan


@pytest.mark.parametrize("narrowed", ["all", "overdue", "unclaimed", "mine", "conflict"])
def test_the_queue_reads_the_index_of_the_promise(full: Full, narrowed: str) -> None:
    plan = full.plans("list_decision_queue", {"filter": narrowed, "limit": 50}, MANAGER)[0]
    assert "ix_deal_registrations_promise" in plan


def test_the_queue_of_those_who_owe_an_answer_reads_the_index_of_the_answer(full: Full) -> None:
    plan = full.plans("list_decision_queue", {"filter": "waiting_for_partner", "limit": 50}, MANAGER)[0]
    assert "ix_deal_registrations_answer" in plan


@pytest.mark.parametrize(
    ("method", "index"),
    [
        ("get_deal_registration_history", "ix_deal_registration_history_of"),
        ("list_notes", "ix_notes_thread"),
        ("list_internal_notes", "ix_internal_notes_thread"),
    ],
)
def test_what_was_said_and_done_about_one_registration_is_read_by_an_index(full: Full, method: str, index: str) -> None:
    listed = full.market.harness.call(LIST, {"limit": 1}, principal=MANAGER)["items"]
    plans = full.plans(method, {"deal_registration_id": listed[0]["deal_registration_id"]}, MANAGER)
    assert any(index in plan for plan in plans), plans


def test_the_vendors_list_of_one_partner_reads_the_index_of_that_partner(full: Full) -> None:
    plan = full.plans(LIST, {"partner_id": full.partners[0], "limit": 50}, MANAGER)[0]
    assert "ix_deal_registrations_partner" in plan


def test_a_conflict_check_scans_no_table(full: Full) -> None:
    command = {"customer": {"legal_name": "Luna Verde SL", "country": "ES", "domain": "x.es", "city": "Vigo"}}
    for plan in full.plans("check_conflict", command, MANAGER):
        assert "Seq Scan on customer_identities" not in plan
        assert "Seq Scan on claims" not in plan


def test_pages_follow_each_other_without_a_hole_or_a_double(full: Full) -> None:
    by, seen, cursor = full.market.seller(full.partners[1]), [], None
    while True:
        command = {"limit": 37} | ({"cursor": cursor} if cursor else {})
        page = full.market.harness.call(LIST, command, principal=by)
        seen += [item["deal_registration_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    total = full.market.harness.call("count_deal_registrations", {}, principal=by)["total"]
    assert len(seen) == len(set(seen)) == total
    assert total > 100


def test_the_last_page_costs_what_the_first_one_costs(full: Full) -> None:
    first = full.market.harness.call(LIST, {"limit": 200}, principal=MANAGER)
    plan = full.plans(LIST, {"limit": 200, "cursor": first["next_cursor"]}, MANAGER)[0]
    assert "ix_deal_registrations_created" in plan
    assert "OFFSET" not in plan.upper()


def test_the_queue_has_the_most_urgent_promise_on_top(full: Full) -> None:
    items = full.market.harness.call("list_decision_queue", {"limit": 100}, principal=MANAGER)["items"]
    promises = [item["decide_by"] for item in items]
    assert promises == sorted(promises)
    assert all(item["overdue"] for item in items)


def test_a_cursor_of_another_list_is_refused(full: Full) -> None:
    cursor = full.market.harness.call(LIST, {"limit": 1}, principal=MANAGER)["next_cursor"]
    other = {"limit": 1, "sort": "created_at", "cursor": cursor}
    assert refused(full.market.harness.call, LIST, other, principal=MANAGER).code == "cursor_invalid"


def test_a_search_takes_percent_signs_for_what_they_are(full: Full) -> None:
    assert full.market.harness.call(LIST, {"q": "%%%"}, principal=MANAGER)["items"] == []


def test_the_search_for_similar_names_finds_what_no_key_finds(full: Full) -> None:
    with full.bind.connect() as connection:
        name = connection.scalar(text("SELECT name_key FROM customer_identities LIMIT 1"))
        found = connection.scalar(text("SELECT count(*) FROM similar_identities(:name, 'ES')"), {"name": f"{name}x"})
    assert found > 0
