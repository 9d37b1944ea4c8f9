"""Printing a certificate: one PDF a language, tagged for screen readers, with the code that verifies it."""

import io
import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import segno
import structlog
import typst
from babel.dates import format_date

from chassis.blobs import Blobs
from services.enablement.certificates.model import Certificate
from services.enablement.documents.model import WORDINGS, size_for
from services.enablement.documents.queries import document_key
from services.enablement.settings import Settings

log = structlog.get_logger()
_TEMPLATE: Final = Path(__file__).with_name("certificate.typ")


def print_certificate(certificate: Certificate, chosen: Settings, blobs: Blobs) -> None:
    """Keep it in every language; printing again puts the same in the same place."""
    for language in WORDINGS:
        blobs.write(document_key(certificate.certificate_id, language), [drawn(certificate, chosen, language)])


def drawn(certificate: Certificate, chosen: Settings, language: str) -> bytes:
    """The PDF as bytes: PDF/UA-1, but for names in a script of which this machine has no font."""
    url = f"{chosen.public_url}/verify/{certificate.code}"
    inputs = {"data": json.dumps(_said(certificate, chosen, language, url)), "qr": _qr(url)}
    try:
        return _compiled(inputs, "ua-1")
    except typst.TypstError as error:
        log.warning("a certificate was printed without the accessible standard", error=error.message)
        return _compiled(inputs, None)


def _compiled(inputs: dict[str, str], standard: Any) -> bytes:
    made = _compiler().compile(_TEMPLATE, format="pdf", sys_inputs=inputs, pdf_standards=standard or [])
    assert isinstance(made, bytes)
    return made


@cache
def _compiler() -> typst.Compiler:
    """The fonts come with the library; those of the system only help out with scripts that it lacks."""
    return typst.Compiler(root=_TEMPLATE.parent)


def _said(certificate: Certificate, chosen: Settings, language: str, url: str) -> dict[str, Any]:
    words = WORDINGS[language]
    title = certificate.title.get(language) or certificate.title["en"]
    expires = certificate.expires_at
    until = words.for_good if expires is None else format_date(expires, "long", locale=language)
    return {
        "language": language,
        "vendor": chosen.vendor,
        "heading": words.heading,
        "awarded_to": words.awarded_to,
        "holder": certificate.holder_name,
        "name_size": size_for(certificate.holder_name, 34, 40),
        "who_has": words.who_has,
        "title": title,
        "title_size": size_for(title, 24, 60),
        "facts": [
            {"name": words.issued, "value": format_date(certificate.issued_at, "long", locale=language)},
            {"name": words.expires, "value": until},
            {"name": words.number, "value": certificate.number},
        ],
        "how_to_verify": words.how_to_verify,
        "url": url,
        "qr_alt": words.qr_alt,
    }


def _qr(url: str) -> str:
    written = io.BytesIO()
    segno.make(url, error="m").save(written, kind="svg", border=2, xmldecl=False, svgns=True, light="#ffffff")
    return written.getvalue().decode()
