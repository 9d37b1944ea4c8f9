"""The page of one deal: where it stands, until when, who decides, what was said, what can be done."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from chassis.errors import ServiceError
from gateway.pages.boxes import Box, ask, tell
from gateway.pages.formats import days_until
from gateway.pages.forms import refused
from gateway.pages.names import names_of
from gateway.portal import stages
from gateway.portal.deal_actions import offered
from gateway.portal.history import history_lines
from gateway.portal.next_steps import next_step

blueprint = Blueprint("deal", __name__)
Answer = str | Response | tuple[str, int]


@blueprint.get("/deals/<uuid:deal_id>")
def deal(deal_id: Any) -> Answer:
    return page(str(deal_id), {})


@blueprint.post("/deals/<uuid:deal_id>/notes")
def add_note(deal_id: Any) -> Answer:
    text = request.form.get("text", "").strip()
    if not text:
        return page(str(deal_id), {"text": _("Write a message")}), 422
    try:
        tell("add_note", request.form.get("key"), deal_registration_id=str(deal_id), text=text)
    except ServiceError as error:
        if error.kind != "invalid":
            raise
        return page(str(deal_id), {"text": next(iter(refused(error).values()))}), 422
    return redirect(f"/deals/{deal_id}#thread", 303)


@blueprint.post("/deals/<uuid:deal_id>/stage")
def set_stage(deal_id: Any) -> Answer:
    stage = request.form.get("sales_stage", "")
    tell("set_deal_registration_stage", deal_registration_id=str(deal_id), sales_stage=stage)
    return redirect(f"/deals/{deal_id}", 303)


def page(deal_id: str, problems: dict[str, str]) -> str:
    asked = ask("get_deal_registration", deal_registration_id=deal_id)
    notes = ask("list_notes", deal_registration_id=deal_id)
    history = ask("get_deal_registration_history", deal_registration_id=deal_id)
    partner = ask("get_partner", partner_id=str(g.account.partner_id)) if g.account.partner_id else None
    shown: dict[str, Any] = asked.value()
    said, past = notes.box(), history.box()
    manager = manager_id(partner.box() if partner else Box())
    names = names_of([*actors(said, past), shown["submitted_by"], manager])
    return render_template(
        "portal/deal.html",
        deal=shown,
        step=next_step(shown),
        claim=stages.claim_track(shown),
        sale=stages.sales_track(shown),
        used=stages.protection(shown),
        days_left=days_until(shown["protected_until"]),
        notes=said,
        history=past,
        lines=history_lines(past.items, names),
        names=names,
        decider=names.known(manager),
        actions=offered(shown),
        problems=problems,
        typed=request.form.get("text", ""),
        is_mine=is_mine,
    )


def manager_id(partner: Box) -> str | None:
    return partner.value.get("channel_manager_id") if partner.ok and partner.value else None


def actors(*boxes: Box) -> list[str]:
    return [item.get("author") or item.get("actor") or "" for box in boxes for item in box.items]


def is_mine(actor: str) -> bool:
    return actor.rpartition(":")[2] == str(g.account.person_id)
