"""The small demo: Northbeam, its partners in ten countries, a year of registrations, courses and a library."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from deploy.demo import certificates, learning, library
from deploy.demo.client import Api
from deploy.demo.past import Past
from deploy.demo.shelf import pieces
from deploy.demo.story import CAST, deals
from deploy.demo.telling import Step, tell
from deploy.demo.trade import Trade

FIRST_DAY: Final = 400
NAME: Final = "small"
BASE: Final[dict[str, dict[str, Any]]] = {
    "partner_a": {"country": "ES", "currency": "EUR", "region": "emea", "joined": FIRST_DAY},
    "partner_b": {"country": "PT", "currency": "EUR", "region": "emea", "joined": FIRST_DAY},
}


def make(api: Api, accounts: dict[str, Any], past: Past) -> None:
    """All of it, from the first day to the present; what was told completely before is left alone."""
    if past.was_told(NAME):
        return
    tell(past, steps(api, accounts, past), "Northbeam's year")
    past.keep_told(NAME)


def steps(api: Api, accounts: dict[str, Any], past: Past) -> list[Step]:
    story = Applications(Trade(api, accounts, past, NAME))
    trade = story.trade
    return [
        *trade.arrivals(CAST["partners"]),
        *story.received(),
        *trade.registrations(deals(_members())),
        *story.endings(),
        *learning.courses(trade),
        *certificates.certifications(trade),
        *learning.studies(trade, _learners()),
        *library.steps(trade, past, pieces()),
    ]


class Applications:
    """What became of those who applied without making it, and of three who did."""

    def __init__(self, trade: Trade) -> None:
        self.trade = trade
        self._then: dict[str, Callable[[str], None]] = {
            "approve": trade.approve,
            "decline": self._decline,
            "screen": self._screen,
            "withdraw": self._withdraw,
        }

    def received(self) -> Iterable[Step]:
        for told in CAST["applications"]:
            key, day = told["key"], told["days_ago"]
            applied = self.trade.step(day, f"{key} applies", self.trade.apply, key, told["form"])
            yield applied
            if told["then"]:
                yield self.trade.step(day - 1, f"{key}: {told['then']}", self._then[told["then"]], key, after=applied)

    def endings(self) -> Iterable[Step]:
        """A subsidiary finds its parent; one partner is suspended, one leaves for good."""
        yield self.trade.step(150, "a subsidiary", self._place_subsidiary)
        reason = {"reason": "Two audits were not answered; new registrations wait until they are."}
        yield self.trade.step(14, "a suspension", self._lead, "meseta", "suspend", reason)
        yield self.trade.step(
            80, "a farewell", self._lead, "oldquay", "terminate", {"reason": "The firm was wound up."}
        )

    def _decline(self, key: str) -> None:
        reason = {"reason_code": "incomplete", "text": "Please name the company behind the shop."}
        self.trade.decide(key, "decline", reason)

    def _screen(self, key: str) -> None:
        item = {"check": "company_register", "result": "passed", "note": "Found in the register of Colorado."}
        path = f"/v1/partner-applications/{self.trade.application_id(key)}/screening"
        self.trade.as_("approver").put(path, {"items": [item]})

    def _withdraw(self, key: str) -> None:
        token = str(self.trade.made[f"application:{key}"]["status_url"]).rstrip("/").rpartition("/")[2]
        path = f"/v1/application-status/{token}/withdraw"
        self.trade.anybody().post(path, {}, key=self.trade.key(key, "withdraw"))

    def _place_subsidiary(self) -> None:
        staff, child = self.trade.as_("staff"), self.trade.made["partner:vega_portugal"]
        parent = next(item for item in staff.get("/v1/partners?q=vega%20systems")["items"] if item["country"] == "ES")
        version = staff.get(f"/v1/partners/{child}")["version"]
        staff.patch(f"/v1/partners/{child}", {"parent_partner_id": parent["partner_id"]}, version=version)

    def _lead(self, key: str, verb: str, body: dict[str, Any]) -> None:
        partner_id = self.trade.made[f"partner:{key}"]
        self.trade.as_("staff").post(f"/v1/partners/{partner_id}/{verb}", body, key=self.trade.key(key, verb))


def _learners() -> dict[str, float]:
    """Who can sign in, and how many days ago they joined: an administrator and a seller of each partner."""
    joined = {key: about["joined"] - 1.0 for key, about in _members().items()}
    return joined | {f"{key}:admin": day for key, day in joined.items() if key not in BASE}


def _members() -> dict[str, dict[str, Any]]:
    """Who registers deals: the base partners and those that stayed."""
    gone = {"meseta", "oldquay"}
    return BASE | {partner["key"]: partner for partner in CAST["partners"] if partner["key"] not in gone}
