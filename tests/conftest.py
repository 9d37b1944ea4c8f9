"""Backing services for tests, started when first asked for.

Nothing here imports eventlet: what needs it runs as a process of its own.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

from deploy.local.throwaway import Broker, DatabaseServer, TestRun
from tests.running_suite import RunningSuite

LONGEST = ("suite", "security", "contracts")  # begun first, so that nobody waits for them in the end
settings.register_profile("suite", deadline=None)  # how long an example takes says something of the machine alone
settings.load_profile("suite")
IN_CI = os.environ.get("CI") == "true"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nightly", action="store_true", help="run the long tests too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group_of(item)))
    items.sort(key=lambda item: LONGEST.index(group) if (group := group_of(item)) in LONGEST else len(LONGEST))
    if config.getoption("--nightly"):
        return
    long = [item for item in items if item.get_closest_marker("nightly")]
    items[:] = [item for item in items if item not in long]
    config.hook.pytest_deselected(items=long)


def group_of(item: pytest.Item) -> str:
    """Tests that share what is costly to start run in one process: a folder's, and all that use the one suite."""
    if "suite" in getattr(item, "fixturenames", ()):
        return "suite"
    return "/".join(item.path.relative_to(Path(__file__).parent).parts[:-1][:2])


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In CI a skipped test is a failed one: a gate that could not look must not be green."""
    outcome = yield
    report = outcome.get_result()
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"


@pytest.fixture(scope="session")
def test_run() -> Iterator[TestRun]:
    run = TestRun()
    yield run
    run.close()


@pytest.fixture(scope="session")
def database_server(test_run: TestRun) -> Iterator[DatabaseServer]:
    """A private PostgreSQL server."""
    server = DatabaseServer(test_run)
    yield server
    server.close()


@pytest.fixture(scope="session")
def service_database(database_server: DatabaseServer) -> Callable[[str], str]:
    """A factory: `service_database("services.deals")` is the address of a fresh, migrated database."""
    return database_server.fresh


@pytest.fixture(scope="session")
def broker(test_run: TestRun) -> Iterator[Broker]:
    """A private RabbitMQ node with the suite's topology."""
    node = Broker(test_run)
    yield node
    node.close()


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[str]:
    """An S3 of our own, and the credentials it does not look at."""
    from moto.server import ThreadedMotoServer

    with pytest.MonkeyPatch.context() as environment:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            environment.setenv(name, "any")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
        server.start()
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
        server.stop()


@pytest.fixture
def bucket_url(bucket_server: str) -> str:
    """An empty bucket on it, as PRM_BLOBS names one."""
    import boto3

    name = f"b{uuid4().hex}"
    boto3.client("s3", endpoint_url=bucket_server).create_bucket(Bucket=name)
    return f"s3://{name}/prm/files?endpoint={bucket_server}"


@pytest.fixture(scope="session")
def suite(test_run: TestRun) -> Iterator[RunningSuite]:
    """A whole running suite with its base accounts; the time machine is on. Leave it healthy for the next test."""
    folder = test_run.folder / "suite"
    folder.mkdir()
    running = RunningSuite(folder, environment={"PRM_THROWAWAY": "1", "PRM_TIME_MACHINE": "1"})
    running.start()
    yield running
    running.stop()
