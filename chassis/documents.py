"""Writes what others may rely on, from the marks in the code (python -m chassis.contracts runs it).

Owns contracts/rpc.json and contracts/subscriptions.json; refuses to touch event documents, which people write.
"""

import json
from pathlib import Path
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields

from chassis.consumer import event_handlers
from chassis.rpc import RpcMethod, rpc_methods
from chassis.service_class import contracts_folder, load_service, name_of

_PAGE_CURSOR = {"type": ["string", "null"]}


def _inlined(_: Any) -> str:
    """No name, so that apispec writes a nested schema where it is used."""
    return ""


def _converter() -> OpenAPIConverter:
    plugin = MarshmallowPlugin(schema_name_resolver=_inlined)
    APISpec(title="contract", version="1", openapi_version="3.1.0", plugins=[plugin])
    converter = plugin.converter
    if converter is None:
        raise SystemExit("apispec made no converter")
    converter.add_attribute_function(_exact_number)  # type: ignore[no-untyped-call]
    return converter


def _exact_number(
    _converter: OpenAPIConverter, field: fields.Field[Any], ret: dict[str, Any], **_: Any
) -> dict[str, Any]:
    """A Decimal goes out as a string and comes in as a string or a number, so that no float is in between."""
    if not isinstance(field, fields.Decimal):
        return {}
    limits: dict[str, Any] = {name: float(ret[name]) for name in ("minimum", "maximum") if name in ret}
    return {"type": ["string", "number", *(["null"] if field.allow_none else [])], **limits}


def json_schema(schema: Schema) -> dict[str, Any]:
    """The JSON Schema of a marshmallow schema, nested ones inlined; always of one item, also for many=True."""
    document = _converter().schema2jsonschema(schema)  # type: ignore[no-untyped-call]
    plain_document: dict[str, Any] = json.loads(json.dumps(document, default=str))
    return plain_document


def _gives(method: RpcMethod) -> dict[str, Any] | None:
    if method.gives is None:
        return None
    item = json_schema(method.gives)
    if not method.gives.many:
        return item
    properties = {"items": {"type": "array", "items": item}, "next_cursor": _PAGE_CURSOR}
    return {"type": "object", "properties": properties, "required": ["items", "next_cursor"]}


def rpc_document(service_class: type) -> dict[str, Any]:
    """Every method with its summary and the schemas of what it takes and gives."""
    methods = {
        name: {
            "summary": method.summary,
            "writes": method.writes,
            "takes": json_schema(method.takes),
            "gives": _gives(method),
            "errors": list(method.errors),
        }
        for name, method in sorted(rpc_methods(service_class).items())
    }
    return {"service": name_of(service_class), "methods": methods}


def subscriptions_document(service_class: type) -> dict[str, list[str]]:
    """The types this service reads, by the service that publishes them; topology.py binds them."""
    document: dict[str, list[str]] = {}
    for source, event_type in sorted(event_handlers(service_class)):
        document.setdefault(source, []).append(event_type)
    return document


def documents(service_class: type) -> dict[str, str]:
    """File name to text, exactly as it must lie in contracts/."""
    generated = {"rpc.json": rpc_document(service_class), "subscriptions.json": subscriptions_document(service_class)}
    return {name: json.dumps(body, indent=2, ensure_ascii=False) + "\n" for name, body in generated.items()}


def drift(service_class: type) -> list[Path]:
    """The generated files that differ from what the code says now."""
    folder = contracts_folder(service_class)
    wanted = {folder / name: text for name, text in documents(service_class).items()}
    return [path for path, text in wanted.items() if not path.is_file() or path.read_text("utf-8") != text]


def write(service_class: type) -> None:
    folder = contracts_folder(service_class)
    folder.mkdir(exist_ok=True)
    for name, text in documents(service_class).items():
        (folder / name).write_text(text, "utf-8")


def main(arguments: list[str]) -> None:
    packages = [argument for argument in arguments if not argument.startswith("-")]
    if not packages:
        raise SystemExit("usage: python -m chassis.contracts services.bakery [--check]")
    for package in packages:
        service_class = load_service(package)
        if "--check" not in arguments:
            write(service_class)
        elif changed := drift(service_class):
            names = ", ".join(path.name for path in changed)
            raise SystemExit(f"{package}: {names} drifted; run python -m chassis.contracts {package}")
