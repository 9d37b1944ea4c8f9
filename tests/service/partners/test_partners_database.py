"""The database of partners: the tables the code describes, constraints, and plans of lists."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData, create_engine, insert, text
from sqlalchemy.exc import IntegrityError

from chassis.database import MECHANISM, metadata, uuid7
from services.partners.applications import tables as application_tables
from services.partners.checklists import tables as checklist_tables
from services.partners.onboarding import tables as onboarding_tables
from services.partners.organisations import tables as organisation_tables
from services.partners.organisations.model import Partner
from services.partners.people import tables as people_tables
from services.partners.programs import tables as program_tables
from services.partners.screening import tables as screening_tables
from tests.service.explained import plans
from tests.service.partners.office import MONDAY, STAFF, Office

MODULES = (
    organisation_tables,
    people_tables,
    program_tables,
    screening_tables,
    application_tables,
    checklist_tables,
    onboarding_tables,
)


def all_tables() -> MetaData:
    together = metadata()
    for described in (MECHANISM, *(module.mapping.metadata for module in MODULES)):
        for table in described.sorted_tables:
            table.to_metadata(together)
    return together


def test_the_migrated_tables_are_those_that_the_code_describes(partners_engine: Engine) -> None:
    kept_by_migrations_alone = {"remove_fk", "remove_constraint"}  # Foreign keys cross capabilities, which do not.
    with partners_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, all_tables())
    assert [found for found in differences if found[0] not in kept_by_migrations_alone] == []


@pytest.fixture
def connection(partners_engine: Engine) -> Iterator[Connection]:
    with partners_engine.connect() as opened:
        yield opened
        opened.rollback()


def partner_row(number: int) -> dict[str, Any]:
    words = ["Alta", "Borea", "Cierzo", "Delta", "Eco", "Faro", "Gavia", "Hito", "Iris", "Jara"]
    name = f"{words[number % 10]} {words[number // 10 % 10]} {number} {'S.L.' if number % 2 else 'GmbH'}"
    partner = Partner(
        partner_id=uuid7(),
        legal_name=name,
        country="ES" if number % 2 else "DE",
        domain=f"site{number}.example",
        city=None,
        registration_no=f"B{number:08}",
        partner_type="reseller",
        created_at=MONDAY,
        status_since=MONDAY,
    )
    partner.admit(MONDAY)
    return {column.name: getattr(partner, column.name) for column in organisation_tables.partners.columns}


@pytest.mark.parametrize(
    ("assignment", "constraint"),
    [
        ("parent_partner_id = partner_id", "not_its_own_parent"),
        ("status = 'suspended'", "reason_stated"),
        ("channel_manager_id = partner_id", "channel_manager_id"),
        ("parent_partner_id = gen_random_uuid()", "parent_partner_id"),
    ],
)
def test_the_database_refuses_what_the_model_refuses(connection: Connection, assignment: str, constraint: str) -> None:
    connection.execute(insert(organisation_tables.partners), [partner_row(1)])
    with pytest.raises(IntegrityError, match=constraint):
        connection.execute(text(f"UPDATE partners SET {assignment}"))


def test_periods_of_one_partner_cannot_overlap(office: Office, connection: Connection) -> None:
    office.partner()
    twin = (
        "INSERT INTO partner_periods SELECT gen_random_uuid(), partner_id, effective_from + interval '1 second', NULL,"
        " record, changed, changed_by, reason FROM partner_periods"
    )
    with pytest.raises(IntegrityError, match="one_at_a_time"):
        connection.execute(text(twin))


NUMBERED = "(SELECT *, row_number() OVER (ORDER BY partner_id) AS number FROM partners) AS partner"
OTHERS = (
    f"""
    INSERT INTO applications (application_id, legal_name, country, domain, partner_type, contact_name, contact_email,
        language, submitted_at, decide_by, token_hash, status, screening, name_key, search_key, version)
    SELECT gen_random_uuid(), legal_name, country, domain, partner_type, 'Ana Ruiz', 'ana@' || domain, 'es',
        created_at + number * interval '1 minute', created_at + number * interval '2 minutes', number,
        CASE WHEN number > 19900 THEN 'submitted' ELSE 'withdrawn' END, '[]', name_key, search_key, 1 FROM {NUMBERED}
    """,
    f"""
    INSERT INTO people (person_id, partner_id, name, email, roles, language, status, invited_at, search_key, version)
    SELECT gen_random_uuid(), CASE WHEN number > 50 THEN partner_id END, 'Ana Ruiz', 'ana@' || domain,
        ARRAY['partner_seller'], 'es', 'active', created_at, search_key, 1 FROM {NUMBERED}
    """,
    f"""
    INSERT INTO onboardings (onboarding_id, partner_id, partner_type, checklist_version, started_at, completed_at)
    SELECT partner_id, partner_id, partner_type, 1, created_at + number * interval '1 minute',
        CASE WHEN number <= 19900 THEN created_at + number * interval '2 minutes' END FROM {NUMBERED}
    """,
    """
    INSERT INTO onboarding_tasks (onboarding_id, code, position, side, title, due_on, depends_on, evidence,
        completed_at, completed_by)
    SELECT onboarding_id, 'task-' || position, position, CASE position % 2 WHEN 0 THEN 'vendor' ELSE 'partner' END,
        '{}', CAST(started_at AS date), CASE WHEN position > 1 THEN ARRAY['task-' || position - 1] ELSE '{}' END, '{}',
        completed_at, CASE WHEN completed_at IS NOT NULL THEN 'person:x' END
    FROM onboardings, generate_series(1, 4) AS position
    """,
)


@pytest.fixture(scope="module")
def crowded(service_database: Callable[[str], str]) -> Iterator[Engine]:
    """20,000 partners in a database of their own, with applications, people and lists; few are open."""
    engine = create_engine(service_database("services.partners"))
    with engine.begin() as filling:
        filling.execute(insert(organisation_tables.partners), [partner_row(number) for number in range(20_000)])
        for statement in OTHERS:
            filling.execute(text(statement))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as analysing:
        analysing.execute(text("VACUUM ANALYZE partners, applications, people, onboardings, onboarding_tasks"))
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({}, "ix_partners_search_key_partner_id"),
        ({"sort": "-created_at"}, "ix_partners_created_at_partner_id"),
        ({"q": "cierzo 17"}, "ix_partners_search_key_trgm"),
        ({"q": "site19999.ex"}, "ix_partners_search_key_trgm"),
        ({"channel_manager_id": str(uuid7())}, "ix_partners_channel_manager_id"),
        ({"parent_partner_id": str(uuid7())}, "ix_partners_parent_partner_id"),
    ],
)
def test_every_way_to_list_partners_uses_an_index(crowded: Engine, wanted: dict[str, str], index: str) -> None:
    office = Office.on(crowded)
    with plans(crowded) as seen:
        office.ask("list_partners", STAFF, **wanted)
    assert index in seen[0], seen[0]


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({}, "ix_applications_submitted_at_application_id"),
        ({"sort": "decide_by"}, "ix_applications_decide_by_application_id"),
        ({"sort": "decide_by", "status": ["submitted", "screening"]}, "ix_applications_open"),
        ({"q": "cierzo 17"}, "ix_applications_search_key_trgm"),
    ],
)
def test_every_way_to_list_applications_uses_an_index(crowded: Engine, wanted: dict[str, Any], index: str) -> None:
    office = Office.on(crowded)
    with plans(crowded) as seen:
        office.ask("list_applications", STAFF, **wanted)
    assert index in seen[0], seen[0]


def test_what_is_late_is_counted_among_the_open_applications(crowded: Engine) -> None:
    office = Office.on(crowded)
    with plans(crowded) as seen:
        office.ask("count_applications", STAFF)
    assert any("ix_applications_open" in plan for plan in seen), seen


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({}, "ix_people_search_key_person_id"),
        ({"status": ["active"], "role": "partner_seller"}, "ix_people_search_key_person_id"),
        ({"vendor": True}, "ix_people_partner_id_search_key_person_id"),
        ({"partner_id": str(uuid7())}, "ix_people_partner_id_search_key_person_id"),
        ({"q": "cierzo 17"}, "ix_people_search_key_trgm"),
    ],
)
def test_every_way_to_list_people_uses_an_index(crowded: Engine, wanted: dict[str, Any], index: str) -> None:
    office = Office.on(crowded)
    with plans(crowded) as seen:
        office.ask("list_people", STAFF, **wanted)
    assert index in seen[0], seen[0]


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({}, "ix_onboardings_open"),
        ({"state": "overdue", "side": "partner"}, "ix_onboardings_open"),
        ({"state": "blocked"}, "ix_onboardings_open"),
        ({"channel_manager_id": str(uuid7())}, "ix_partners_channel_manager_id"),
        ({"state": "completed"}, "ix_onboardings_started_at_onboarding_id"),
    ],
)
def test_every_way_to_list_onboarding_uses_an_index(crowded: Engine, wanted: dict[str, Any], index: str) -> None:
    office = Office.on(crowded)
    with plans(crowded) as seen:
        office.ask("list_onboarding", STAFF, **wanted)
    assert index in seen[0], seen[0]
    assert "Seq Scan on onboarding" not in seen[0], seen[0]


def test_a_far_page_is_read_from_the_index_as_the_first_is(crowded: Engine) -> None:
    office, cursor = Office.on(crowded), None
    for _ in range(3):
        cursor = office.ask("list_partners", limit=100, cursor=cursor)["next_cursor"]
    with plans(crowded) as seen:
        office.ask("list_partners", limit=100, cursor=cursor)
    assert "Index Scan using ix_partners_search_key_partner_id" in seen[0]
    assert "Sort" not in seen[0]


@pytest.mark.parametrize(
    ("asked", "indexes"),
    [
        ({"domain": "site7.example"}, ["ix_partners_domain"]),
        ({"country": "ES", "registration_no": "B00000007"}, ["ix_partners_registration_key_country"]),
        ({"country": "ES", "legal_name": "Hito Alta 7 SL"}, ["ix_partners_name_key_country"]),
        (
            {"country": "ES", "legal_name": "Hito Alta 7 SL", "domain": "x.example", "registration_no": "B1"},
            ["ix_partners_domain", "ix_partners_registration_key_country", "ix_partners_name_key_country"],
        ),
    ],
)
def test_the_duplicate_check_reads_indexes_only(crowded: Engine, asked: dict[str, str], indexes: list[str]) -> None:
    office = Office.on(crowded)
    with plans(crowded) as seen:
        office.ask("check_application", **asked)
    (plan,) = [found for found in seen if "partners" in found]
    assert "Seq Scan" not in plan
    assert all(index in plan for index in indexes), plan
