"""Real files with real text inside for the demo's library: PDF, Word, PowerPoint and Excel."""

import io
import json
from collections.abc import Callable
from threading import Lock
from typing import Final

import typst
from docx import Document
from openpyxl import Workbook
from pptx import Presentation

from deploy.demo.shelf import Piece

_ONE_AT_A_TIME: Final = Lock()
_PAGE: Final = b"""
#let piece = json(bytes(sys.inputs.piece))
#set document(title: piece.title)
#set page(margin: 2.4cm, footer: [Northbeam])
#set text(font: "Libertinus Serif", size: 11pt, lang: piece.language)
= #piece.title
#emph(piece.summary)
#for (heading, lines) in piece.sections { [== #heading]; for line in lines { par(line) } }
"""


def printed(piece: Piece) -> bytes:
    """The file of a piece, in its own format; one at a time: the parser of the office formats is not for threads."""
    with _ONE_AT_A_TIME:
        return _PRINTERS[piece.file](piece)


def _pdf(piece: Piece) -> bytes:
    told = {name: getattr(piece, name) for name in ("title", "summary", "language", "sections")}
    made: bytes = typst.compile(_PAGE, sys_inputs={"piece": json.dumps(told)})
    return made


def _docx(piece: Piece) -> bytes:
    document, out = Document(), io.BytesIO()
    document.add_heading(piece.title, 0)
    document.add_paragraph(piece.summary)
    for heading, lines in piece.sections:
        document.add_heading(heading, 1)
        for line in lines:
            document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def _pptx(piece: Piece) -> bytes:
    slides, out = Presentation(), io.BytesIO()
    for heading, lines in ((piece.title, (piece.summary,)), *piece.sections):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = heading
        slide.placeholders[1].text = "\n".join(lines)
    slides.save(out)
    return out.getvalue()


def _xlsx(piece: Piece) -> bytes:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append([piece.title])
    for heading, lines in piece.sections:
        sheet.append([heading])
        for line in lines:
            sheet.append(["", line])
    for number, line in enumerate(piece.product_lines, start=1):
        sheet.append([line, 120 * number, 95 * number])
    book.save(out)
    return out.getvalue()


_PRINTERS: Final[dict[str, Callable[[Piece], bytes]]] = {"pdf": _pdf, "docx": _docx, "pptx": _pptx, "xlsx": _xlsx}
