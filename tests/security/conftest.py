"""The gateway in front of the real services: two partners with people and deals, and staff of every role."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from chassis import database
from deploy.local.catalogue import SERVICES
from gateway import create_app
from gateway.identity.roles import STAFF_ROLES
from gateway.runtime import EXTENSION
from services.enablement.badges.jobs import ensure_issuer_key
from tests.gateway.conftest import app, client, gateway_app, gateway_settings, people, runtime_of, services
from tests.gateway.people import Caller, People
from tests.security.real_services import RealServices

PDF = b"%PDF-1.7\n% of the security tests\n%%EOF\n"

__all__ = ["app", "client", "gateway_app", "gateway_settings", "people", "services"]


@dataclass(frozen=True)
class PartnerSide:
    """One partner as its people see it."""

    partner_id: UUID
    application_id: str
    admin: Caller
    seller: Caller
    deal_registration_id: str


@dataclass(frozen=True)
class World:
    app: Flask
    people: People
    real: RealServices
    a: PartnerSide
    b: PartnerSide
    staff: dict[str, Caller]

    def callers(self) -> dict[str, Caller]:
        """Everyone who is not of partner B, by role."""
        return {"partner_seller": self.a.seller, "partner_admin": self.a.admin, **self.staff}


@pytest.fixture(scope="session")
def real_app(service_database: Callable[[str], str], gateway_settings: Any) -> Iterator[tuple[Flask, RealServices]]:
    os.environ["PRM_BLOBS"] = gateway_settings.blobs  # one store for all, as in an installation
    engines = {name: database.engine(service_database(f"services.{name}")) for name in SERVICES}
    real = RealServices(engines)
    real.harnesses["enablement"].run_job(ensure_issuer_key)
    app = create_app(replace(gateway_settings, database_url=service_database("gateway")), real)
    yield app, real
    for engine in (*engines.values(), app.extensions[EXTENSION].sessions.kw["bind"]):
        engine.dispose()


@pytest.fixture(scope="session")
def world(real_app: tuple[Flask, RealServices]) -> World:
    app, real = real_app
    found = People(app.test_client(), runtime_of(app).sessions, runtime_of(app).settings)
    staff = {role: found.sign_in(role) for role in STAFF_ROLES}
    sides = [_partner(found, staff["program_manager"], name) for name in ("Vega Systems", "Iberia Tech")]
    return World(app, found, real, *sides, staff)


def _partner(people: People, manager: Caller, name: str) -> PartnerSide:
    domain = f"{name.split(maxsplit=1)[0].lower()}.example"
    contact = {"name": "First Admin", "email": f"admin@{domain}"}
    body = {"legal_name": name, "country": "ES", "domain": domain, "city": "Madrid", "contact": contact}
    application = _ok(manager.post("/partner-applications", body))
    approved = _ok(manager.post(f"/partner-applications/{application['application_id']}/approve"))
    partner_id = UUID(approved["partner_id"])
    admin = people.sign_in("partner_admin", partner_id=partner_id, person_id=UUID(approved["person_id"]))
    named = _ok(admin.post("/people", {"name": "A Seller", "email": f"seller@{domain}", "role": "partner_seller"}))
    seller = people.sign_in("partner_seller", partner_id=partner_id, person_id=UUID(named["person_id"]))
    registration = _ok(seller.post("/deal-registrations", registration_of(f"Customer of {name}")))
    return PartnerSide(partner_id, application["application_id"], admin, seller, registration["deal_registration_id"])


def registration_of(customer: str, **more: Any) -> dict[str, Any]:
    token = uuid4().hex[:8]
    return {
        "customer": {"legal_name": f"{customer} {token}", "country": "ES", "domain": f"{token}.example"},
        "contact": {"name": "Pilar Gil", "email": f"pilar@{token}.example"},
        "product_line": "platform",
        "amount": "45000.00",
        "currency": "EUR",
        "expected_close_on": "2027-06-30",
        **more,
    }


def published(manager: Caller, title: str, audience: dict[str, list[str]], *, word: str) -> str:
    """The id of an asset with a file, for whoever the audience lets see it; the word is in its text and in its name."""
    described = {
        "title": title,
        "summary": f"{title}, a summary with {word} inside.",
        "asset_type": "datasheet",
        "language": "en",
        "product_lines": ["platform"],
        "review_on": "2030-01-01",
        "audience": audience,
    }
    asset_id = str(_ok(manager.post("/assets", described))["asset_id"])
    headers = {"Prm-Filename": f"{word}.pdf"}
    upload = manager.call(
        "POST", "/uploads?for=content", data=PDF, headers=headers, content_type="application/octet-stream"
    )
    _ok(manager.post(f"/assets/{asset_id}/versions", {"upload_id": _ok(upload)["upload_id"]}))
    _ok(manager.post(f"/assets/{asset_id}/publish"))
    return asset_id


def _ok(answer: Any) -> Any:
    assert answer.status_code in {200, 201}, answer.text
    return answer.json
