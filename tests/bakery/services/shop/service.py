"""The shop's event handlers."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields
from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.consumer import on
from chassis.context import Call
from chassis.delivery import Delivery
from chassis.rpc import rpc
from tests.bakery.services.shop.tables import diary, fault, shelf


class Baked(Schema):
    class Meta:
        unknown = EXCLUDE

    loaf_id = fields.UUID(required=True)


class Turned(Baked):
    turns = fields.Integer(required=True)


class ShelfView(Schema):
    loaf_id = fields.UUID()
    turns = fields.Integer()


class Nothing(Schema):
    """No arguments."""


class ShopService:
    """Keeps the shelf."""

    name = "shop"
    made_of_events = (shelf, diary)

    @on("oven", "loaf.baked.v1", reads=Baked())
    def on_loaf_baked(self, delivery: Delivery) -> None:
        """A new loaf lies on the shelf; a second effect shows in the diary, a refusal would only be tried again."""
        _write_diary(delivery)
        row = {"loaf_id": delivery.data["loaf_id"], "turns": 0}
        delivery.session.execute(upsert(shelf).values(row).on_conflict_do_nothing())

    @on("oven", "loaf.turned.v1", reads=Turned())
    def on_loaf_turned(self, delivery: Delivery) -> None:
        """Counted, not set: a second effect would show."""
        _write_diary(delivery)
        row = {"loaf_id": delivery.data["loaf_id"], "turns": 1}
        more = upsert(shelf).values(row)
        delivery.session.execute(
            more.on_conflict_do_update(index_elements=["loaf_id"], set_={"turns": shelf.c.turns + 1})
        )

    @rpc(takes=Nothing(), gives=ShelfView(many=True))
    def list_shelf(self, call: Call) -> Any:
        """What can be sold."""
        return call.session.execute(select(shelf)).mappings().all()


def _write_diary(delivery: Delivery) -> None:
    event = delivery.event
    _stumble(delivery)
    row = {"event_id": event["id"], "subject": event["subject"], "version": event["aggregateversion"]}
    delivery.session.execute(insert(diary), row)


def _stumble(delivery: Delivery) -> None:
    """Fail while a fault is planted for this subject."""
    planted = select(fault.c.times).where(fault.c.subject == delivery.event["subject"])
    if delivery.session.execute(planted).scalar_one_or_none():
        raise RuntimeError("a planted fault")
