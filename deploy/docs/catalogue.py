"""Every event of the suite, from services/*/contracts: who publishes it, who reads it, for whom it is."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_SUFFIX = ".schema.json"


@dataclass(frozen=True)
class EventDocument:
    """One event version: its schema, its examples, and the services whose code reads it."""

    type: str
    owner: str
    schema: dict[str, Any]
    examples: dict[str, Any]
    readers: tuple[str, ...]

    @property
    def subject(self) -> str:
        return self.type.partition(".")[0]

    @property
    def audience(self) -> str:
        return str(self.schema["x-audience"])

    @property
    def personal_fields(self) -> list[str]:
        return [name for name, about in self.schema["properties"].items() if about.get("x-personal")]


def services(root: Path = ROOT) -> list[str]:
    return sorted(folder.parent.name for folder in root.glob("services/*/contracts"))


def event_documents(root: Path = ROOT) -> list[EventDocument]:
    """All of them, by owner and type."""
    readers = _readers(root)
    documents = []
    for owner in services(root):
        for path in sorted((root / "services" / owner / "contracts").glob(f"*{_SUFFIX}")):
            event_type = path.name.removesuffix(_SUFFIX)
            documents.append(
                EventDocument(
                    type=event_type,
                    owner=owner,
                    schema=_read(path),
                    examples={found.stem: _read(found) for found in sorted(_examples(path).glob("*.json"))},
                    readers=readers.get((owner, event_type), ()),
                )
            )
    return documents


def subscriptions(root: Path = ROOT) -> dict[str, dict[str, list[str]]]:
    """By reading service: the types it reads, by the service that publishes them."""
    found = {}
    for service in services(root):
        path = root / "services" / service / "contracts" / "subscriptions.json"
        found[service] = _read(path) if path.exists() else {}
    return found


def _readers(root: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    readers: dict[tuple[str, str], tuple[str, ...]] = {}
    for service, sources in subscriptions(root).items():
        for source, types in sources.items():
            for event_type in types:
                readers[source, event_type] = (*readers.get((source, event_type), ()), service)
    return readers


def _examples(path: Path) -> Path:
    return path.with_name(path.name.replace(_SUFFIX, ".examples"))


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
