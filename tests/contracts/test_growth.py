"""Released documents only gain optional fields; what would break a reader is recognised as such."""

import copy
import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.docs.catalogue import ROOT, event_documents
from deploy.docs.compatibility import breaking

RELEASED: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "/schemas/loaf.baked.v1",
    "title": "Loaf baked",
    "description": "A loaf left the oven.",
    "x-audience": "partner",
    "type": "object",
    "properties": {
        "loaf_id": {"type": "string", "format": "uuid"},
        "weight": {"type": "integer", "minimum": 1, "maximum": 2000},
        "crust": {"type": "string", "enum": ["soft", "hard"]},
        "flour": {"type": "string", "x-extensible-enum": ["rye", "wheat"], "maxLength": 20},
        "baker": {
            "type": "object",
            "properties": {"name": {"type": "string", "x-personal": True}},
            "required": ["name"],
        },
        "seeds": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}},
        "eaten_at": {"type": ["string", "null"], "format": "date-time"},
    },
    "required": ["loaf_id", "weight", "crust", "flour", "baker", "seeds"],
    "additionalProperties": False,
}
Edit = Callable[[dict[str, Any]], Any]


def field(schema: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = schema["properties"][name]
    return found


BREAKING: dict[str, Edit] = {
    "remove a field": lambda s: s["properties"].pop("eaten_at"),
    "rename a field": lambda s: s["properties"].update(mass=s["properties"].pop("weight")),
    "change a type": lambda s: field(s, "weight").update(type="string"),
    "narrow a number": lambda s: field(s, "weight").update(type="number"),
    "allow null": lambda s: field(s, "crust").update(type=["string", "null"]),
    "forbid null": lambda s: field(s, "eaten_at").update(type="string"),
    "require a known field": lambda s: s["required"].append("eaten_at"),
    "require a new field": lambda s: (s["properties"].update(new={"type": "string"}), s["required"].append("new")),
    "no longer require a field": lambda s: s["required"].remove("weight"),
    "add to a closed list of codes": lambda s: field(s, "crust")["enum"].append("burnt"),
    "take from a closed list of codes": lambda s: field(s, "crust")["enum"].remove("hard"),
    "take from an open list of codes": lambda s: field(s, "flour")["x-extensible-enum"].remove("rye"),
    "close an open list of codes": lambda s: field(s, "flour").update(enum=field(s, "flour").pop("x-extensible-enum")),
    "change a format": lambda s: field(s, "eaten_at").update(format="date"),
    "drop a format": lambda s: field(s, "loaf_id").pop("format"),
    "change a pattern inside a list": lambda s: field(s, "seeds")["items"].update(pattern="^.*$"),
    "change a limit": lambda s: field(s, "weight").update(maximum=5000),
    "widen a length": lambda s: field(s, "flour").update(maxLength=200),
    "change a default": lambda s: field(s, "weight").update(default=500),
    "remove a nested field": lambda s: field(s, "baker")["properties"].pop("name"),
    "retype what a list holds": lambda s: field(s, "seeds")["items"].update(type="integer"),
    "open the document": lambda s: s.update(additionalProperties=True),
    "tell another audience": lambda s: s.update({"x-audience": "staff"}),
    "take the mark off personal data": lambda s: field(s, "baker")["properties"]["name"].pop("x-personal"),
    "another name": lambda s: s.update({"$id": "/schemas/loaf.baked.v2"}),
    "use a keyword nobody judged": lambda s: s.update({"if": {"properties": {}}}),
}
COMPATIBLE: dict[str, Edit] = {
    "nothing": lambda s: None,
    "add an optional field": lambda s: s["properties"].update(oven={"type": "integer"}),
    "add an optional nested field": lambda s: field(s, "baker")["properties"].update(shift={"type": "string"}),
    "add an optional object": lambda s: s["properties"].update(shop={"type": "object", "properties": {}}),
    "add to an open list of codes": lambda s: field(s, "flour")["x-extensible-enum"].append("spelt"),
    "reorder an open list of codes": lambda s: field(s, "flour")["x-extensible-enum"].reverse(),
    "describe a field": lambda s: field(s, "weight").update(description="In grams."),
    "describe the event": lambda s: s.update(title="Bread", description="Bread left the oven."),
    "announce the end of a field": lambda s: field(s, "eaten_at").update(deprecated=True),
    "reorder what is required": lambda s: s["required"].reverse(),
    "mark personal data": lambda s: field(s, "loaf_id").update({"x-personal": True}),
}


def edited(edit: Edit) -> dict[str, Any]:
    offered = copy.deepcopy(RELEASED)
    edit(offered)
    return offered


@pytest.mark.parametrize("edit", BREAKING.values(), ids=BREAKING)
def test_an_edit_that_breaks_readers_is_refused(edit: Edit) -> None:
    offered = edited(edit)
    assert offered != RELEASED
    assert breaking(RELEASED, offered)


@pytest.mark.parametrize("edit", COMPATIBLE.values(), ids=COMPATIBLE)
def test_an_edit_that_no_reader_notices_is_accepted(edit: Edit) -> None:
    assert breaking(RELEASED, edited(edit)) == []


def test_a_new_document_is_welcome_and_a_released_one_stays() -> None:
    assert breaking(None, RELEASED) == []
    assert breaking(RELEASED, None) == ["/: a released document was removed"]


@given(st.lists(st.sampled_from(sorted(COMPATIBLE)), max_size=4), st.sampled_from(sorted(BREAKING)))
def test_a_breaking_edit_is_seen_among_compatible_ones(harmless: list[str], harmful: str) -> None:
    def all_of_them(schema: dict[str, Any]) -> None:
        for name in harmless:
            COMPATIBLE[name](schema)
        BREAKING[harmful](schema)

    assert breaking(RELEASED, edited(all_of_them))


def git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""


def releases() -> list[str]:
    """What counts as released: the main branch, and the newest version tag if there is one."""
    main = next((name for name in ("origin/main", "main") if git("rev-parse", "--verify", "--quiet", name)), None)
    tag = git("describe", "--tags", "--match", "v*", "--abbrev=0").strip()
    return [name for name in (main, tag) if name]


def released_documents(release: str) -> dict[str, Any]:
    paths = git("ls-tree", "-r", "--name-only", release, "services").splitlines()
    return {path: json.loads(git("show", f"{release}:{path}")) for path in paths if path.endswith(".schema.json")}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a checkout knows what was released")
def test_every_released_document_is_still_kept() -> None:
    now = {
        f"services/{document.owner}/contracts/{document.type}.schema.json": document.schema
        for document in event_documents()
    }
    broken = {
        f"{path} since {release}": reasons
        for release in releases()
        for path, schema in released_documents(release).items()
        if (reasons := breaking(schema, now.get(path)))
    }
    assert broken == {}
