"""What a certificate says in each language. Plain words; refuses to know paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Wording:
    heading: str
    awarded_to: str
    who_has: str
    number: str
    issued: str
    expires: str
    for_good: str
    how_to_verify: str
    qr_alt: str


WORDINGS: Final[Mapping[str, Wording]] = MappingProxyType(
    {
        "en": Wording(
            heading="Certificate",
            awarded_to="This is to certify that",
            who_has="has met every requirement of",
            number="Certificate number",
            issued="Issued on",
            expires="Valid until",
            for_good="No expiry date",
            how_to_verify="Anybody can check this certificate here:",
            qr_alt="QR code that leads to the page where this certificate is verified",
        ),
        "es": Wording(
            heading="Certificado",
            awarded_to="Se certifica que",
            who_has="ha cumplido todos los requisitos de",
            number="Número de certificado",
            issued="Fecha de emisión",
            expires="Válido hasta",
            for_good="Sin fecha de caducidad",
            how_to_verify="Cualquiera puede comprobar este certificado aquí:",
            qr_alt="Código QR que lleva a la página donde se verifica este certificado",
        ),
    }
)


def size_for(text: str, largest: int, fits: int, smallest: int = 14) -> int:
    """The type size that keeps a long name within two lines: smaller in proportion beyond what fits."""
    return max(smallest, min(largest, largest * fits // max(1, len(text))))
