"""Claims on a scope and where they meet. Exclusivity is an exclusion constraint: no race can approve two."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Double,
    Index,
    Integer,
    String,
    Table,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, ExcludeConstraint

from chassis.database import metadata

_metadata = metadata()

claims = Table(
    "claims",
    _metadata,
    Column("deal_registration_id", Uuid, primary_key=True),
    Column("partner_id", Uuid, nullable=False),
    Column("identity_id", Uuid, nullable=False, index=True),
    Column("customer_id", Uuid, nullable=False),
    Column("registration_type", String(20), nullable=False),
    Column("product_line", String(64), nullable=False),
    Column("country", String(2), nullable=False),
    Column("own_key", String(400)),
    Column("exclusive", Boolean, nullable=False),
    Column("standing", String(20), nullable=False),
    Column("priority_at", DateTime(timezone=True), nullable=False),
    Column("protected", TSTZRANGE),
    Column("approved_by", String(100)),
    Column("reserved_until", DateTime(timezone=True)),
    Column("noticed_at", DateTime(timezone=True)),
    CheckConstraint("standing IN ('undecided', 'protected', 'ended')", name="standing"),
    CheckConstraint("(standing = 'protected') <= (protected IS NOT NULL)", name="protected"),
)
c = claims.c
claims.append_constraint(
    ExcludeConstraint(
        (c.customer_id, "="),
        (c.product_line, "="),
        (c.country, "="),
        (c.protected, "&&"),
        where=text("exclusive AND standing = 'protected'"),
        using="gist",
        name="ex_claims_protected",
    )
)
Index("ux_claims_own_key", c.partner_id, c.own_key, unique=True, postgresql_where=text("standing <> 'ended'"))
Index("ix_claims_unnoticed", c.priority_at, postgresql_where=text("noticed_at IS NULL AND standing <> 'ended'"))

conflicts = Table(
    "conflicts",
    _metadata,
    Column("conflict_id", Uuid, primary_key=True),
    Column("deal_registration_id", Uuid, nullable=False),
    Column("other_deal_registration_id", Uuid, nullable=False, index=True),
    Column("score", Double, nullable=False),
    Column("signals", JSONB, nullable=False),
    Column("rule_version", Integer, nullable=False),
    Column("resolution", String(20), nullable=False),
    Column("detected_at", DateTime(timezone=True), nullable=False),
    Column("resolved_at", DateTime(timezone=True)),
    CheckConstraint("resolution IN ('open', 'cleared', 'overridden')", name="resolution"),
)
_pair = (conflicts.c.deal_registration_id, conflicts.c.other_deal_registration_id)
Index("ix_conflicts_own", conflicts.c.deal_registration_id)
Index(
    "ux_conflicts_open_pair",
    func.least(*_pair),
    func.greatest(*_pair),
    unique=True,
    postgresql_where=text("resolution = 'open'"),
)
