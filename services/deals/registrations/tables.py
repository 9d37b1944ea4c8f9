"""Registrations, and the mapping of the aggregate with its version counter."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import CheckConstraint, Column, Date, DateTime, Enum, Index, Integer, Numeric, String, Table, Text, Uuid
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator

from chassis.database import metadata
from services.deals.customers.model import Contact, CustomerDetails
from services.deals.lifecycle.model import RegistrationType, SalesStage, Status
from services.deals.registrations.model import Registration

mapped = registry(metadata=metadata())


class Document(TypeDecorator[Any]):
    """A small frozen dataclass kept as one JSON document: it is always read and written whole."""

    impl = JSONB
    cache_ok = True

    def __init__(self, shape: type) -> None:
        super().__init__(none_as_null=True)
        self.shape = shape

    def process_bind_param(self, value: Any, _dialect: Dialect) -> Any:
        return None if value is None else asdict(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> Any:
        return None if value is None else self.shape(**value)


def _codes(enum: type[Any]) -> Enum:
    return Enum(
        enum, native_enum=False, create_constraint=False, length=20, values_callable=lambda e: [m.value for m in e]
    )


_TIME = DateTime(timezone=True)

deal_registrations = Table(
    "deal_registrations",
    mapped.metadata,
    Column("deal_registration_id", Uuid, primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("partner_id", Uuid, nullable=False),
    Column("submitted_by", String(100), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("customer", Document(CustomerDetails), nullable=False),
    Column("contact", Document(Contact)),
    Column("product_line", String(64)),
    Column("amount", Numeric(18, 2)),
    Column("currency", String(3)),
    Column("expected_close_on", Date),
    Column("registration_type", _codes(RegistrationType), nullable=False),
    Column("description", Text),
    Column("evidence", Text),
    Column("status", _codes(Status), nullable=False),
    Column("sales_stage", _codes(SalesStage), nullable=False),
    Column("stage_changed_at", _TIME),
    Column("revision", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", _TIME, nullable=False),
    Column("updated_at", _TIME, nullable=False),
    Column("submitted_at", _TIME),
    Column("claimed_by", String(100)),
    Column("decide_by", _TIME),
    Column("sla_paused_at", _TIME),
    Column("sla_remaining_minutes", Integer),
    Column("sla_paused_minutes", Integer, nullable=False),
    Column("info_fields", ARRAY(String(40))),
    Column("info_text", Text),
    Column("info_asked_at", _TIME),
    Column("answer_until", _TIME),
    Column("decided_at", _TIME),
    Column("decided_by", String(100)),
    Column("decision_status", String(20)),
    Column("decision_reason_code", String(40)),
    Column("decision_text", Text),
    Column("protected_until", _TIME),
    Column("extensions_used", Integer, nullable=False),
    Column("crm_opportunity_ref", String(120)),
    Column("closed_at", _TIME),
    Column("status_before_closing", _codes(Status)),
    Column("stage_before_closing", _codes(SalesStage)),
    Column("won_on", Date),
    Column("lost_reason", Text),
    CheckConstraint(f"status IN ({', '.join(repr(s.value) for s in Status)})", name="status"),
    CheckConstraint("status <> 'rejected' OR decision_reason_code IS NOT NULL", name="rejection_has_reason"),
    CheckConstraint("status NOT IN ('approved', 'converted') OR protected_until IS NOT NULL", name="approval_protects"),
)
c = deal_registrations.c
NUMBER_SEQUENCE = "deal_registration_number"

Index("ix_deal_registrations_partner", c.partner_id, c.created_at, c.deal_registration_id)
Index("ix_deal_registrations_created", c.created_at, c.deal_registration_id)
Index("ix_deal_registrations_status", c.status, c.created_at, c.deal_registration_id)
Index("ix_deal_registrations_promise", c.decide_by, c.deal_registration_id, postgresql_where=c.decide_by.is_not(None))
Index(
    "ix_deal_registrations_protected",
    c.protected_until,
    c.deal_registration_id,
    postgresql_where=sql("status IN ('approved', 'converted')"),
)
Index(
    "ix_deal_registrations_customer",
    sql("(customer ->> 'legal_name') gin_trgm_ops"),
    postgresql_using="gin",
    _table=deal_registrations,
)
Index("ix_deal_registrations_answer", c.answer_until, postgresql_where=sql("status = 'info_requested'"))

mapped.map_imperatively(Registration, deal_registrations, version_id_col=c.version)
