"""A small library for tests: partners, their people, and assets with real files."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from chassis.blobs import Blobs
from chassis.context import Principal
from chassis.database import uuid7
from chassis.errors import ServiceError
from chassis.testing import Harness

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n% a very small one\n%%EOF\n"


@dataclass(frozen=True)
class Partner:
    """A partner as the replica knows it, with one person who acts for it."""

    partner_id: UUID
    person_id: UUID
    name: str
    roles: tuple[str, ...]
    language: str

    @property
    def person(self) -> Principal:
        return self.colleague(self.person_id)

    def colleague(self, person_id: UUID, *, scope: str = "company", roles: tuple[str, ...] = ()) -> Principal:
        claims = {"person_id": str(person_id), "partner_id": str(self.partner_id), "language": self.language}
        return Principal(actor=f"person:{person_id}", roles=roles or self.roles, scope=scope, claims=claims)


@dataclass
class Library:
    """What the tests of content say in one line each."""

    harness: Harness
    blobs: Blobs
    manager: Principal = field(init=False)

    def __post_init__(self) -> None:
        self.manager = self.staff("program_manager")

    def staff(self, *roles: str) -> Principal:
        person_id = uuid7()
        self.note_person(person_id, None, roles)
        claims = {"person_id": str(person_id), "language": "en"}
        return Principal(actor=f"person:{person_id}", roles=roles, scope="all", claims=claims)

    def partner(
        self,
        name: str = "Andes Tecnología",
        *,
        roles: tuple[str, ...] = ("partner_seller",),
        language: str = "es",
        **record: Any,
    ) -> Partner:
        made = Partner(uuid7(), uuid7(), name, roles, language)
        self.note_partner(made, **record)
        self.note_person(made.person_id, made.partner_id, roles)
        return made

    def note_partner(self, partner: Partner, **record: Any) -> None:
        """What partners would say of it now."""
        fact = {
            "partner_id": partner.partner_id,
            "legal_name": partner.name,
            "country": "MX",
            "partner_type": "reseller",
            "status": "active",
            "parent_partner_id": None,
            "channel_manager_id": None,
            "tier": "gold",
            "region": "latam",
            **record,
        }
        about = f"partner/{partner.partner_id}"
        self.harness.deliver("partners", "partner.updated.v1", {**fact, "changed": ["tier"]}, subject=about)

    def note_person(
        self, person_id: UUID, partner_id: UUID | None, roles: tuple[str, ...], fact: str = "joined"
    ) -> None:
        said = {"person_id": person_id, "partner_id": partner_id, "roles": list(roles)}
        self.harness.deliver("partners", f"person.{fact}.v1", said, subject=f"person/{person_id}")

    def leave(self, person_id: UUID | str, partner_id: UUID | None) -> None:
        said = {"person_id": person_id, "partner_id": partner_id, "roles": ["partner_seller"], "reason": "left_company"}
        self.harness.deliver("partners", "person.left.v1", said, subject=f"person/{person_id}")

    def note_deal(self, partner: Partner, number: str) -> UUID:
        """What deals would say of a registration that the partner sent."""
        about = uuid7()
        said = {"deal_registration_id": about, "partner_id": partner.partner_id, "number": number}
        self.harness.deliver("deals", "deal_registration.submitted.v1", said, subject=f"deal_registration/{about}")
        return about

    def share(self, partner: Partner, asset: dict[str, Any], **more: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.call("create_share", partner.person, asset_id=asset["asset_id"], **more)
        return made

    def certify(
        self,
        partner: Partner,
        code: str,
        *,
        certificate_id: UUID | None = None,
        fact: str = "issued",
        replaces: UUID | None = None,
    ) -> UUID:
        """What enablement would say of a certificate of the partner's person."""
        about = certificate_id or uuid7()
        status = {"issued": "active", "revoked": "revoked", "expired": "expired", "expiring": "expiring"}[fact]
        said = {
            "certificate_id": about,
            "person_id": partner.person_id,
            "certification_code": code,
            "status": status,
            "replaces_certificate_id": replaces,
        }
        self.harness.deliver("enablement", f"certificate.{fact}.v1", said, subject=f"certificate/{about}")
        return about

    def call(self, method: str, principal: Principal | None = None, **command: Any) -> Any:
        return self.harness.call(method, command, principal=principal or self.manager)

    def refuses(self, code: str, method: str, principal: Principal | None = None, **command: Any) -> ServiceError:
        with pytest.raises(ServiceError) as refused:
            self.call(method, principal, **command)
        assert refused.value.code == code, refused.value
        return refused.value

    def finds(self, principal: Principal, asset_id: str) -> bool:
        """Whether the permanent link leads somebody anywhere."""
        try:
            self.call("get_asset", principal, asset_id=asset_id)
        except ServiceError as refused:
            if refused.code != "not_found":
                raise
            return False
        return True

    def upload(self, content: bytes = PDF, filename: str = "ficha.pdf") -> dict[str, Any]:
        """A file as the gateway leaves it, with what it knows of it."""
        upload_id = uuid7()
        written = self.blobs.write(f"uploads/content/{upload_id}", [content])
        return {"upload_id": upload_id, "size": written.size, "sha256": written.sha256, "filename": filename}

    def description(self, title: str = "Ficha técnica", **more: Any) -> dict[str, Any]:
        kind = {"title": title, "asset_type": "datasheet", "language": "es"}
        return {**kind, "review_on": date(2026, 9, 1), **more}

    def draft(self, title: str = "Ficha técnica", **more: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.call("create_asset", **self.description(title, **more))
        return made

    def add_version(self, asset_id: str, **file: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.call("add_asset_version", asset_id=asset_id, **self.upload(**file))
        return made

    def publish(self, title: str = "Ficha técnica", **more: Any) -> dict[str, Any]:
        """A published asset with one version."""
        asset_id = self.draft(title, **more)["asset_id"]
        self.add_version(asset_id)
        made: dict[str, Any] = self.call("publish_asset", asset_id=asset_id)
        return made

    def titles(self, principal: Principal, **command: Any) -> list[str]:
        """What somebody's list shows."""
        return [found["title"] for found in self.call("list_assets", principal, **command)["items"]]
