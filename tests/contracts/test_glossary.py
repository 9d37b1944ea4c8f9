"""The glossary knows every status and role that the services can say, in both languages."""

import re

import pytest

from deploy.docs.catalogue import ROOT, event_documents

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
ROWS = [line for line in GLOSSARY.splitlines() if line.startswith("|")]


def codes(field: str, subject: str) -> set[str]:
    """All codes that a field of a subject's events may hold."""
    found: set[str] = set()
    for document in event_documents():
        if document.subject == subject:
            about = document.schema["properties"].get(field, {})
            inner = {**about, **about.get("items", {})}
            found |= set(inner.get("enum") or inner.get("x-extensible-enum") or ())
    return found


@pytest.mark.parametrize(
    ("subject", "field"),
    [("partner", "status"), ("application", "status"), ("deal_registration", "status"), ("person", "roles")],
)
def test_every_code_has_a_word_in_both_languages(subject: str, field: str) -> None:
    known = {match.group(1) for row in ROWS for match in re.finditer(r"\| `(\w+)` \|", row)}
    assert codes(field, subject)
    assert codes(field, subject) - known == set()


def test_no_cell_of_a_word_is_empty() -> None:
    for row in ROWS:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if re.fullmatch(r"`\w+`", cells[1] if len(cells) > 1 else ""):
            assert all(cells[1:4]), row
