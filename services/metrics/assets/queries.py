"""Reading the replica of assets."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.metrics.assets.tables import assets


def titles(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    statement = select(assets.c.asset_id, assets.c.title).where(assets.c.asset_id.in_(list(ids)))
    return {row.asset_id: row.title for row in session.execute(statement) if row.title}
