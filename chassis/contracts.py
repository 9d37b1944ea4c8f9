"""A publisher's event documents: loaded once, compiled once, asked at every insert into the outbox.

Owns the reading of contracts/<type>.schema.json; refuses to know what any of them says. Run as a program it writes the
generated documents: python -m chassis.contracts services.bakery [--check].
"""

import json
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError


class ContractError(Exception):
    """What the publisher was about to say is not what it promised: a bug, so the transaction must not commit."""


class Contracts:
    """All event documents in one service's contracts/ folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def documents(self) -> dict[str, dict[str, Any]]:
        suffix = ".schema.json"
        paths = sorted(self.folder.glob(f"*{suffix}"))
        return {path.name.removesuffix(suffix): json.loads(path.read_text("utf-8")) for path in paths}

    @cached_property
    def _validators(self) -> dict[str, Draft202012Validator]:
        return {
            name: Draft202012Validator(document, validate_formats=True) for name, document in self.documents.items()
        }

    def check(self, event_type: str, data: dict[str, Any]) -> None:
        """Raise ContractError unless data is what the document of this type promises."""
        validator = self._validators.get(event_type)
        if validator is None:
            raise ContractError(f"{event_type} has no document in {self.folder}")
        try:
            validator.validate(data)
        except ValidationError as error:
            where = "/".join(str(step) for step in error.instance_path)
            raise ContractError(f"{event_type} at /{where}: {error.message}") from error

    def audience(self, event_type: str) -> str:
        return str(self.documents[event_type].get("x-audience", "staff"))


if __name__ == "__main__":
    from chassis.documents import main

    main(sys.argv[1:])
