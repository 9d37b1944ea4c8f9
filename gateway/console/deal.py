"""One deal as staff see it: what the partner sees, and beside it what only staff may read."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from flask import render_template, request

from gateway.console.blueprint import console
from gateway.console.cases import Case
from gateway.console.moments import decide_by_words
from gateway.invoke import may
from gateway.pages.boxes import ask
from gateway.pages.names import names_of
from gateway.pages.words import SALES_STAGE

# The form on the page -> the verb among the registration's actions, and the operation it leads to.
FORMS: Final = {
    "extend": ("extend", "extend_deal_registration"),
    "release": ("release", "release_deal_registration"),
    "revoke": ("revoke", "revoke_deal_registration"),
    "convert": ("convert", "convert_deal_registration"),
    "won": ("won", "mark_deal_registration_won"),
    "lost": ("lost", "mark_deal_registration_lost"),
    "reopen": ("reopen", "reopen_deal_registration"),
    "stage": ("set_stage", "set_deal_registration_stage"),
}
CLOSED_STAGES: Final = frozenset({"won", "lost"})


@console.get("/deals/<uuid:deal_registration_id>")
def deal(deal_registration_id: Any) -> str:
    form = request.args.get("form", "")
    return render_template("console/deal.html", **page_of(str(deal_registration_id), form))


def page_of(deal_registration_id: str, form: str = "") -> dict[str, Any]:
    """The whole page: the registration first, everything beside it at once, then the names of all who appear."""
    named = {"deal_registration_id": deal_registration_id}
    asked = ask("get_deal_registration", **named)
    conflicts, history = (
        ask("get_registration_conflicts", **named),
        ask("get_deal_registration_history", **named, limit=50),
    )
    thread, internal = ask("list_notes", **named), ask("list_internal_notes", **named)
    records = ask("list_decisions", **named)
    found = asked.value()
    met, past, notes, own_notes = conflicts.box(), history.box(), thread.box(), internal.box()
    case = Case(found, tuple((met.value or {}).get("candidates", ())))
    decided = found.get("decision") or {}
    actors = [
        found["submitted_by"],
        found.get("claimed_by"),
        decided.get("decided_by"),
        *(one["actor"] for one in past.items),
    ]
    actors += [one["author"] for one in (*notes.items, *own_notes.items)]
    open_forms = [name for name, (verb, operation) in FORMS.items() if verb in found["actions"] and may(operation)]
    return {
        "registration": found,
        "case": case,
        "conflicts": met,
        "history": past,
        "records": records.box(),
        "notes": notes,
        "internal_notes": own_notes,
        "names": names_of(actors),
        "decide_by": decide_by_words(found.get("decide_by")),
        "form": form if form in open_forms else "",
        "open_forms": open_forms,
        "open_stages": [(code, words) for code, words in SALES_STAGE.items() if code not in CLOSED_STAGES],
        "values": {},
        "problems": {},
        "key": uuid4().hex,
    }
