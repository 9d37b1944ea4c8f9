"""Which region a country belongs to: a fact of the vendor's organisation, not of geography."""

from typing import Final

REGIONS: Final = ("emea", "latam", "na", "apac")
_NORTH_AMERICA: Final = frozenset({"BM", "CA", "GL", "PM", "US"})
_LATIN_AMERICA: Final = frozenset({
    "AG", "AI", "AR", "AW", "BB", "BL", "BO", "BQ", "BR", "BS", "BZ", "CL", "CO", "CR", "CU", "CW", "DM", "DO",
    "EC", "FK", "GD", "GF", "GP", "GS", "GT", "GY", "HN", "HT", "JM", "KN", "KY", "LC", "MF", "MQ", "MS", "MX",
    "NI", "PA", "PE", "PR", "PY", "SR", "SV", "SX", "TC", "TT", "UY", "VC", "VE", "VG", "VI",
})  # fmt: skip
_ASIA_PACIFIC: Final = frozenset({
    "AF", "AS", "AU", "BD", "BN", "BT", "CC", "CK", "CN", "CX", "FJ", "FM", "GU", "HK", "HM", "ID", "IN", "IO",
    "JP", "KG", "KH", "KI", "KP", "KR", "KZ", "LA", "LK", "MH", "MM", "MN", "MO", "MP", "MV", "MY", "NC", "NF",
    "NP", "NR", "NU", "NZ", "PF", "PG", "PH", "PK", "PN", "PW", "SB", "SG", "TH", "TJ", "TK", "TL", "TM", "TO",
    "TV", "TW", "UM", "UZ", "VN", "VU", "WF", "WS",
})  # fmt: skip


def region_of(country: str) -> str:
    """Europe, the Middle East and Africa unless the country lies elsewhere."""
    if country in _LATIN_AMERICA:
        return "latam"
    if country in _NORTH_AMERICA:
        return "na"
    return "apac" if country in _ASIA_PACIFIC else "emea"
