"""The words of `./prm`, and the variables that steer them."""

from collections.abc import Callable

import pytest

from deploy import cli, commands
from deploy.local.errors import StartError
from deploy.local.settings import from_environment


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """What a word that has options of its own was given."""
    seen: list[str] = []

    def note(arguments: list[str]) -> int:
        seen.extend(arguments)
        return 0

    def run(line: str) -> list[str]:
        word, *rest = line.split()
        monkeypatch.setitem(cli.HANDED_OVER, word, note)
        assert cli.main([word, *rest]) == 0
        return seen

    return run


@pytest.mark.parametrize(
    "line",
    [
        "test -k deal tests/unit",
        "test tests/unit --nightly",
        "bench --short search",
        "dlq show q.deals.partners --limit 5",
    ],
)
def test_options_of_test_bench_and_dlq_arrive_as_they_were_typed(
    line: str, handed_over: Callable[[str], list[str]]
) -> None:
    assert handed_over(line) == line.split()[1:]


def test_an_unknown_option_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        cli.main(["up", "--fast"])
    assert "--fast" in capsys.readouterr().err


def test_a_problem_is_a_sentence_with_a_remedy_and_not_a_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> int:
        raise StartError("The lamp is out.", "Light it.")

    monkeypatch.setattr(commands, "down", fail)
    assert cli.main(["down"]) == 2
    assert capsys.readouterr().err == "prm: The lamp is out.\n  Light it.\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PRM_PORT", "eighty"),
        ("PRM_PORT", "70000"),
        ("PRM_DATABASE_URL", "sqlite:///x"),
        ("PRM_AMQP_URL", "amqp://host"),
    ],
)
def test_a_variable_that_cannot_be_meant_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(StartError, match=name):
        from_environment()


def test_variables_of_the_processes_are_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRM_CONFLICT_CHECKS_PER_DAY", "7")
    monkeypatch.setenv("PRM_PORT", "8123")
    passed_on = from_environment().passed_on
    assert passed_on["PRM_CONFLICT_CHECKS_PER_DAY"] == "7"
    assert "PRM_PORT" not in passed_on
