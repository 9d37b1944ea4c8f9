"""`update` collects the words of pages into messages.po, keeping what is translated; `compile` makes the .mo file."""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

GATEWAY: Final = Path(__file__).parents[1]
WORDS: Final = GATEWAY / "translations" / "es" / "LC_MESSAGES" / "messages.po"
KEYWORDS: Final = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2), "_l": None}
HEADER: Final = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: es\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def collected() -> Catalog:
    """Every word of the pages, in English, as the source has it."""
    found = Catalog()
    with (GATEWAY / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    for _file, _line, message, _comments, context in extract_from_dir(GATEWAY, methods, options, KEYWORDS):
        found.add(message, context=context)
    return found


def translated() -> Catalog:
    with WORDS.open("rb") as stored:
        return read_po(stored, locale="es")


def update() -> None:
    words = translated()
    words.update(collected(), no_fuzzy_matching=True)
    words.obsolete.clear()
    written = BytesIO()
    write_po(written, words, omit_header=True, sort_output=True, width=0)
    WORDS.write_text(HEADER + written.getvalue().decode().lstrip())


def compile_words() -> None:
    with WORDS.with_suffix(".mo").open("wb") as out:
        write_mo(out, translated())


COMMANDS: Final[dict[str, Callable[[], None]]] = {"update": update, "compile": compile_words}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]]()
