"""Blocking on a real PostgreSQL: a pair that scores as a match must also be found by a key."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from chassis import clock
from chassis.database import engine
from services.deals.customers.queries import candidate_identities, candidate_parameters, given_keys, identity_of
from services.deals.customers.use_cases import remember
from services.deals.matching.model import match
from tests.service.matching.measure import Pair, pairs, rule

LABELLED = list(pairs())
RULE = rule()


@pytest.fixture(scope="module")
def filled(service_database: Callable[[str], str]) -> Iterator[Engine]:
    bind = engine(service_database("services.deals"), application="test-blocking")
    with Session(bind) as session, session.begin():
        for pair in LABELLED:
            remember(session, pair.ours, clock.now(), same_as=None)
    yield bind
    bind.dispose()


def found(session: Session, pair: Pair, *, similar_names: bool) -> bool:
    statement = candidate_identities(given_keys(pair.theirs), similar_names=similar_names)
    rows = session.execute(statement, candidate_parameters(pair.theirs))
    return any(identity_of(row) == pair.ours for row in rows)


def test_every_pair_that_scores_as_a_match_is_found_by_a_key(filled: Engine) -> None:
    matching = [pair for pair in LABELLED if match(pair.ours, pair.theirs, RULE).score >= RULE.probable_at]
    with Session(filled) as session:
        lost = [pair.text for pair in matching if not found(session, pair, similar_names=True)]
    assert lost == []


def test_a_submission_without_the_search_for_names_still_finds_nearly_all(filled: Engine) -> None:
    matching = [pair for pair in LABELLED if match(pair.ours, pair.theirs, RULE).score >= RULE.probable_at]
    with Session(filled) as session:
        at_once = [pair for pair in matching if found(session, pair, similar_names=False)]
    assert len(at_once) >= 0.9 * len(matching)
