"""A page as somebody reads it who cannot see it: its labelled sections, and the parts that say they are missing."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """One element with all the text in it."""

    tag: str
    attributes: dict[str, str | None]
    parent: "Element | None" = None
    texts: list[str] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def inner(self) -> list["Element"]:
        return [found for child in self.children for found in (child, *child.inner())]


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self._open = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, dict(attrs), self._open)
        self._open.children.append(made)
        if tag not in _VOID:
            self._open = made

    def handle_endtag(self, tag: str) -> None:
        ended = self._open
        while ended.parent and ended.tag != tag:
            ended = ended.parent
        self._open = ended.parent or self._open

    def handle_data(self, data: str) -> None:
        at: Element | None = self._open
        while at:
            at.texts.append(data)
            at = at.parent


@dataclass(frozen=True)
class MissingPart:
    """What a part that cannot be shown is called, what it says instead, and where it may be tried again."""

    name: str
    sentences: tuple[str, ...]
    again: str


class Read:
    """The elements of one page."""

    def __init__(self, html: str) -> None:
        tree = _Tree()
        tree.feed(html)
        self._elements = tree.root.inner()
        self._by_id = {found.attributes["id"]: found for found in self._elements if found.attributes.get("id")}

    def missing(self) -> list[MissingPart]:
        return [self._part(found) for found in self._elements if _says_it_is_missing(found)]

    def section(self, name: str) -> str:
        """The text of the section of this name; empty where there is none."""
        return next((found.text for found in self._elements if self._label(found) == name), "")

    def _part(self, box: Element) -> MissingPart:
        sentences = tuple(found.text for found in box.inner() if found.tag == "p")
        again = next((found.attributes.get("href") for found in box.inner() if found.tag == "a"), None)
        around: Element | None = box
        while around and not self._label(around):
            around = around.parent
        return MissingPart(self._label(around) if around else "", sentences, again or "")

    def _label(self, element: Element) -> str:
        if element.tag != "section":
            return ""
        heading = self._by_id.get(element.attributes.get("aria-labelledby"))
        return heading.text if heading else element.attributes.get("aria-label") or ""


def _says_it_is_missing(element: Element) -> bool:
    return element.attributes.get("role") == "status" and "empty" in (element.attributes.get("class") or "").split()
