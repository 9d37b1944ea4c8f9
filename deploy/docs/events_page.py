"""docs/events.md: who says what to whom, for people."""

from itertools import groupby
from typing import Any

from deploy.docs.catalogue import EventDocument, subscriptions

_HEAD = """# Events

Generated from `services/*/contracts` by `python -m deploy.docs`; edit the documents, not this page.

An event says what became true. The owner of the fact publishes it to the exchange `<owner>.events` with its type as
routing key; it is kept in the log that `GET /v1/events` reads, and delivered at least once. Events of one subject
arrive in the order of `aggregateversion`; across subjects there is no order. *Audience* partner: tokens of the partner
named by `partnerid` may read it; staff: only the vendor's. Fields marked † identify a person.

The same, for machines: [asyncapi.json](asyncapi.json).
"""


def events_page(documents: list[EventDocument]) -> str:
    parts = [_HEAD, _who_reads_whom()]
    for owner, owned in groupby(documents, key=lambda document: document.owner):
        told = list(owned)
        parts.append(f"## {owner}\n\n{_overview(told)}")
        parts += [_chapter(document) for document in told]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _who_reads_whom() -> str:
    lines = ["## Who reads whom", "", "| reader | publisher | events |", "|---|---|---|"]
    for reader, sources in subscriptions().items():
        for source, types in sources.items():
            lines.append(f"| {reader} | {source} | {', '.join(f'`{name}`' for name in types)} |")
    lines.append("| outbound | all | all: they go into the log, to subscribers and into letters |")
    return "\n".join(lines)


def _overview(documents: list[EventDocument]) -> str:
    lines = ["| event | audience | read by | says |", "|---|---|---|---|"]
    for document in documents:
        readers = ", ".join((*document.readers, "outbound"))
        lines.append(
            f"| [`{document.type}`](#{_anchor(document)}) | {document.audience} | {readers} |"
            f" {document.schema['description']} |"
        )
    return "\n".join(lines)


def _chapter(document: EventDocument) -> str:
    lines = [f"### {document.type}", "", str(document.schema["description"]), ""]
    lines += ["| field | type | meaning |", "|---|---|---|", *_rows(document.schema, "")]
    return "\n".join(lines)


def _rows(schema: dict[str, Any], prefix: str) -> list[str]:
    rows = []
    required = set(schema.get("required", ()))
    for name, about in schema["properties"].items():
        mark = (" †" if about.get("x-personal") else "") + ("" if name in required else " (optional)")
        rows.append(f"| `{prefix}{name}`{mark} | {_kind(about)} | {_meaning(about)} |")
        if "properties" in about:
            rows += _rows(about, f"{prefix}{name}.")
    return rows


def _kind(about: dict[str, Any]) -> str:
    types = about.get("type", "any")
    named = " or ".join([types] if isinstance(types, str) else types)
    return f"{named} ({about['format']})" if "format" in about else named


def _meaning(about: dict[str, Any]) -> str:
    codes = about.get("enum") or about.get("x-extensible-enum") or about.get("items", {}).get("x-extensible-enum")
    listed = ", ".join(f"`{code}`" for code in codes or () if code is not None)
    more = " and later others" if codes and "enum" not in about else ""
    return " ".join(
        part for part in (about.get("description", ""), f"One of {listed}{more}." if listed else "") if part
    )


def _anchor(document: EventDocument) -> str:
    return document.type.replace(".", "")
