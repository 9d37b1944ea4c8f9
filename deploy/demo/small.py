"""The small demo: Northbeam, its partners in ten countries and a year of registrations, told through the public API.

Every step has an Idempotency-Key of its own, so that telling it again, or going on after a crash, makes nothing twice.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from deploy.demo.accounts import join
from deploy.demo.client import Api, Refused
from deploy.demo.past import Past
from deploy.demo.story import CAST, Deal, deals, slug

FIRST_DAY: Final = 400
_AT_ONCE: Final = 4
_NAME: Final = "small"
_BASE: Final = {
    "partner_a": {"country": "ES", "currency": "EUR", "region": "emea", "joined": FIRST_DAY},
    "partner_b": {"country": "PT", "currency": "EUR", "region": "emea", "joined": FIRST_DAY},
}


@dataclass(frozen=True)
class Step:
    """One thing that somebody did at a moment."""

    at: datetime
    act: Callable[[], None]
    what: str


def make(api: Api, accounts: dict[str, Any], past: Past) -> None:
    """All of it, from the first day to the present; what was told completely before is left alone."""
    if past.was_told(_NAME):
        return
    demo = SmallDemo(api, accounts, past)
    demo.tell([*demo.arrivals(), *demo.applications(), *demo.registrations(), *demo.endings()])
    past.keep_told(_NAME)


class SmallDemo:
    """The people who act, by name, and what they made so far."""

    def __init__(self, api: Api, accounts: dict[str, Any], past: Past) -> None:
        self._api, self._past = api, past
        self._tokens = {name: account["token"] for name, account in accounts.items()}
        self._made: dict[str, Any] = {}

    def tell(self, steps: Iterable[Step]) -> None:
        """In the order of time; what happens at one moment happens side by side."""
        ordered = sorted(steps, key=lambda step: step.at)
        told = 0
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for at, together in groupby(ordered, key=lambda step: step.at):
                self._past.go_to(at)
                told += len(list(pool.map(_take, together)))
                print(f"{told} of {len(ordered)} events of Northbeam's year, now at {at:%B %Y}", flush=True)

    def arrivals(self) -> Iterable[Step]:
        """Partners apply, are approved the next working day, and bring their people."""
        for partner in CAST["partners"]:
            day, key = partner["joined"], partner["key"]
            applied = self._step(day, f"{key} applies", self._apply, key, _application(partner))
            yield applied
            yield self._step(day - 1, f"{key} arrives", self._arrive, partner, after=applied)

    def applications(self) -> Iterable[Step]:
        for told in CAST["applications"]:
            key, day = told["key"], told["days_ago"]
            applied = self._step(day, f"{key} applies", self._apply, key, told["form"])
            yield applied
            if told["then"]:
                then = getattr(self, f"_{told['then']}")
                yield self._step(day - 1, f"{key}: {told['then']}", then, key, after=applied)

    def registrations(self) -> Iterable[Step]:
        for deal in deals(self._members()):
            last = self._sent(deal)
            yield last
            for number, (verb, after, body) in enumerate(deal.steps):
                if deal.sent_days_ago > after:
                    act = self._next(deal, number, verb, body)
                    last = self._step(deal.sent_days_ago - after, f"{deal.key}: {verb}", act, after=last)
                    yield last

    def endings(self) -> Iterable[Step]:
        """A subsidiary finds its parent; one partner is suspended, one leaves for good."""
        yield self._step(150, "a subsidiary", self._place_subsidiary)
        reason = {"reason": "Two audits were not answered; new registrations wait until they are."}
        yield self._step(14, "a suspension", self._lead, "meseta", "suspend", reason)
        yield self._step(80, "a farewell", self._lead, "oldquay", "terminate", {"reason": "The firm was wound up."})

    def _apply(self, key: str, form: dict[str, Any]) -> None:
        self._made[f"application:{key}"] = self._api_again().post(
            "/v1/partner-applications", form, key=f"demo-small-{key}"
        )

    def _arrive(self, partner: dict[str, Any]) -> None:
        key, staff = partner["key"], self._as("staff")
        self._approve(key)
        admin = join(self._api_again(), staff, _address(partner, partner["admin"]))
        self._tokens[key] = self._tokens[f"{key}:admin"] = admin.token
        for name in partner["sellers"]:
            email = _address(partner, name)
            person = {"name": name, "email": email, "role": "partner_seller", "language": partner["language"]}
            self._as(key).post("/v1/people", person, key=f"demo-small-{email}")
        for name in partner["sellers"][:1]:
            self._tokens[key] = join(self._api_again(), staff, _address(partner, name)).token

    def _approve(self, key: str) -> None:
        answer = self._decide(key, "approve", {})
        self._made[f"partner:{key}"] = answer["partner_id"]

    def _decline(self, key: str) -> None:
        self._decide(key, "decline", {"reason_code": "incomplete", "text": "Please name the company behind the shop."})

    def _screen(self, key: str) -> None:
        item = {"check": "company_register", "result": "passed", "note": "Found in the register of Colorado."}
        self._as("approver").put(f"/v1/partner-applications/{self._application_id(key)}/screening", {"items": [item]})

    def _withdraw(self, key: str) -> None:
        token = str(self._made[f"application:{key}"]["status_url"]).rstrip("/").rpartition("/")[2]
        self._api_again().post(f"/v1/application-status/{token}/withdraw", {}, key=f"demo-small-{key}-withdraw")

    def _decide(self, key: str, verb: str, body: dict[str, Any]) -> Any:
        path = f"/v1/partner-applications/{self._application_id(key)}/{verb}"
        return self._as("staff").post(path, body, key=f"demo-small-{key}-{verb}")

    def _sent(self, deal: Deal) -> Step:
        at = self._moment(deal.sent_days_ago)
        form = {name: value for name, value in deal.form.items() if name != "close_after_days"}
        form["expected_close_on"] = (at + timedelta(days=deal.form["close_after_days"])).date().isoformat()

        def act() -> None:
            if deal.partner in self._tokens:
                answer = self._as(deal.partner).post("/v1/deal-registrations", form, key=f"demo-small-{deal.key}")
                self._made[deal.key] = answer["deal_registration_id"]

        return Step(at, act, deal.key)

    def _next(self, deal: Deal, number: int, verb: str, body: dict[str, Any]) -> Callable[[], None]:
        by_partner = verb in {"submit", "revise", "stage", "extend", "won", "lost", "withdraw", "release", "note"}
        who = deal.partner if by_partner else "approver"

        def act() -> None:
            if deal.key in self._made:
                path = f"/v1/deal-registrations/{self._made[deal.key]}/{'notes' if verb == 'note' else verb}"
                self._as(who).post(path, body, key=f"demo-small-{deal.key}-{number}")

        return act

    def _place_subsidiary(self) -> None:
        staff, child = self._as("staff"), self._made["partner:vega_portugal"]
        parent = next(item for item in staff.get("/v1/partners?q=vega%20systems")["items"] if item["country"] == "ES")
        version = staff.get(f"/v1/partners/{child}")["version"]
        staff.patch(f"/v1/partners/{child}", {"parent_partner_id": parent["partner_id"]}, version=version)

    def _lead(self, key: str, verb: str, body: dict[str, Any]) -> None:
        self._as("staff").post(
            f"/v1/partners/{self._made[f'partner:{key}']}/{verb}", body, key=f"demo-small-{key}-{verb}"
        )

    def _application_id(self, key: str) -> str:
        return str(self._made[f"application:{key}"]["application_id"])

    def _members(self) -> dict[str, dict[str, Any]]:
        """Who registers deals: the base partners and those that stayed."""
        gone = {"meseta", "oldquay"}
        return _BASE | {partner["key"]: partner for partner in CAST["partners"] if partner["key"] not in gone}

    def _moment(self, days_ago: float) -> datetime:
        """The morning of that working day, and within the last day the hour itself."""
        if days_ago < 1:
            return self._past.present - timedelta(days=max(days_ago, 0))
        return self._past.day(days_ago, hour=9 + int(days_ago * 10) % 2)

    def _step(
        self, days_ago: float, what: str, act: Callable[..., None], *arguments: Any, after: Step | None = None
    ) -> Step:
        """At that moment, and in any case an hour after what it follows, as long as that is not in the future."""
        at = self._moment(days_ago)
        if after is not None:
            at = min(max(at, after.at + timedelta(hours=1)), max(self._past.present, after.at + timedelta(seconds=1)))
        return Step(at, lambda: act(*arguments), what)

    def _as(self, name: str) -> Api:
        return self._api.as_(self._tokens[name])

    def _api_again(self) -> Api:
        """A connection of one's own: steps run side by side."""
        return Api(self._api.address)


def _take(step: Step) -> None:
    """A refusal costs one step, not the demo; it is told in the log."""
    try:
        step.act()
    except (Refused, KeyError, StopIteration) as refusal:
        print(f"{step.what}: {refusal!r}", flush=True)


def _application(partner: dict[str, Any]) -> dict[str, Any]:
    named = ("legal_name", "country", "city", "domain", "partner_type", "language")
    contact = {"name": partner["admin"], "email": _address(partner, partner["admin"])}
    return {**{name: partner[name] for name in named}, "contact": contact}


def _address(partner: dict[str, Any], name: str) -> str:
    return f"{slug(name).replace('-', '.')}@{partner['domain']}"
