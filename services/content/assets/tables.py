"""Assets and their versions. A version is written once: the database refuses to change or delete one."""

from dataclasses import fields

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import composite, registry

from chassis.database import metadata
from services.content.assets.model import Asset, AssetStatus
from services.content.standing.model import Attributes

mapped = registry(metadata=metadata())

_TIME = DateTime(timezone=True)
_SETS = tuple(found.name for found in fields(Attributes))

assets = Table(
    "assets",
    mapped.metadata,
    Column("asset_id", Uuid, primary_key=True),
    Column("title", String(200), nullable=False),
    Column("summary", Text, nullable=False),
    Column("asset_type", String(20), nullable=False),
    Column("language", String(2), nullable=False),
    Column("product_lines", ARRAY(String(64)), nullable=False),
    Column("status", Enum(AssetStatus, native_enum=False, length=20, values_callable=list), nullable=False),
    Column("owner_id", Uuid, nullable=False),
    Column("review_on", Date, nullable=False),
    Column("expires_on", Date),
    *(Column(f"audience_{name}", ARRAY(String(64), as_tuple=True), nullable=False) for name in _SETS),
    Column("version_number", Integer, nullable=False),
    Column("replacement_asset_id", Uuid, ForeignKey("assets.asset_id")),
    Column("created_by", String(100), nullable=False),
    Column("created_at", _TIME, nullable=False),
    Column("revised_at", _TIME, nullable=False),
    Column("published_at", _TIME),
    Column("ended_at", _TIME),
    Column("reviewed_at", _TIME),
    Column("reviewed_by", String(100)),
    Column("review_noticed_on", Date),
    Column("version", Integer, nullable=False),
    CheckConstraint("status <> 'published' OR version_number > 0", name="published_has_file"),
    CheckConstraint("status <> 'replaced' OR replacement_asset_id IS NOT NULL", name="replaced_has_replacement"),
    CheckConstraint("replacement_asset_id <> asset_id", name="not_its_own_replacement"),
    Index("ix_assets_revised_at_asset_id", "revised_at", "asset_id"),
    Index("ix_assets_status_revised_at_asset_id", "status", "revised_at", "asset_id"),
    Index("ix_assets_title_asset_id", "title", "asset_id"),
    Index("ix_assets_title_trgm", "title", postgresql_using="gin", postgresql_ops={"title": "gin_trgm_ops"}),
    Index("ix_assets_review_on", "review_on", postgresql_where="status = 'published'"),
    Index("ix_assets_expires_on", "expires_on", postgresql_where="status = 'published'"),
)

asset_versions = Table(
    "asset_versions",
    mapped.metadata,
    Column("asset_version_id", Uuid, primary_key=True),
    Column("asset_id", Uuid, ForeignKey("assets.asset_id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("upload_id", Uuid, nullable=False, unique=True),
    Column("blob_key", String(200), nullable=False),
    Column("filename", String(255), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("note", Text, nullable=False),
    Column("added_by", String(100), nullable=False),
    Column("added_at", _TIME, nullable=False),
    UniqueConstraint("asset_id", "number"),
    CheckConstraint("number > 0", name="number_positive"),
)

# The audience of an asset as the seven columns that the one predicate compares.
RULE = {name: assets.c[f"audience_{name}"] for name in _SETS}

mapped.map_imperatively(
    Asset,
    assets,
    version_id_col=assets.c.version,
    properties={"audience": composite(Attributes, *RULE.values())},
)
