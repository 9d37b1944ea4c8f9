"""What the gateway lets each role do, asked by request, as one table that people review: authorisation.txt."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from flask import Flask

from gateway.api.operation import Operation
from gateway.api.operations import TABLE
from gateway.identity.roles import ANONYMOUS, ROLES
from tests.gateway.canned import CannedServices
from tests.gateway.people import Caller

FILE = Path(__file__).with_name("authorisation.txt")
COLUMNS = (ANONYMOUS, *ROLES)
SOME_ID = str(UUID(int=7))


def outcome(app: Flask, services: CannedServices, operation: Operation, caller: Caller | None) -> str:
    """The scope the owner was told, `public` where nobody was told who asks, `-` where it was refused."""
    services.asked.clear()
    path = operation.path
    for name in operation.path_parameters:
        path = path.replace(f"{{{name}}}", SOME_ID)
    headers = {"Authorization": f"Bearer {caller.token}"} if caller else {}
    headers |= {"If-Match": '"1"'} if operation.method == "PATCH" else {}
    body = {} if operation.writes and operation.method != "DELETE" else None
    answer = app.test_client().open(f"/v1{path}", method=operation.method, json=body, headers=headers)
    if answer.status_code in {401, 403} and answer.json["code"] in {"sign_in_required", "permission_denied"}:
        return "-"
    if operation.local is None and services.asked:
        scope = services.principal().scope
        return "public" if scope == "none" else scope
    return "public" if caller is None else "allowed"


def table(app: Flask, services: CannedServices, callers: Mapping[str, Caller | None]) -> dict[tuple[str, str], str]:
    """Every operation with every role; what anybody may call is public for those who are known, too."""
    found: dict[tuple[str, str], str] = {}
    for operation in TABLE:
        row = {role: outcome(app, services, operation, callers[role]) for role in COLUMNS}
        public = row[ANONYMOUS] == "public"
        found |= {
            (operation.name, role): "public" if public and cell == "allowed" else cell for role, cell in row.items()
        }
    return found


def rendered(found: Mapping[tuple[str, str], str]) -> str:
    """One line an operation, one column a role."""
    wide = max(len(operation.name) for operation in TABLE) + 2
    lines = ["operation".ljust(wide) + "".join(role.ljust(19) for role in COLUMNS).rstrip()]
    for operation in TABLE:
        cells = "".join(found[operation.name, role].ljust(19) for role in COLUMNS)
        lines.append(operation.name.ljust(wide) + cells.rstrip())
    return "\n".join(lines) + "\n"


def read() -> dict[tuple[str, str], str]:
    if not FILE.exists():
        return {}
    header, *lines = FILE.read_text().splitlines()
    roles = header.split()[1:]
    return {(line.split()[0], role): cell for line in lines for role, cell in zip(roles, line.split()[1:], strict=True)}
