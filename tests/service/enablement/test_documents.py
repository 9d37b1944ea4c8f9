"""Certificates on paper: printed by the worker in both languages, tagged, with a code that leads to the public page."""

import io
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest

from chassis.blobs import blobs_from_environment
from chassis.clock import FrozenClock
from chassis.context import Principal
from chassis.errors import ServiceError
from chassis.testing import Harness
from services.enablement import settings
from tests.service.enablement.academy import PUBLIC, Academy


@pytest.fixture(autouse=True)
def public_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PRM_PUBLIC_URL", PUBLIC)
    settings.settings.cache_clear()
    yield
    settings.settings.cache_clear()


@pytest.fixture
def academy(harness: Harness, time: FrozenClock) -> Academy:
    return Academy(harness)


@pytest.fixture
def lucia(academy: Academy) -> Principal:
    return academy.somebody()


@pytest.fixture
def certificate(academy: Academy, lucia: Principal) -> dict[str, Any]:
    course = academy.published()
    academy.certification(course, title={"en": "Cloud sales professional", "es": "Profesional de ventas en la nube"})
    return academy.earn(lucia, course)


def find(academy: Academy, by: Principal, certificate: dict[str, Any], language: str = "en") -> dict[str, Any]:
    found: dict[str, Any] = academy.do(
        "get_certificate_document", by, certificate_id=certificate["certificate_id"], language=language
    )
    return found


def printed(academy: Academy, by: Principal, certificate: dict[str, Any], language: str) -> pypdf.PdfReader:
    key = find(academy, by, certificate, language)["blob_key"]
    return pypdf.PdfReader(io.BytesIO(b"".join(blobs_from_environment().read(key))))


def test_before_the_worker_came_the_document_is_being_printed(
    academy: Academy, lucia: Principal, certificate: dict[str, Any]
) -> None:
    with pytest.raises(ServiceError) as refused:
        find(academy, lucia, certificate)
    assert refused.value.code == "document_not_ready"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Certificate", "Cloud sales professional", "March 2, 2027", "Valid until"]),
        ("es", ["Certificado", "Profesional de ventas en la nube", "2 de marzo de 2027", "Válido hasta"]),
    ],
)
def test_it_says_who_what_and_until_when_in_its_language(
    academy: Academy, lucia: Principal, certificate: dict[str, Any], language: str, words: list[str]
) -> None:
    assert academy.print_all() == 1
    text = printed(academy, lucia, certificate, language).pages[0].extract_text()
    for word in [*words, "Lucía Vega", certificate["number"], f"{PUBLIC}/verify/{certificate['code']}"]:
        assert word in text


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_an_accessible_document_of_one_page(
    academy: Academy, lucia: Principal, certificate: dict[str, Any], language: str
) -> None:
    academy.print_all()
    reader = printed(academy, lucia, certificate, language)
    root = reader.trailer["/Root"].get_object()
    assert len(reader.pages) == 1
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert "ertific" in str(reader.metadata.title)


def test_the_code_in_the_picture_is_a_link_too(academy: Academy, lucia: Principal, certificate: dict[str, Any]) -> None:
    academy.print_all()
    page = printed(academy, lucia, certificate, "en").pages[0]
    targets = {note.get_object()["/A"]["/URI"] for note in page["/Annots"]}  # type: ignore[attr-defined]
    assert targets == {f"{PUBLIC}/verify/{certificate['code']}"}


def test_it_is_printed_once(academy: Academy, certificate: dict[str, Any]) -> None:
    assert certificate
    assert academy.print_all() == 1
    assert academy.print_all() == 0


def test_a_revoked_certificate_is_neither_printed_nor_handed_out(
    academy: Academy, lucia: Principal, certificate: dict[str, Any]
) -> None:
    academy.revoke(certificate)
    assert academy.print_all() == 0
    with pytest.raises(ServiceError) as refused:
        find(academy, lucia, certificate)
    assert refused.value.code == "certificate_revoked"


@pytest.mark.parametrize("name", ["A" * 200, "Лідія Шевченко", "王小明", '#strong[x] \\ $ & < > " {} @ref'])
def test_no_name_stops_the_printing(academy: Academy, lucia: Principal, name: str) -> None:
    course = academy.published()
    academy.certification(course, code="names")
    claims = {**lucia.claims, "name": name}
    named = Principal(actor=lucia.actor, roles=lucia.roles, scope="own", claims=claims)
    certificate = academy.earn(named, course)
    assert academy.print_all() == 1
    assert len(printed(academy, named, certificate, "en").pages) == 1
