"""Templates obey the content security policy, and every word is translated."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.architecture.source import ROOT, relative, templates

CATALOGUES = sorted((ROOT / "gateway" / "translations").glob("*/LC_MESSAGES/messages.po"))
INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*="),
    "an inline style sheet": re.compile(r"<style[\s>]"),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "an event handler attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what: str) -> None:
    pages = [path for path in templates() if "outbound" not in path.parts]  # mail has no style sheets but inline ones
    found = [relative(path) for path in pages if INLINE[what].search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_there_is_a_spanish_catalogue() -> None:
    assert [path for path in CATALOGUES if path.parts[-3] == "es"]


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_message_of_the_source_is_translated(catalogue: Path, tmp_path: Path) -> None:
    template = tmp_path / "messages.pot"
    keywords = [option for keyword in ("lazy_gettext", "_l", "lazy_ngettext:1,2") for option in ("-k", keyword)]
    extract = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "babel.cfg"]
    command = [*extract, *keywords, "-o", str(template), "."]
    extracted = subprocess.run(command, cwd=ROOT / "gateway", capture_output=True, text=True, check=False)
    assert extracted.returncode == 0, extracted.stderr[-2000:]
    with template.open("rb") as wanted, catalogue.open("rb") as present:
        needed, known = read_po(wanted), read_po(present)
    missing = [
        message.id for message in needed if message.id and not _is_translated(known.get(message.id, message.context))
    ]
    if catalogue.parts[-3] != "en":
        assert missing == []


def _is_translated(message: object) -> bool:
    text = getattr(message, "string", None)
    return bool(text) and not getattr(message, "fuzzy", False) and (isinstance(text, str) or all(text))
