"""python -m deploy.docs [--check]: write docs/events.md and docs/asyncapi.json, or say which of them is out of date."""

import json
import sys
import tomllib

from deploy.docs.asyncapi import asyncapi
from deploy.docs.catalogue import ROOT, event_documents
from deploy.docs.events_page import events_page


def pages() -> dict[str, str]:
    """File name in docs/ to the text it must have."""
    documents = event_documents()
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    machine = json.dumps(asyncapi(documents, version), indent=2, ensure_ascii=False) + "\n"
    return {"events.md": events_page(documents), "asyncapi.json": machine}


def outdated() -> list[str]:
    folder = ROOT / "docs"
    return [
        name
        for name, text in pages().items()
        if not (folder / name).exists() or (folder / name).read_text("utf-8") != text
    ]


def main(arguments: list[str]) -> None:
    if arguments == ["--check"]:
        if late := outdated():
            raise SystemExit(f"docs/ is out of date: {', '.join(late)}; run python -m deploy.docs")
        return
    for name, text in pages().items():
        (ROOT / "docs" / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
