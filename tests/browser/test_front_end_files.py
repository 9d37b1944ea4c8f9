"""The built files: small, packed, fresh, and complete."""

import gzip
import json
import re
from pathlib import Path

GATEWAY = Path(__file__).parents[2] / "gateway"
DIST = GATEWAY / "static" / "dist"
MANIFEST: dict[str, str] = json.loads((DIST / "manifest.json").read_text())
LIMITS_KB = {"app.css": 30, "app.js": 20, "charts.js": 65, "icons.svg": 8, "theme.js": 1}


def test_each_file_is_within_its_budget() -> None:
    sizes = {name: len((DIST / f"{file}.gz").read_bytes()) / 1024 for name, file in MANIFEST.items()}
    assert {name: size for name, size in sizes.items() if size > LIMITS_KB[name]} == {}


def test_packed_files_belong_to_the_plain_ones_and_none_is_stale() -> None:
    wanted = {name for file in MANIFEST.values() for name in (file, f"{file}.gz", f"{file}.br")}
    assert {path.name for path in DIST.iterdir()} == wanted | {"manifest.json"}
    for file in MANIFEST.values():
        assert gzip.decompress((DIST / f"{file}.gz").read_bytes()) == (DIST / file).read_bytes()


def test_the_sprite_has_every_icon_that_a_template_names() -> None:
    sprite = (DIST / MANIFEST["icons.svg"]).read_text()
    there = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    asked = {
        name
        for page in (GATEWAY / "templates").rglob("*.html")
        for name in re.findall(r"\bicon\('([a-z0-9-]+)'", page.read_text())
    }
    words = (GATEWAY / "pages" / "words.py").read_text() + (GATEWAY / "portal" / "frame.py").read_text()
    asked |= set(re.findall(r'icon="([a-z0-9-]+)"', words))
    assert asked - there == set()


def test_the_focus_ring_survived_the_purge() -> None:
    assert ":focus-visible" in (DIST / MANIFEST["app.css"]).read_text()
