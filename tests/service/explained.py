"""How PostgreSQL means to read what a test makes a service ask."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def plans(engine: Engine, mentioning: tuple[str, ...] = ("FROM",)) -> Iterator[list[str]]:
    """The plans of the selects that run inside and mention one of these words, each made in its own transaction."""
    seen: list[str] = []

    def explain(connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")) and any(word in statement for word in mentioning):
            with connection.connection.cursor() as explaining:
                explaining.execute(f"EXPLAIN {statement}", parameters)
                seen.append("\n".join(line for (line,) in explaining.fetchall()))

    event.listen(engine, "before_cursor_execute", explain)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", explain)
