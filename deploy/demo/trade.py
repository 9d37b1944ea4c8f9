"""Partners that join, bring their people and register deals which staff decide: the acts, told through the public API.

Every act has an Idempotency-Key of its own, so that telling it again, or going on after a crash, makes nothing twice.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from deploy.demo.accounts import join
from deploy.demo.client import Api
from deploy.demo.past import Past
from deploy.demo.story import Deal, slug
from deploy.demo.telling import Step

_OF_THE_PARTNER = {"submit", "revise", "stage", "extend", "won", "lost", "withdraw", "release", "note"}


class Trade:
    """The people who act, by name, and what they made so far. `name` keeps the acts of two stories apart."""

    def __init__(self, api: Api, accounts: dict[str, Any], past: Past, name: str) -> None:
        self._api, self._past, self._name = api, past, name
        self._tokens = {key: account["token"] for key, account in accounts.items()}
        self.made: dict[str, Any] = {}

    def arrivals(self, partners: Iterable[dict[str, Any]]) -> Iterable[Step]:
        """They apply, are approved the next working day, and bring their people."""
        for partner in partners:
            day, key = partner["joined"], partner["key"]
            applied = self.step(day, f"{key} applies", self.apply, key, _application(partner))
            yield applied
            yield self.step(day - 1, f"{key} arrives", self._arrive, partner, after=applied)

    def registrations(self, deals: Iterable[Deal]) -> Iterable[Step]:
        for deal in deals:
            last = self._sent(deal)
            yield last
            for number, (verb, after, body) in enumerate(deal.steps):
                if deal.sent_days_ago > after:
                    act = self._next(deal, number, verb, body)
                    last = self.step(deal.sent_days_ago - after, f"{deal.key}: {verb}", act, after=last)
                    yield last

    def apply(self, key: str, form: dict[str, Any]) -> None:
        application = self.anybody().post("/v1/partner-applications", form, key=self.key(key))
        self.made[f"application:{key}"] = application

    def approve(self, key: str) -> None:
        self.made[f"partner:{key}"] = self.decide(key, "approve", {})["partner_id"]

    def decide(self, key: str, verb: str, body: dict[str, Any]) -> Any:
        path = f"/v1/partner-applications/{self.application_id(key)}/{verb}"
        return self.as_("staff").post(path, body, key=self.key(key, verb))

    def application_id(self, key: str) -> str:
        return str(self.made[f"application:{key}"]["application_id"])

    def as_(self, name: str) -> Api:
        return self._api.as_(self._tokens[name])

    def anybody(self) -> Api:
        """Whoever has no account."""
        return self._api.as_(None)

    def key(self, *words: object) -> str:
        """The Idempotency-Key of an act."""
        return "-".join(map(str, ("demo", self._name, *words)))

    def step(
        self, days_ago: float, what: str, act: Callable[..., None], *arguments: Any, after: Step | None = None
    ) -> Step:
        """At that moment, and in any case an hour after what it follows, as long as that is not in the future."""
        at = self._moment(days_ago)
        if after is not None:
            at = min(max(at, after.at + timedelta(hours=1)), max(self._past.present, after.at + timedelta(seconds=1)))
        return Step(at, lambda: act(*arguments), what)

    def _arrive(self, partner: dict[str, Any]) -> None:
        key, staff = partner["key"], self.as_("staff")
        self.approve(key)
        admin = join(self.anybody(), staff, _address(partner, partner["admin"]))
        self._tokens[key] = self._tokens[f"{key}:admin"] = admin.token
        for name in partner["sellers"]:
            email = _address(partner, name)
            person = {"name": name, "email": email, "role": "partner_seller", "language": partner["language"]}
            self.as_(key).post("/v1/people", person, key=self.key(email))
        for name in partner["sellers"][:1]:
            self._tokens[key] = join(self.anybody(), staff, _address(partner, name)).token

    def _sent(self, deal: Deal) -> Step:
        at = self._moment(deal.sent_days_ago)
        form = {name: value for name, value in deal.form.items() if name != "close_after_days"}
        form["expected_close_on"] = (at + timedelta(days=deal.form["close_after_days"])).date().isoformat()

        def act() -> None:
            if deal.partner in self._tokens:
                answer = self.as_(deal.partner).post("/v1/deal-registrations", form, key=self.key(deal.key))
                self.made[deal.key] = answer["deal_registration_id"]

        return Step(at, act, deal.key)

    def _next(self, deal: Deal, number: int, verb: str, body: dict[str, Any]) -> Callable[[], None]:
        who = deal.partner if verb in _OF_THE_PARTNER else "approver"

        def act() -> None:
            if deal.key in self.made:
                path = f"/v1/deal-registrations/{self.made[deal.key]}/{'notes' if verb == 'note' else verb}"
                self.as_(who).post(path, body, key=self.key(deal.key, number))

        return act

    def _moment(self, days_ago: float) -> datetime:
        """The morning of that working day, and within the last day the hour itself."""
        if days_ago < 1:
            return self._past.present - timedelta(days=max(days_ago, 0))
        return self._past.day(days_ago)


def _application(partner: dict[str, Any]) -> dict[str, Any]:
    named = ("legal_name", "country", "city", "domain", "partner_type", "language")
    contact = {"name": partner["admin"], "email": _address(partner, partner["admin"])}
    return {**{name: partner[name] for name in named}, "contact": contact}


def _address(partner: dict[str, Any], name: str) -> str:
    return f"{slug(name).replace('-', '.')}@{partner['domain']}"
