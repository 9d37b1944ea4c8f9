"""Who publishes, and whom each event type is for, read from the publishers' own documents."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from chassis.contracts import Contracts

STAFF: Final = "staff"
PARTNER: Final = "partner"


class Audiences:
    """The `x-audience` of every event document under the contracts' root (`<service>/contracts/`)."""

    def __init__(self, root: Path) -> None:
        folders = {path.parent.name: path for path in sorted(root.glob("*/contracts")) if path.is_dir()}
        self.by_service: Mapping[str, Mapping[str, str]] = {
            service: {name: contracts.audience(name) for name in contracts.documents}
            for service, contracts in ((name, Contracts(folder)) for name, folder in folders.items())
            if contracts.documents
        }

    @property
    def sources(self) -> list[str]:
        """The services that publish events."""
        return list(self.by_service)

    def of(self, event_type: str) -> str:
        """Staff alone, unless a publisher's document says the type is for partners too."""
        for documents in self.by_service.values():
            if event_type in documents:
                return PARTNER if documents[event_type] == PARTNER else STAFF
        return STAFF
