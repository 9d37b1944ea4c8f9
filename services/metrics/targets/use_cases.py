"""Setting targets: each change is a further version."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from services.metrics import errors
from services.metrics.callers.model import Caller
from services.metrics.catalogue import model as catalogue
from services.metrics.targets.model import Target, addressee
from services.metrics.targets.queries import last_version
from services.metrics.targets.tables import targets


def set_target(
    session: Session,
    caller: Caller,
    now: datetime,
    *,
    metric: str,
    period: str,
    value: Decimal | None,
    partner_id: UUID | None,
    partner_type: str | None,
    version: int | None,
) -> Target:
    """The new version; without a value the target is taken away. `version` is the one that the caller saw."""
    caller.require_staff()
    whom = addressee(partner_id, partner_type)
    last = last_version(session, period, whom, metric)
    if version is not None and version != last:
        raise errors.StaleVersion
    known = catalogue.metric(metric)
    if value is not None and not known.may_reach(value):
        raise errors.TargetOutOfReach
    target = Target(
        metric=known.code,
        period=period,
        addressee=whom,
        version=last + 1,
        value=value,
        set_by=caller.person_id,
        set_at=now,
    )
    session.execute(insert(targets), vars(target))
    return target
