"""The words, icons and colours of codes: every screen calls one status by one word."""

from dataclasses import dataclass
from typing import Any, Final

from flask import Flask
from flask_babel import lazy_gettext as _


@dataclass(frozen=True, kw_only=True)
class Look:
    text: Any
    icon: str
    kind: str = ""


REGISTRATION: Final = {
    "draft": Look(text=_("Draft"), icon="pencil"),
    "submitted": Look(text=_("Sent"), icon="send", kind="info"),
    "in_review": Look(text=_("In review"), icon="hourglass"),
    "info_requested": Look(text=_("Question open"), icon="message-question", kind="info"),
    "pending_approval": Look(text=_("Final approval"), icon="hourglass-high"),
    "approved": Look(text=_("Approved"), icon="circle-check", kind="ok"),
    "converted": Look(text=_("Converted"), icon="link", kind="ok"),
    "rejected": Look(text=_("Declined"), icon="circle-x", kind="bad"),
    "withdrawn": Look(text=_("Withdrawn"), icon="arrow-back-up"),
    "lapsed": Look(text=_("Lapsed"), icon="clock-off", kind="warn"),
    "expired": Look(text=_("Expired"), icon="clock-off", kind="warn"),
    "released": Look(text=_("Released"), icon="lock-open"),
    "revoked": Look(text=_("Revoked"), icon="ban", kind="bad"),
    "closed_won": Look(text=_("Won"), icon="trophy", kind="acc"),
    "closed_lost": Look(text=_("Lost"), icon="circle-minus"),
}

APPLICATION: Final = {
    "submitted": Look(text=_("Received"), icon="send", kind="info"),
    "screening": Look(text=_("In review"), icon="hourglass"),
    "approved": Look(text=_("Approved"), icon="circle-check", kind="ok"),
    "declined": Look(text=_("Declined"), icon="circle-x", kind="bad"),
    "withdrawn": Look(text=_("Withdrawn"), icon="arrow-back-up"),
}

PARTNER: Final = {
    "applicant": Look(text=_("Applicant"), icon="hourglass"),
    "onboarding": Look(text=_("Getting started"), icon="rocket", kind="info"),
    "active": Look(text=_("Active"), icon="circle-check", kind="ok"),
    "suspended": Look(text=_("Suspended"), icon="player-pause", kind="warn"),
    "terminated": Look(text=_("Ended"), icon="ban", kind="bad"),
}

SALES_STAGE: Final = {
    "prospecting": _("Prospecting"),
    "qualified": _("Qualified"),
    "proposal": _("Proposal"),
    "negotiation": _("Negotiation"),
    "won": _("Won"),
    "lost": _("Lost"),
}

REGISTRATION_TYPE: Final = {
    "sourced": _("We found this customer"),
    "teaming": _("We sell together"),
    "influence": _("We advised the customer"),
    "renewal": _("Renewal"),
    "services": _("Services only"),
}

PARTNER_TYPE: Final = {
    "reseller": _("Reseller"),
    "distributor": _("Distributor"),
    "integrator": _("System integrator"),
    "service_provider": _("Service provider"),
    "consultant": _("Consultancy"),
    "referral": _("Referral partner"),
    "technology": _("Technology partner"),
}

ROLE: Final = {
    "partner_seller": _("Seller"),
    "partner_admin": _("Administrator"),
    "channel_manager": _("Channel manager"),
    "program_manager": _("Program manager"),
    "platform_operator": _("Platform operator"),
    "auditor": _("Auditor"),
}

DECISION_REASON: Final = {
    "registered_other_partner": _("Already registered by another partner"),
    "duplicate_same_partner": _("You registered it before"),
    "direct_engaged": _("Our own sales team is already engaged"),
    "existing_customer": _("Existing customer for this product"),
    "rfp_published": _("A public tender is already out"),
    "customer_designated_other": _("The customer named another partner"),
    "insufficient_evidence": _("Not enough evidence"),
    "incomplete": _("Information is missing"),
    "below_threshold": _("Below the smallest amount"),
    "out_of_territory": _("Outside your territory"),
    "product_not_authorised": _("You are not authorised for this product"),
    "partner_not_eligible": _("Your company is not eligible now"),
    "named_account": _("Named account, not open to registration"),
    "compliance": _("Compliance"),
    "withdrawn_by_customer": _("The customer stopped the project"),
    "duplicate": _("The company is already a partner"),
    "competitor": _("Competes with us"),
    "region_not_served": _("No program in your region yet"),
    "screening_failed": _("A check of the company failed"),
    "not_a_fit": _("Does not fit the program today"),
    "other": _("Another reason"),
}

UNKNOWN: Final = Look(text="", icon="help-circle")
LOOKS: Final = {"registration": REGISTRATION, "application": APPLICATION, "partner": PARTNER}


def look(kind: str, code: str) -> Look:
    """How a status is shown; a code that this page does not know yet is shown as it is."""
    return LOOKS[kind].get(code) or Look(text=code, icon=UNKNOWN.icon)


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        look=look,
        sales_stages=SALES_STAGE,
        registration_types=REGISTRATION_TYPE,
        partner_types=PARTNER_TYPE,
        roles=ROLE,
        decision_reasons=DECISION_REASON,
    )
