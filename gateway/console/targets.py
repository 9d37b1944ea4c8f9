"""Targets: what is expected in a period, of whom, who said so and when; and the form that says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from babel.numbers import format_decimal
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway import invoke as services
from gateway.console.blueprint import console
from gateway.console.listing import listing
from gateway.errors import explain, status_of
from gateway.invoke import may
from gateway.pages.boxes import Box, Question, ask, channel
from gateway.pages.formats import in_my_language
from gateway.pages.forms import Problems, amount_of, whole_number
from gateway.pages.names import names_of
from gateway.pages.periods import chosen_of_calendar, offered_of_calendar, period_words
from gateway.pages.words import PARTNER_TYPE

MOST: Final = 10**15
METRICS: Final = 100
STEP: Final = Decimal("0.0001")
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Whom:
    """All partners together, each of a type, or one: as addresses write it and as commands name it."""

    kind: str
    name: str = ""

    @classmethod
    def asked(cls) -> Whom:
        kind, _colon, name = request.args.get("whom", "").partition(":")
        if kind == "partner" or (kind == "type" and name in PARTNER_TYPE):
            return cls(kind, name)
        return cls("program")

    @property
    def code(self) -> str:
        return f"{self.kind}:{self.name}" if self.name else self.kind

    @property
    def named(self) -> dict[str, str]:
        return {f"partner_{'id' if self.kind == 'partner' else 'type'}": self.name} if self.name else {}

    def partner(self) -> Question | None:
        return ask("get_partner", partner_id=self.name) if self.kind == "partner" else None

    def words(self, partner: Box | None) -> str:
        """Raises 404 for a partner that there is not."""
        if partner is None:
            return _type_words(self.name) if self.kind == "type" else _("The whole program")
        if partner.error and partner.error.kind in {"invalid", "not_found"}:
            abort(404)
        return str(partner.value["legal_name"]) if partner.ok else _("A partner")


def _type_words(code: str) -> str:
    return _("Each partner: %(type)s", type=PARTNER_TYPE[code])


@console.get("/targets")
def targets() -> str:
    period, whom = chosen_of_calendar(), Whom.asked()
    partner, known = whom.partner(), ask("list_metrics")
    asked = ask("list_targets", period=period, set_for=whom.kind, limit=METRICS, **whom.named)
    kept = {"period": period, "whom": whom.code}
    others = listing("list_targets", "console.targets", kept, period=period, set_for="partner")
    metrics, set_, words = known.box(), asked.box(), whom.words(partner.box() if partner else None)
    by_metric = {item["metric"]: item for item in set_.items}
    choices = [("program", _("The whole program")), *((f"type:{code}", _type_words(code)) for code in PARTNER_TYPE)]
    return render_template(
        "console/targets.html",
        period=period,
        periods=offered_of_calendar(),
        whom=whom,
        words=words,
        choices=[*choices, (whom.code, words)] if whom.kind == "partner" else choices,
        metrics=metrics,
        set_=set_,
        rows=[(one, by_metric.get(one["code"])) for one in metrics.items if _is_for(one, whom)],
        others=others,
        by_code={one["code"]: one for one in metrics.items},
        names=names_of(item["set_by"] for item in set_.items),
    )


def _is_for(metric: Mapping[str, Any], whom: Whom) -> bool:
    """What counts partners is asked of all together alone."""
    return whom.kind == "program" or "partner" in metric["grain"]


@console.get("/targets/<code>")
def target(code: str) -> str:
    return _target_page(code)


@console.post("/targets/<code>")
def set_target(code: str) -> Answer:
    """Save a value, or take the target away; against the version that the page showed."""
    metric = _metric(ask("list_metrics").value(), code)
    typed, period, whom = request.form.get("value", "").strip(), chosen_of_calendar(), Whom.asked()
    is_cleared = request.form.get("verb") == "clear"
    value, problem = (None, "") if is_cleared else read_value(typed, metric["unit"])
    if problem:
        return _target_page(code, {"value": problem}, typed), 422
    seen = whole_number(request.form.get("version")) or 0
    command = {
        "metric": code,
        "period": period,
        "value": None if value is None else str(value),
        "version": seen,
        **whom.named,
    }
    try:
        services.invoke("set_target", command=command, idempotency_key=request.form.get("key"), channel=channel())
    except ServiceError as error:
        if error.kind not in {"conflict", "invalid"}:
            raise
        return _target_page(code, {"": explain(error)}, typed), status_of(error)
    said = {"title": in_my_language(metric["title"]), "period": period_words(period)}
    words = _("%(title)s, %(period)s: taken away.", **said) if is_cleared else _("%(title)s, %(period)s: set.", **said)
    flash(words, "ok")
    return redirect(url_for("console.targets", period=period, whom=whom.code), 303)


def _target_page(code: str, problems: Problems | None = None, typed: str | None = None) -> str:
    period, whom = chosen_of_calendar(), Whom.asked()
    partner, known = whom.partner(), ask("list_metrics")
    asked = ask("list_target_versions", metric=code, period=period, **whom.named)
    catalogue, words, versions = known.value(), whom.words(partner.box() if partner else None), asked.box()
    metric, last = _metric(catalogue, code), next(iter(versions.items), None)
    return render_template(
        "console/target.html",
        metric=metric,
        title=in_my_language(metric["title"]),
        currency=catalogue["currency"],
        hint=_hint(metric["unit"], catalogue["currency"]),
        period=period,
        whom=whom,
        words=words,
        versions=versions,
        last=last,
        value=typed if typed is not None else _typed_as(last["value"] if last else None, metric["unit"]),
        problems=problems or {},
        key=uuid4().hex,
        names=names_of(item["set_by"] for item in versions.items),
        editable=versions.ok and may("set_target"),
    )


def _metric(catalogue: Mapping[str, Any], code: str) -> Mapping[str, Any]:
    found = next((one for one in catalogue["items"] if one["code"] == code), None)
    return found if found is not None else abort(404)


def read_value(typed: str, unit: str) -> tuple[Decimal | None, str]:
    """The value as metrics keeps it (a share of 1 for a hundred per cent), or what is wrong with what was typed."""
    number = amount_of(typed.removesuffix("%") if unit == "share" else typed)
    if number is None:
        return None, _("Enter a number") if typed else _("Enter the value that you expect")
    if number < 0:
        return None, _("Enter 0 or more")
    if unit == "share" and number > 100:
        return None, _("Enter at most 100 per cent")
    if number > MOST:
        return None, _("Enter a smaller number")
    if unit == "count" and number != number.to_integral_value():
        return None, _("Enter a whole number")
    return (number / 100 if unit == "share" else number).quantize(STEP), ""


def _typed_as(value: str | None, unit: str) -> str:
    """The value in force as its reader would type it."""
    if value is None:
        return ""
    number = Decimal(value) * (100 if unit == "share" else 1)
    return str(format_decimal(number, "0.####", locale=get_locale()))


def _hint(unit: str, currency: str) -> str:
    return {
        "share": _("In per cent, for example 85."),
        "money": _("In %(currency)s.", currency=currency),
        "hours": _("In business hours."),
        "days": _("In days."),
    }.get(unit, _("A whole number."))
