"""What a partner can do with a deal, each on a small page of its own (or in a sheet, where there is JavaScript)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway.pages.boxes import ask, tell
from gateway.pages.formats import day
from gateway.pages.forms import Problems, amount_of, refused
from gateway.portal.registering import new_key

blueprint = Blueprint("deal_actions", __name__)
Answer = str | Response | tuple[str, int]
Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Action:
    """One verb: where it goes, in which words it is asked, and what is asked with it."""

    verb: str
    operation_id: str
    icon: str
    label: Any
    question: Any
    told: Any
    done: Any
    asks: tuple[str, ...] = ()
    kind: str = "plain"
    next_path: Callable[[Values], str] = field(default=lambda deal: f"/deals/{deal['deal_registration_id']}")


ACTIONS: Final = (
    Action(
        verb="extend",
        operation_id="extend_deal_registration",
        icon="calendar-plus",
        label=_l("Extend the protection"),
        question=_l("Extend the protection of %(name)s?"),
        told=_l("Say in a line what has moved in the last 30 days."),
        done=_l("The protection is extended."),
        asks=("reason",),
    ),
    Action(
        verb="won",
        operation_id="mark_deal_registration_won",
        icon="trophy",
        label=_l("Mark as won"),
        question=_l("Did you win %(name)s?"),
        told=_l("Congratulations! Tell us what was signed and when."),
        done=_l("Marked as won. Well done!"),
        asks=("amount", "won_on"),
    ),
    Action(
        verb="lost",
        operation_id="mark_deal_registration_lost",
        icon="circle-minus",
        label=_l("Mark as lost"),
        question=_l("Mark %(name)s as lost?"),
        told=_l("The protection ends at once."),
        done=_l("Marked as lost. Thank you for telling us."),
        asks=("reason",),
    ),
    Action(
        verb="revise",
        operation_id="revise_deal_registration",
        icon="pencil",
        label=_l("Revise and send again"),
        question=_l("Revise %(name)s?"),
        told=_l("A new draft starts with everything you told us. You change what is needed and send it again."),
        done=_l("A new revision is open. Change what is needed and send it."),
        next_path=lambda deal: f"/deals/{deal['deal_registration_id']}/customer",
    ),
    Action(
        verb="release",
        operation_id="release_deal_registration",
        icon="lock-open",
        label=_l("Give the protection back"),
        question=_l("Give back the protection of %(name)s?"),
        told=_l("Other partners may register this customer at once. This cannot be undone."),
        done=_l("The protection is given back."),
        asks=("reason",),
        kind="bad",
    ),
    Action(
        verb="withdraw",
        operation_id="withdraw_deal_registration",
        icon="arrow-back-up",
        label=_l("Withdraw"),
        question=_l("Withdraw %(name)s?"),
        told=_l("Nobody will decide it any more and you lose your place. You can revise it later."),
        done=_l("The registration is withdrawn."),
        asks=("reason",),
        kind="bad",
    ),
    Action(
        verb="delete",
        operation_id="delete_deal_registration",
        icon="trash",
        label=_l("Delete the draft"),
        question=_l("Delete the draft for %(name)s?"),
        told=_l("This cannot be undone."),
        done=_l("The draft is deleted."),
        kind="bad",
        next_path=lambda _deal: "/deals",
    ),
)
EXTENSION_RULES: Final = {
    "too_early": _l("The protection can be extended in its last days, from %(day)s."),
    "limit": _l("All extensions of this deal are used."),
    "expired": _l("The protection has ended already; register the deal again."),
    "no_progress": _l("Say what has moved lately, or update the sales stage first."),
}
BY_VERB: Final = {action.verb: action for action in ACTIONS}


def offered(deal: Values) -> list[Action]:
    return [action for action in ACTIONS if action.verb in deal["actions"]]


@blueprint.get("/deals/<uuid:deal_id>/do/<verb>")
def confirm(deal_id: Any, verb: str) -> Answer:
    action, deal = found(deal_id, verb)
    return sheet(action, deal, {})


@blueprint.post("/deals/<uuid:deal_id>/do/<verb>")
def carry_out(deal_id: Any, verb: str) -> Answer:
    action, deal = found(deal_id, verb)
    values, problems = answers(action)
    if problems:
        return sheet(action, deal, problems), 422
    try:
        tell(action.operation_id, request.form.get("key"), deal_registration_id=str(deal_id), **values)
    except ServiceError as error:
        if error.kind not in ("invalid", "conflict"):
            raise
        return sheet(action, deal, told_why(error)), 422
    flash(str(action.done), "ok")
    return go_to(action.next_path(deal))


def told_why(error: ServiceError) -> Problems:
    """The rule that forbids an extension in its own words; any other refusal in the common ones."""
    rule = EXTENSION_RULES.get(error.details.get("rule", ""))
    return {"": str(rule) % {"day": day(error.details.get("opens_at"))}} if rule else refused(error)


def found(deal_id: Any, verb: str) -> tuple[Action, Values]:
    action = BY_VERB.get(verb)
    if action is None:
        abort(404)
    deal: Values = ask("get_deal_registration", deal_registration_id=str(deal_id)).value()
    return action, deal


def answers(action: Action) -> tuple[Values, Problems]:
    """What was typed in this sheet, as the operation wants it."""
    form, values, problems = request.form, Values(), Problems()
    if "reason" in action.asks and form.get("reason", "").strip():
        values["reason"] = form["reason"].strip()
    if "amount" in action.asks and form.get("amount", "").strip():
        amount = amount_of(form["amount"])
        if amount is None or amount < 0:
            problems["amount"] = _("Enter the signed value, like 25000")
        values["amount"] = str(amount)
    if "won_on" in action.asks and form.get("won_on"):
        try:
            values["won_on"] = date.fromisoformat(form["won_on"]).isoformat()
        except ValueError:
            problems["won_on"] = _("Enter the day of the signature")
    return values, problems


def sheet(action: Action, deal: Values, problems: Problems) -> str:
    template = "portal/action_sheet.html" if request.headers.get("HX-Request") else "portal/action.html"
    name = deal["customer"]["legal_name"]
    question = str(action.question) % {"name": name}
    return render_template(
        template, action=action, deal=deal, question=question, problems=problems, typed=request.form, key=new_key()
    )


def go_to(path: str) -> Response:
    """After a sheet the whole page is shown anew; without JavaScript it is the usual redirect."""
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Redirect": path})
    return redirect(path, 303)
