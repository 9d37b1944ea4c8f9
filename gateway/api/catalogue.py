"""Joins the table of operations with what their owners say of them: schemas, summaries and errors,
from contracts/rpc.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from chassis.documents import json_schema
from gateway.api.operation import Operation

Contract = Mapping[str, Mapping[str, Any]]


class CatalogueError(RuntimeError):
    """An operation asks a method that its service does not promise; the gateway refuses to start."""


def load(table: Iterable[Operation], contracts: Path) -> dict[str, Operation]:
    """Every operation by name, described."""
    promised: dict[str, Contract] = {}
    described: dict[str, Operation] = {}
    for operation in table:
        if operation.name in described:
            raise CatalogueError(f"{operation.name} stands twice in the table")
        described[operation.name] = _own(operation) if operation.local else _asked(operation, contracts, promised)
    return described


def _own(operation: Operation) -> Operation:
    assert operation.local is not None
    return replace(
        operation,
        summary=operation.summary or " ".join((operation.local.__doc__ or "").split()),
        takes=json_schema(operation.loads) if operation.loads else {"type": "object", "properties": {}},
        gives=_gives(operation),
    )


def _gives(operation: Operation) -> Mapping[str, Any] | None:
    if operation.dumps is None:
        return operation.gives
    item = json_schema(operation.dumps)
    if not operation.dumps.many:
        return item
    cursor = {"type": ["string", "null"]}
    properties = {"items": {"type": "array", "items": item}, "next_cursor": cursor}
    return {"type": "object", "properties": properties, "required": ["items", "next_cursor"]}


def _asked(operation: Operation, contracts: Path, promised: dict[str, Contract]) -> Operation:
    assert operation.rpc is not None
    service, method = operation.rpc.split(".")
    if service not in promised:
        document = json.loads((contracts / service / "contracts" / "rpc.json").read_text("utf-8"))
        promised[service] = document["methods"]
    contract = promised[service].get(method)
    if contract is None:
        raise CatalogueError(f"{operation.rpc} is not in {service}/contracts/rpc.json")
    return replace(
        operation,
        summary=contract["summary"],
        takes=contract["takes"],
        gives=_composed(contract["gives"], operation.composed),
        errors=(*contract.get("errors", ()), *operation.errors),
    )


def _composed(gives: Mapping[str, Any] | None, added: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if gives is None or not added:
        return gives
    if "next_cursor" in gives["properties"]:  # a page: it is the items that are added to
        items = gives["properties"]["items"]
        page = {**gives["properties"], "items": {**items, "items": _composed(items["items"], added)}}
        return {**gives, "properties": page}
    required = sorted({*gives.get("required", ()), *added})
    return {**gives, "properties": {**gives["properties"], **added}, "required": required}
