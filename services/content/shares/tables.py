"""Shares. No key is kept: the gateway signs the link, so a copy of this table opens nothing."""

from sqlalchemy import Column, DateTime, Index, Integer, String, Table, Uuid
from sqlalchemy.orm import registry

from chassis.database import metadata
from services.content.shares.model import Share

mapped = registry(metadata=metadata())

_TIME = DateTime(timezone=True)

shares = Table(
    "shares",
    mapped.metadata,
    Column("share_id", Uuid, primary_key=True),
    Column("asset_id", Uuid, nullable=False),
    Column("version_number", Integer, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("partner_id", Uuid, nullable=False),
    Column("language", String(5), nullable=False),
    Column("deal_registration_id", Uuid),
    Column("created_at", _TIME, nullable=False),
    Column("expires_at", _TIME, nullable=False),
    Column("revoked_at", _TIME),
    Column("opens", Integer, nullable=False),
    Column("downloads", Integer, nullable=False),
    Column("last_opened_at", _TIME),
    Index("ix_shares_created_at_share_id", "created_at", "share_id"),
    Index("ix_shares_partner_id_created_at_share_id", "partner_id", "created_at", "share_id"),
    Index("ix_shares_person_id_created_at_share_id", "person_id", "created_at", "share_id"),
    Index("ix_shares_asset_id", "asset_id"),
    Index("ix_shares_deal_registration_id", "deal_registration_id"),
)

mapped.map_imperatively(Share, shares)
