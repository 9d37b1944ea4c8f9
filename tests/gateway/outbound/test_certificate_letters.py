"""What holders of certificates are written: in their language, once an event, and later when enablement is away."""

from typing import Any

import pytest

from chassis import clock
from chassis.database import uuid7
from gateway.outbound.log import LogWriter
from tests.gateway.outbound.office import ANA, URL, VEGA, Office, Services
from tests.gateway.outbound.publisher import AT, Publisher


@pytest.fixture
def enablement() -> Publisher:
    return Publisher("enablement")


def fact(**more: Any) -> dict[str, Any]:
    return {
        "certificate_id": str(uuid7()),
        "number": "C-10417",
        "certification_code": "cloud-sales",
        "person_id": str(ANA),
        "partner_id": str(VEGA),
        "expires_at": "2027-03-02T10:15:00Z",
        **more,
    }


@pytest.mark.parametrize(
    ("event_type", "more", "subject", "words"),
    [
        ("issued", {}, "Tu certificado: Profesional de ventas en la nube", "2 de marzo de 2027"),
        ("expiring", {"days_left": 30}, "Quedan 30 días: Profesional de ventas en la nube", "empieza donde termina"),
        ("expiring", {"days_left": 1}, "Queda 1 día: Profesional de ventas en la nube", "C-10417"),
        ("expired", {}, "Tu certificado ha caducado: Profesional de ventas en la nube", "ya no cuenta"),
        ("revoked", {"reason": "Lo pediste."}, "Tu certificado ha sido revocado: Profesional", "Lo pediste."),
    ],
)
def test_the_holder_is_told_in_their_language(
    office: Office,
    writer: LogWriter,
    enablement: Publisher,
    event_type: str,
    more: dict[str, Any],
    subject: str,
    words: str,
) -> None:
    writer.append([enablement.arrival(f"certificate.{event_type}.v1", data=fact(**more))])
    (letter,) = office.work()
    assert letter.to == "ana@vega.example"
    assert letter.subject.startswith(subject)
    assert words in letter.text
    assert letter.links == [f"{URL}/certificates"]


def test_a_certificate_for_good_names_no_day(office: Office, writer: LogWriter, enablement: Publisher) -> None:
    writer.append([enablement.arrival("certificate.issued.v1", data=fact(expires_at=None))])
    (letter,) = office.work()
    assert "no tiene fecha de caducidad" in letter.text


def test_enablement_away_delays_the_letter_and_loses_none(
    office: Office, writer: LogWriter, enablement: Publisher, services: Services
) -> None:
    services.away = {"enablement"}
    writer.append([enablement.arrival("certificate.issued.v1", data=fact())])
    with clock.frozen(AT) as time:
        assert office.work() == []
        services.away = set()
        time.advance(minutes=1)
        assert len(office.work()) == 1
