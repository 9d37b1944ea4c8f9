"""The oven's RPC methods."""

import time
from secrets import token_hex
from typing import Any

from marshmallow import Schema, fields, validate
from sqlalchemy import insert, select, text, update

from chassis import outbox
from chassis.context import Call
from chassis.database import uuid7
from chassis.errors import ServiceError
from chassis.jobs import job
from chassis.rpc import rpc
from chassis.sealing import SECRET
from tests.bakery.services.oven.events import LoafBaked, LoafTurned
from tests.bakery.services.oven.tables import loaf


class BakeLoaf(Schema):
    flour = fields.String(required=True, validate=validate.Length(min=1, max=20))


class TurnLoaf(Schema):
    loaf_id = fields.UUID(required=True)


class Rest(Schema):
    seconds = fields.Float(required=True)


class LoafView(Schema):
    loaf_id = fields.UUID()
    flour = fields.String()
    turns = fields.Integer()


class LockView(Schema):
    door = fields.String()
    combination = fields.String(metadata=SECRET)


class Nothing(Schema):
    """No arguments."""


@job(every=3600)
def eat_stale_loaves(session: Any, now: Any) -> int:
    return session.execute(text("DELETE FROM loaf WHERE turns > 1000")).rowcount


class OvenService:
    """Bakes, turns and shows loaves."""

    name = "oven"
    jobs = (eat_stale_loaves,)

    @rpc(takes=BakeLoaf(), gives=LoafView(), writes=True)
    def bake_loaf(self, call: Call) -> dict[str, Any]:
        """Bake one loaf."""
        row = {"loaf_id": uuid7(), "flour": call.command["flour"], "turns": 0}
        call.session.execute(insert(loaf), row)
        outbox.record(call.session, [LoafBaked(loaf_id=row["loaf_id"], flour=row["flour"])])
        return row

    @rpc(takes=Nothing(), gives=LockView(), writes=True)
    def lock_oven(self, call: Call) -> dict[str, Any]:
        """Lock the oven; only the answer knows the combination."""
        return {"door": "left", "combination": token_hex(8)}

    @rpc(takes=TurnLoaf(), gives=LoafView(), writes=True)
    def turn_loaf(self, call: Call) -> Any:
        """Turn one loaf."""
        turned = update(loaf).where(loaf.c.loaf_id == call.command["loaf_id"]).values(turns=loaf.c.turns + 1)
        row = call.session.execute(turned.returning(*loaf.c)).mappings().one_or_none()
        if row is None:
            raise ServiceError("not_found", "loaf_not_found", "There is no such loaf.")
        outbox.record(call.session, [LoafTurned(loaf_id=row["loaf_id"], turns=row["turns"])])
        return row

    @rpc(takes=Nothing(), gives=LoafView(many=True))
    def list_loaves(self, call: Call) -> Any:
        """All loaves."""
        return call.session.execute(select(loaf).order_by(loaf.c.loaf_id)).mappings().all()

    @rpc(takes=Rest(), gives=None)
    def rest(self, call: Call) -> None:
        """Wait in the database."""
        call.session.execute(text("SELECT pg_sleep(:seconds)"), call.command)

    @rpc(takes=Rest(), gives=None, writes=True)
    def rest_and_write(self, call: Call) -> None:
        """Wait in a writing transaction."""
        call.session.execute(text("SELECT pg_sleep(:seconds)"), call.command)

    @rpc(takes=Nothing(), gives=None)
    def write_in_a_read(self, call: Call) -> None:
        """Try to write where only reading is allowed."""
        call.session.execute(insert(loaf), {"loaf_id": uuid7(), "flour": "rye", "turns": 0})

    @rpc(takes=Nothing(), gives=None)
    def burn(self, call: Call) -> None:
        """Fail as a bug does."""
        raise ZeroDivisionError(f"secret at {time.time()}")
