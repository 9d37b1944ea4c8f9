"""What owners of assets are written: once a review date, in their language."""

from chassis.database import uuid7
from gateway.outbound.log import LogWriter
from tests.gateway.outbound.office import ANA, URL, Office
from tests.gateway.outbound.publisher import Publisher


def test_an_owner_is_asked_whether_the_asset_still_holds(office: Office, writer: LogWriter) -> None:
    asset_id = str(uuid7())
    data = {"asset_id": asset_id, "title": "Ficha técnica", "owner_id": str(ANA), "review_on": "2026-04-01"}
    writer.append([Publisher("content").arrival("asset.review_due.v1", data=data)])
    (letter,) = office.work()
    assert letter.to == "ana@vega.example"
    assert letter.subject == "¿Sigue vigente? Ficha técnica"
    assert "1 de abril de 2026" in letter.text
    assert letter.links == [f"{URL}/console/content/{asset_id}"]
