"""The replicas of assets and of their use by partners."""

from sqlalchemy import Column, DateTime, String, Table, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.metrics.assets.model import Asset, AssetUse

mapped = registry(metadata=metadata())
MOMENT = DateTime(timezone=True)
NONE = text("'{}'")

assets = Table(
    "assets",
    mapped.metadata,
    Column("asset_id", Uuid, primary_key=True),
    Column("title", String(300)),
    Column("published_at", MOMENT),
    Column("retired_at", MOMENT),
    Column("uses", ARRAY(MOMENT, dimensions=2), nullable=False, server_default=NONE),
)

asset_uses = Table(
    "asset_uses",
    mapped.metadata,
    Column("asset_id", Uuid, primary_key=True),
    Column("partner_id", Uuid, primary_key=True),
    Column("uses", ARRAY(MOMENT, dimensions=2), nullable=False, server_default=NONE),
)

mapped.map_imperatively(Asset, assets)
mapped.map_imperatively(AssetUse, asset_uses)
