"""Certifications of the demo, what companies need of them, and one that was taken back. The certificates themselves
come of what people learn (learning.py): some lapsed, some lapse next month, most hold.
"""

from collections.abc import Iterator
from typing import Any, Final

from deploy.demo.telling import Step
from deploy.demo.trade import Trade

# Defined after the last course was published and before anybody learns; (key, days ago, courses, terms).
CERTIFICATIONS: Final[tuple[tuple[str, float, tuple[str, ...], dict[str, Any]], ...]] = (
    (
        "sales",
        372,
        ("welcome", "sales"),
        {
            "code": "cloud-fabric-sales",
            "title": {"en": "Cloud Fabric Sales Professional", "es": "Profesional de ventas de Cloud Fabric"},
            "validity_months": 12,
        },
    ),
    (
        "security",
        371,
        ("security",),
        {
            "code": "secure-access-engineer",
            "title": {"en": "Secure Access Engineer", "es": "Especialista en Secure Access"},
            "validity_months": 9,
            "grace_days": 45,
        },
    ),
)
# (certification, days ago, how many people, of which companies; none named: of all)
REQUIREMENTS: Final[tuple[tuple[str, float, int, tuple[str, ...]], ...]] = (
    ("sales", 370, 2, ()),
    ("security", 369, 1, ("integrator", "service_provider", "technology", "reseller")),
)
_REVOKED: Final = 25
_SPARED: Final = "partner_a"


def certifications(trade: Trade) -> Iterator[Step]:
    """What can be proved, and what is asked of companies."""
    defined: dict[str, Step] = {}
    for key, day, courses, terms in CERTIFICATIONS:
        defined[key] = trade.step(day, f"certification {key}", _define, trade, key, courses, terms)
    yield from defined.values()
    for key, day, required, partner_types in REQUIREMENTS:
        asked = (_ask_for, trade, key, required, partner_types)
        yield trade.step(day, f"requirement {key}", *asked, after=defined[key])
    yield trade.step(_REVOKED, "a certificate is revoked", _revoke, trade)


def _define(trade: Trade, key: str, courses: tuple[str, ...], terms: dict[str, Any]) -> None:
    body = {**terms, "course_ids": [trade.made[f"course:{course}"] for course in courses]}
    made = trade.as_("staff").post("/v1/certifications", body, key=trade.key("certification", key))
    trade.made[f"certification:{key}"] = made["certification_id"]


def _ask_for(trade: Trade, key: str, required: int, partner_types: tuple[str, ...]) -> None:
    body = {"certification_id": trade.made[f"certification:{key}"], "required": required}
    path = "/v1/requirements"
    trade.as_("staff").post(path, {**body, "partner_types": list(partner_types)}, key=trade.key("requirement", key))


def _revoke(trade: Trade) -> None:
    """The newest one of the engineers', unless it belongs to whom visitors sign in as."""
    certification_id = trade.made["certification:security"]
    staff, spared = trade.as_("staff"), trade.as_(_SPARED).get("/v1/certificates")["items"]
    mine = {held["certificate_id"] for held in spared}
    found = staff.get(f"/v1/certificates?certification_id={certification_id}&status=active")["items"]
    chosen = next(held["certificate_id"] for held in found if held["certificate_id"] not in mine)
    why = {"reason_code": "exam_misconduct", "reason": "The exam was taken by a colleague; please take it yourself."}
    staff.post(f"/v1/certificates/{chosen}/revoke", why, key=trade.key("revoke", chosen))
