"""Prints what a service has made of events, one row a line and always in the same way: python -m chassis.dump PACKAGE.

Two dumps are equal byte for byte when the tables are, so that a rebuild can be compared with what was there before.
"""

import hashlib
import os
import sys
from collections.abc import Iterator

from sqlalchemy import Engine, Table, text

from chassis.database import engine
from chassis.rebuild import is_under_way, made_of_events
from chassis.service_class import load_service, name_of


def lines(bind: Engine, service_class: type) -> Iterator[str]:
    """Table by table in the order of their keys, whatever order the rows came in."""
    with bind.connect() as connection:
        if is_under_way(connection):
            raise SystemExit("a rebuild is under way: what is here is from before it; try again when it is over")
        connection.execute(text("SET TIME ZONE 'UTC'"))
        for table in made_of_events(service_class):
            for (row,) in connection.execution_options(stream_results=True).execute(text(_rows(table))):
                yield f"{table.name}\t{row}\n"


def digest(bind: Engine, service_class: type) -> str:
    found = hashlib.sha256()
    for line in lines(bind, service_class):
        found.update(line.encode())
    return found.hexdigest()


def _rows(table: Table) -> str:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    key = ", ".join(f'kept."{column.name}"' for column in table.primary_key)
    kept = f'(SELECT {columns} FROM "{table.name}") AS kept'  # noqa: S608 - our own names
    return f"SELECT row_to_json(kept)::text FROM {kept} ORDER BY {key}"  # noqa: S608


def main(arguments: list[str]) -> None:
    packages = [argument for argument in arguments if argument != "--digest"]
    if len(packages) != 1:
        raise SystemExit("usage: python -m chassis.dump services.bakery [--digest], with DATABASE_URL set")
    service_class = load_service(packages[0])
    bind = engine(os.environ["DATABASE_URL"], pool_size=1, application=f"dump {name_of(service_class)}")
    if "--digest" in arguments:
        sys.stdout.write(f"{digest(bind, service_class)}\n")
    else:
        sys.stdout.writelines(lines(bind, service_class))


if __name__ == "__main__":
    main(sys.argv[1:])
