"""The eighty pieces of the demo's library: what each is called, says, and whom it is for. Always the same eighty."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

TOLD: Final[dict[str, Any]] = json.loads((Path(__file__).parent / "library.json").read_text(encoding="utf-8"))
LANGUAGES: Final = ("es", "en")
Section = tuple[str, tuple[str, ...]]
_WORDS: Final = {
    "es": {"case": "Caso de éxito", "before": "La situación", "after": "El resultado", "card": "Frente a {rival}"},
    "en": {"case": "Case study", "before": "The situation", "after": "The result", "card": "Against {rival}"},
}
# Whom a kind of content is for; what is not named here is for every partner.
_AUDIENCES: Final[dict[str, dict[str, list[str]]]] = {
    "price_list": {"tiers": ["silver", "gold"]},
    "playbook": {"roles": ["partner_seller", "partner_admin"]},
    "template": {"tiers": ["silver", "gold"]},
}


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One asset with the text inside its file."""

    key: str
    title: str
    summary: str
    asset_type: str
    language: str
    file: str
    sections: tuple[Section, ...]
    product_lines: tuple[str, ...] = ()
    audience: dict[str, list[str]] = field(default_factory=dict)


def pieces() -> list[Piece]:
    found: list[Piece] = []
    for language in LANGUAGES:
        found += [*_of_products(language), *_cases(language), *_cards(language), *_guides(language), *_prices(language)]
    return found


def _of_products(language: str) -> Iterator[Piece]:
    for line, product in TOLD["products"].items():
        for kind, told in TOLD["kinds"].items():
            title, summary, first, second, closing = told[language]
            yield Piece(
                key=f"{kind}-{line}-{language}",
                title=title.format(product=product["name"]),
                summary=summary.format(product=product["name"]),
                asset_type=kind,
                language=language,
                file=told["file"],
                sections=((first, tuple(product[language])), (second, (closing,))),
                product_lines=(line,),
                audience=_AUDIENCES.get(kind, {}),
            )


def _cases(language: str) -> Iterator[Piece]:
    lines, words = list(TOLD["products"]), _WORDS[language]
    for number, case in enumerate(TOLD["case_studies"]):
        line = lines[number % len(lines)]
        yield Piece(
            key=f"case-{number}-{language}",
            title=f"{words['case']}: {case['customer']}",
            summary=case[language],
            asset_type="case_study",
            language=language,
            file="pdf",
            sections=((words["before"], (case[language],)), (words["after"], tuple(TOLD["products"][line][language]))),
            product_lines=(line,),
            audience={"languages": [language]} if number % 3 == 0 else {},
        )


def _cards(language: str) -> Iterator[Piece]:
    """What rivals must not read is for those who have proved themselves."""
    for number, card in enumerate(TOLD["battle_cards"]):
        title = _WORDS[language]["card"].format(rival=card["rival"])
        yield Piece(
            key=f"card-{number}-{language}",
            title=title,
            summary=card[language],
            asset_type="playbook",
            language=language,
            file="docx",
            sections=((title, (card[language],)),),
            audience={"tiers": ["gold"]},
        )


def _guides(language: str) -> Iterator[Piece]:
    for number, guide in enumerate(TOLD["guides"]):
        yield Piece(
            key=f"guide-{number}-{language}",
            title=guide["title"][language],
            summary=guide[language],
            asset_type="other",
            language=language,
            file="pdf",
            sections=((guide["title"][language], (guide[language],)),),
        )


def _prices(language: str) -> Iterator[Piece]:
    title, summary, *_rest, closing = TOLD["kinds"]["price_list"][language]
    for told in TOLD["regions"]:
        name = told["name"][language]
        yield Piece(
            key=f"prices-{told['region']}-{language}",
            title=f"{title.format(product='Northbeam')}: {name}",
            summary=summary.format(product="Northbeam"),
            asset_type="price_list",
            language=language,
            file="xlsx",
            sections=((f"{name} ({told['currency']})", (closing,)),),
            product_lines=tuple(TOLD["products"]),
            audience={"tiers": ["gold"], "regions": [told["region"]]},
        )
