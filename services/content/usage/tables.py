"""Every use of an asset, one row each; counts are taken from it."""

from sqlalchemy import Column, DateTime, Enum, Index, Integer, Table, Uuid

from chassis.database import metadata
from services.content.usage.model import Use

_metadata = metadata()

asset_uses = Table(
    "asset_uses",
    _metadata,
    Column("asset_use_id", Uuid, primary_key=True),
    Column("asset_id", Uuid, nullable=False),
    Column("version_number", Integer, nullable=False),
    Column("kind", Enum(Use, native_enum=False, length=20, values_callable=list), nullable=False),
    Column("person_id", Uuid),
    Column("partner_id", Uuid),
    Column("used_at", DateTime(timezone=True), nullable=False),
    Index("ix_asset_uses_asset_id_kind_partner_id", "asset_id", "kind", "partner_id"),
    Index("ix_asset_uses_partner_id_asset_id", "partner_id", "asset_id"),
    Index("ix_asset_uses_person_id_asset_id", "person_id", "asset_id", "kind"),
)
