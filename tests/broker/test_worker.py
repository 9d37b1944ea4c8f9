"""The worker's process: one leader runs every job at its pace, and a failure of one is noted, not fatal."""

from tests.bakery.running import Bakery, wait_for


def test_a_worker_runs_each_job_at_start_and_ends_politely(bakery: Bakery) -> None:
    bakery.change("oven", "INSERT INTO loaf VALUES (gen_random_uuid(), 'rye', 1001)")
    worker = bakery["worker-oven"]
    worker.start()
    wait_for(lambda: not bakery.value("oven", "SELECT count(*) FROM loaf WHERE turns > 1000"))
    wanted = {"eat_stale_loaves", "forget_published_events", "forget_received_events", "forget_executed_commands"}
    wait_for(lambda: {row.name for row in bakery.rows("oven", "SELECT name FROM job_run")} == wanted)
    assert bakery.rows("oven", "SELECT last_error FROM job_run WHERE last_error IS NOT NULL") == []
    assert worker.stop() == 0
