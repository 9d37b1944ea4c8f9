"""People find what they mean: at least four of five queries of the labelled set have it among the first five."""

from tests.service.content.library import Library
from tests.service.content.measure import measure, rows, success


def test_four_of_five_queries_find_what_was_meant(library: Library) -> None:
    answers = measure(library)
    missed = [f"{answer.query} (meant {answer.wanted})" for answer in answers if answer.place is None]
    assert success(answers) >= 0.8, missed


def test_the_labelled_set_has_both_languages_and_at_least_sixty_queries() -> None:
    wanted = [key for _, key in rows("queries.txt")]
    assert len(wanted) >= 60
    assert all(sum(key.startswith(language) for key in wanted) >= 25 for language in ("en-", "es-"))
    assert set(wanted) <= {key for key, *_ in rows("corpus.txt")}
