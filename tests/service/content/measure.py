"""How well search finds what people mean: python -m tests.service.content.measure prints success@5 over a labelled set.

corpus.txt holds the assets, queries.txt what somebody types and which asset they mean.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from tests.service.content.library import Library

HERE = Path(__file__).parent
BEST = 5
_READ = text("UPDATE asset_texts SET status = 'read', body = :body, read_at = now() WHERE asset_id = :asset_id")


@dataclass(frozen=True)
class Answer:
    query: str
    wanted: str
    place: int | None  # among the best five, from 1


def rows(name: str) -> Iterator[list[str]]:
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [part.strip() for part in line.split("|")]


def measure(library: Library) -> list[Answer]:
    """Every query, asked by one partner of a library that holds the whole corpus."""
    ids = {key: _put(library, *more) for key, *more in rows("corpus.txt")}
    asking = library.partner()
    return [
        Answer(query, wanted, _place(library, asking.person, query, ids[wanted]))
        for query, wanted in rows("queries.txt")
    ]


def success(answers: list[Answer]) -> float:
    return sum(answer.place is not None for answer in answers) / len(answers)


def _put(library: Library, language: str, kind: str, title: str, summary: str, inside: str) -> str:
    asset_id: str = library.publish(title, language=language, asset_type=kind, summary=summary)["asset_id"]
    with library.harness.sessions.engine.begin() as connection:
        connection.execute(_READ, {"asset_id": asset_id, "body": inside})
    return asset_id


def _place(library: Library, person: object, query: str, wanted: str) -> int | None:
    found = library.call("search_assets", person, q=query, limit=BEST)["items"]
    places = [number for number, item in enumerate(found, start=1) if item["asset_id"] == wanted]
    return places[0] if places else None


def main() -> None:
    from chassis.blobs import open_blobs
    from chassis.database import engine
    from chassis.testing import Harness
    from deploy.local.throwaway import DatabaseServer, TestRun
    from services.content.service import ContentService

    run = TestRun()
    server = DatabaseServer(run)
    try:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["PRM_BLOBS"] = f"file://{folder}"
            harness = Harness(ContentService, engine(server.fresh("services.content")))
            answers = measure(Library(harness, open_blobs(os.environ["PRM_BLOBS"])))
            harness.sessions.engine.dispose()
    finally:
        server.close()
        run.close()
    for answer in answers:
        print(f"{answer.place or '-'}  {answer.query}" + ("" if answer.place else f"  (meant {answer.wanted})"))
    first = sum(answer.place == 1 for answer in answers) / len(answers)
    print(f"\n{len(answers)} queries: success@{BEST} {success(answers):.2f}, first place {first:.2f}")


if __name__ == "__main__":
    main()
