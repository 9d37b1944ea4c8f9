"""Approvals: the queue beside the item being decided; on a phone the same two parts are two pages."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from chassis import clock
from chassis.errors import ServiceError
from gateway.console import applications, cases, decisions
from gateway.console.blueprint import console
from gateway.console.cases import Case
from gateway.console.moments import decide_by_words
from gateway.console.waiting import FILTERS, Queue, QueueQuestion
from gateway.errors import explain, status_of
from gateway.invoke import may
from gateway.pages.boxes import ask, tell
from gateway.pages.formats import instant
from gateway.pages.names import names_of

FORMS = frozenset({"approve", "ask", "decline", "split"})


@console.get("/approvals")
def approvals() -> str:
    """The list alone; a desk also shows its first item, a phone waits for a choice."""
    queue = QueueQuestion(_shown()).answer()
    first = queue.visible[0] if queue.visible else None
    if first is None:
        return _page(queue, "", {"kind": ""}, chosen=False)
    if first.kind == "application":
        return _page(queue, first.item_id, applications.review(first.item_id), chosen=False)
    return _page(queue, first.item_id, _detail(cases.read(first.item_id)), chosen=False)


@console.get("/approvals/applications/<uuid:item_id>")
def approval_of_application(item_id: Any) -> str:
    asked = QueueQuestion(_shown())
    detail = applications.review(str(item_id))
    return _page(asked.answer(), str(item_id), detail)


@console.get("/approvals/deals/<uuid:item_id>")
def approval_of_deal(item_id: Any) -> str:
    asked = QueueQuestion(_shown())
    case = cases.read(str(item_id))
    detail = _detail(case, form=request.args.get("form", ""), winner=request.args.get("winner", ""))
    return _page(asked.answer(), str(item_id), detail)


@console.post("/approvals/deals/<uuid:item_id>/decision")
def decide(item_id: Any) -> Response | tuple[str, int]:
    """Ten seconds of pending decision; what cannot be decided any more says who was first."""
    case = cases.read(str(item_id))
    form = decisions.read_form(case, request.form, request.form.getlist("fields"))
    if not case.is_decidable:
        return _refused(case, None)
    if form.problems:
        return _incomplete(case, form)
    try:
        decisions.schedule(decisions.steps(case, form), request.form.get("key") or uuid4().hex)
    except ServiceError as error:
        if error.kind == "unavailable":
            raise
        return _refused(cases.read(str(item_id)), error)
    return _back(item_id)


@console.post("/approvals/deals/<uuid:item_id>/undo")
def undo(item_id: Any) -> Response | tuple[str, int]:
    try:
        decisions.undo(request.form.getlist("pending_decision_id"))
    except ServiceError as error:
        if error.kind != "not_found":
            raise
        return _refused(cases.read(str(item_id)), error)
    return _back(item_id)


@console.post("/approvals/deals/<uuid:item_id>/claim")
def claim(item_id: Any) -> Response | tuple[str, int]:
    try:
        tell("claim_deal_registration", deal_registration_id=str(item_id))
    except ServiceError as error:
        if error.kind != "conflict":
            raise
        return _refused(cases.read(str(item_id)), error)
    return _back(item_id)


def _back(item_id: Any) -> Response:
    shown = _shown()
    return redirect(url_for("console.approval_of_deal", item_id=item_id, filter=None if shown == "all" else shown), 303)


def _refused(case: Case, error: ServiceError | None) -> tuple[str, int]:
    """Somebody was faster, or a rule says no: the page as it is now, with the reason on top."""
    lost = error is None or error.kind in {"conflict", "not_found"}
    refusal = {"sentence": explain(error) if error else "", "lost": lost and not case.is_decidable}
    return _again(case, _detail(case) | {"refusal": refusal}), status_of(error) if error else 409


def _incomplete(case: Case, form: decisions.Form) -> tuple[str, int]:
    """The form as it was filled in, with what is missing."""
    winner = form.winner["deal_registration_id"] if form.winner else ""
    detail = _detail(case, form=form.verb, winner=winner)
    return _again(case, detail | {"values": form.values, "problems": form.problems}), 422


def _again(case: Case, detail: dict[str, Any]) -> str:
    return _page(QueueQuestion(_shown()).answer(), case.registration["deal_registration_id"], detail)


def _page(queue: Queue, item_id: str, detail: dict[str, Any], *, chosen: bool = True) -> str:
    return render_template(
        "console/approvals.html",
        queue=queue,
        filters=FILTERS,
        item_id=item_id,
        chosen=chosen,
        next_item=queue.beside(item_id, +1),
        previous_item=queue.beside(item_id, -1),
        may_decide=may("schedule_decision"),
        **detail,
    )


def _shown() -> str:
    wanted = request.values.get("filter", "")
    return wanted if wanted in FILTERS else FILTERS[0]


def _detail(case: Case, form: str = "", winner: str = "") -> dict[str, Any]:
    registration = case.registration
    history = ask("get_deal_registration_history", deal_registration_id=registration["deal_registration_id"], limit=20)
    thread = ask("list_internal_notes", deal_registration_id=registration["deal_registration_id"])
    past, notes = history.box(), thread.box()
    decided = registration.get("decision") or {}
    actors = [registration["submitted_by"], registration.get("claimed_by"), decided.get("decided_by")]
    actors += [claim.get("decided_by") for claim in case.claims]
    actors += [one["decided_by"] for one in case.pending]
    actors += [refused["decided_by"]] if (refused := registration.get("refused_decision")) else []
    names = names_of([*actors, *(one["actor"] for one in past.items), *(one["author"] for one in notes.items)])
    form = form if form in FORMS and case.is_decidable else ""
    return {
        "kind": "conflict" if case.is_conflict else "deal",
        "case": case,
        "short_names": case.short_names,
        "registration": registration,
        "names": names,
        "history": past,
        "internal_notes": notes,
        "decide_by": decide_by_words(registration.get("decide_by")),
        "form": form,
        "winner": case.claim(winner) or case.claim(registration["deal_registration_id"]),
        "values": {},
        "problems": {},
        "key": uuid4().hex,
        "countdown": _countdown(case),
        "actor": f"person:{g.account.person_id}",
        "reasons": decisions.REASONS,
        "askable": decisions.FIELD_CHOICES,
        "standard_decline": decisions.standard_decline(),
    }


def _countdown(case: Case) -> int | None:
    """Whole seconds that the decision can still be undone."""
    ends = [instant(pending["execute_at"]) for pending in case.pending]
    left = [(end - clock.now()).total_seconds() for end in ends if end]
    return max(0, round(min(left))) if left else None
