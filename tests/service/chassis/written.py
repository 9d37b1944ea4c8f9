"""Documents made for tests, each with the same libraries people make theirs with."""

import io
import zipfile


def pdf(*lines: str) -> bytes:
    import typst

    source = "#set page(height: auto)\n" + "\n\n".join(f"#{_quoted(line)}" for line in lines)
    made: bytes = typst.compile(source.encode())
    return made


def _quoted(line: str) -> str:
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def encrypted_pdf(*lines: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(*lines))))
    writer.encrypt("a password", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def docx(*lines: str, cells: list[str] | None = None) -> bytes:
    from docx import Document

    document = Document()
    for line in lines:
        document.add_paragraph(line)
    for cell in cells or ():
        document.add_table(1, 1).cell(0, 0).text = cell
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def pptx(*lines: str, cells: list[str] | None = None, notes: str = "", grouped: str = "") -> bytes:
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    where = (Inches(1), Inches(1), Inches(4), Inches(1))
    for line in lines:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = line
        for cell in cells or ():
            slide.shapes.add_table(1, 1, *where).table.cell(0, 0).text = cell
        if grouped:
            slide.shapes.add_group_shape().shapes.add_textbox(*where).text_frame.text = grouped
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    made = io.BytesIO()
    deck.save(made)
    return made.getvalue()


def xlsx(*lines: str) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for line in lines:
        book.active.append([line, 12.5, None])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def odt(*lines: str) -> bytes:
    body = "".join(f"<text:p>{line}</text:p>" for line in lines)
    spaces = 'xmlns:office="urn:office" xmlns:text="urn:text"'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return made.getvalue()
