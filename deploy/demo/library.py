"""The demo's library: eighty assets with real text inside, read, downloaded and passed on by partners for a year.

Fixed seed, public API, an Idempotency-Key for every act: telling it again makes nothing twice.
"""

from collections.abc import Iterable
from datetime import timedelta
from random import Random
from typing import Any, Final
from urllib.parse import quote

from deploy.demo.client import Api
from deploy.demo.past import Past
from deploy.demo.shelf import Piece, pieces
from deploy.demo.story import CAST
from deploy.demo.telling import Step, tell
from deploy.demo.trade import Trade

NAME: Final = "library"
FIRST_DAY: Final = 360
_EDITOR: Final = "staff"
_TIERS: Final = {
    "nopal": "gold",
    "pampa": "silver",
    "rheinwerk": "gold",
    "lumiere": "silver",
    "thornbury": "silver",
    "cascade": "gold",
    "cantabrico": "silver",
    "partner_a": "gold",
}
_PUBLISHED_ON: Final = (350, 300, 250, 200, 150, 100, 60, 30)
_USED_ON: Final = (280, 230, 180, 130, 90, 60, 45, 30, 20, 10, 5, 2)
_READERS_A_DAY: Final = 2
# What people look for and do not find: the report of searches in vain is where staff learn what to write next.
_IN_VAIN: Final = (
    ("nopal", 6, "migración desde Meridian"),
    ("pampa", 5, "migración desde Meridian"),
    ("rheinwerk", 4, "GDPR questionnaire"),
    ("thornbury", 3, "leasing"),
    ("partner_a", 2, "plantilla de contrato de soporte"),
)


def make(api: Api, accounts: dict[str, Any], past: Past) -> None:
    """The library by itself, for the partners that are there."""
    if past.was_told(NAME):
        return
    tell(past, steps(Trade(api, accounts, past, NAME), past, pieces()), "Northbeam's library")
    past.keep_told(NAME)


def steps(trade: Trade, past: Past, chosen: list[Piece]) -> list[Step]:
    """To be told together with the trade whose partners read it; whoever is not there reads nothing."""
    shelf, chance = _Shelf(trade, past), Random(7)  # noqa: S311 - the same story every time
    joined = {partner["key"]: partner["joined"] for partner in CAST["partners"]}
    since = {key: min(joined.get(key, FIRST_DAY) - 6, 340) for key in _TIERS}
    told = [trade.step(since[key], f"{key} is {tier}", shelf.rank, key, tier) for key, tier in _TIERS.items()]
    for number, piece in enumerate(chosen):
        day = _PUBLISHED_ON[number % len(_PUBLISHED_ON)]
        told.append(trade.step(day, f"{piece.key} is published", shelf.publish, number, piece))
    told += shelf.later_versions(chance, chosen)
    for day in _USED_ON:
        present = [key for key, there in since.items() if there > day]
        for _reader in range(_READERS_A_DAY):
            key, opens = chance.choice(present), chance.randrange(4)
            told.append(trade.step(day, f"{key} reads", shelf.read, key, day, chance.randrange(10_000), opens))
    told += [trade.step(day, f"{key} finds nothing", shelf.look_for, key, words) for key, day, words in _IN_VAIN]
    return told


class _Shelf:
    """What was published so far, and what people do with it."""

    def __init__(self, trade: Trade, past: Past) -> None:
        self._trade, self._past = trade, past
        self._ids: dict[str, str] = {}

    def rank(self, key: str, tier: str) -> None:
        """Staff put a partner into its tier."""
        staff, partner_id = self._as(_EDITOR), self._partner_id(key)
        partner = staff.get(f"/v1/partners/{partner_id}")
        if partner["tier"] != tier:
            staff.patch(f"/v1/partners/{partner_id}", {"tier": tier}, version=partner["version"])

    def publish(self, number: int, piece: Piece) -> None:
        """A draft, its file, and out to its audience; one in ten has to be looked at again soon, a few end soon."""
        staff = self._as(_EDITOR)
        described = {
            "title": piece.title,
            "summary": piece.summary,
            "asset_type": piece.asset_type,
            "language": piece.language,
            "product_lines": list(piece.product_lines),
            "audience": piece.audience,
            "review_on": self._in_days(20 if number % 10 == 0 else 180),
            **({"expires_on": self._in_days(25)} if number % 16 == 5 else {}),
        }
        asset_id = staff.post("/v1/assets", described, key=self._key(piece.key))["asset_id"]
        self._add_version(asset_id, piece, "", 1)
        staff.post(f"/v1/assets/{asset_id}/publish", {}, key=self._key(piece.key, "publish"))
        self._ids[piece.key] = asset_id

    def later_versions(self, chance: Random, chosen: list[Piece]) -> Iterable[Step]:
        """What has been out for long was brought up to date since."""
        for piece in chance.sample(chosen, len(chosen) // 7):
            yield self._trade.step(25, f"{piece.key} is revised", self._revise, piece)

    def read(self, key: str, day: int, chosen: int, opens: int) -> None:
        """Somebody finds an asset, looks at it, takes it out, and sometimes passes it on."""
        reader = self._as(key)
        found = reader.get("/v1/assets?limit=100")["items"]
        if not found:
            return
        asset_id = found[chosen % len(found)]["asset_id"]
        said = self._key(key, day, chosen)
        reader.post(f"/v1/assets/{asset_id}/views", {}, key=f"{said}-view")
        reader.get(f"/v1/assets/{asset_id}/file")
        if not opens:
            return
        deals = reader.get("/v1/deal-registrations?view=protected&limit=20")["items"]
        deal = {"deal_registration_id": deals[chosen % len(deals)]["deal_registration_id"]} if deals else {}
        share = reader.post("/v1/shares", {"asset_id": asset_id, **deal}, key=f"{said}-share")
        token = share["url"].rpartition("/")[2]
        for number in range(opens):
            self._trade.anybody().post(f"/v1/share-links/{token}/open", {}, key=f"{said}-open-{number}")

    def look_for(self, key: str, words: str) -> None:
        self._as(key).get(f"/v1/asset-searches?q={quote(words)}")

    def _revise(self, piece: Piece) -> None:
        note = {"es": "Cifras y precios de este trimestre.", "en": "Figures and prices of this quarter."}
        self._add_version(self._ids[piece.key], piece, note[piece.language], 2)

    def _add_version(self, asset_id: str, piece: Piece, note: str, number: int) -> None:
        # Imported only by what prints: the libraries of the office formats take half a second of every later start.
        from deploy.demo.printing import printed

        staff, name = self._as(_EDITOR), quote(f"{piece.title}.{piece.file}".replace("/", "-").replace(":", ""))
        key = self._key(piece.key, f"v{number}")
        upload = staff.upload("/v1/uploads?for=content", printed(piece), name, key=f"{key}-file")
        body = {"upload_id": upload["upload_id"], "note": note}
        staff.post(f"/v1/assets/{asset_id}/versions", body, key=key)

    def _in_days(self, days: int) -> str:
        return (self._past.present + timedelta(days=days)).date().isoformat()

    def _as(self, key: str) -> Api:
        return self._trade.as_(key)

    def _partner_id(self, key: str) -> str:
        return str(self._as(key).get("/v1/account")["partner_id"])

    def _key(self, *words: object) -> str:
        return self._trade.key("library", *words)
