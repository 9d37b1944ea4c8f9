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

CERTIFICATE: Final = {
    "active": Look(text=_("Valid"), icon="circle-check", kind="ok"),
    "expiring": Look(text=_("Ends soon"), icon="clock-exclamation", kind="warn"),
    "expired": Look(text=_("Expired"), icon="clock-off", kind="warn"),
    "renewed": Look(text=_("Renewed"), icon="refresh"),
    "revoked": Look(text=_("Revoked"), icon="ban", kind="bad"),
    "valid": Look(text=_("Valid"), icon="circle-check", kind="ok"),
}

COMPANY_REQUIREMENT: Final = {
    "unmet": Look(text=_("Not met yet"), icon="hourglass"),
    "met": Look(text=_("Met"), icon="circle-check", kind="ok"),
    "at_risk": Look(text=_("At risk"), icon="alert-triangle", kind="warn"),
    "lost": Look(text=_("No longer met"), icon="circle-x", kind="bad"),
}

COURSE: Final = {
    "draft": Look(text=_("Draft"), icon="pencil"),
    "published": Look(text=_("Published"), icon="circle-check", kind="ok"),
    "retired": Look(text=_("Retired"), icon="archive"),
}

ENROLLMENT: Final = {
    "active": Look(text=_("Under way"), icon="player-play", kind="info"),
    "completed": Look(text=_("Completed"), icon="circle-check", kind="ok"),
}

EXAM_ATTEMPT: Final = {
    "running": Look(text=_("Running"), icon="hourglass", kind="info"),
    "passed": Look(text=_("Pass"), icon="circle-check", kind="ok"),
    "failed": Look(text=_("Not passed"), icon="circle-x", kind="bad"),
}

LESSON_KIND: Final = {
    "text": _("Reading"),
    "file": _("File"),
    "video": _("Video"),
    "link": _("Web page"),
}

LESSON_ICON: Final = {"text": "file-text", "file": "file-download", "video": "player-play", "link": "external-link"}

QUESTION_KIND: Final = {
    "single": _("One right answer"),
    "multiple": _("Several right answers"),
    "order": _("Put in order"),
    "match": _("Match"),
    "number": _("A number"),
    "short": _("A short text"),
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

TIER: Final = {"registered": _("Registered"), "silver": _("Silver"), "gold": _("Gold")}

REGION: Final = {
    "emea": _("Europe, Middle East and Africa"),
    "latam": _("Latin America"),
    "na": _("North America"),
    "apac": _("Asia and Pacific"),
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

REVOCATION_REASON: Final = {
    "issued_in_error": _("Issued in error"),
    "exam_misconduct": _("Misconduct in the exam"),
    "terms_breached": _("The terms were breached"),
    "holder_request": _("The holder asked for it"),
    "other": _("Another reason"),
}

UNKNOWN: Final = Look(text="", icon="help-circle")
LOOKS: Final = {
    "registration": REGISTRATION,
    "application": APPLICATION,
    "partner": PARTNER,
    "certificate": CERTIFICATE,
    "company_requirement": COMPANY_REQUIREMENT,
    "course": COURSE,
    "enrollment": ENROLLMENT,
    "exam_attempt": EXAM_ATTEMPT,
}


def look(kind: str, code: str) -> Look:
    """How a status is shown; a code that this page does not know yet is shown as it is."""
    return LOOKS[kind].get(code) or Look(text=code, icon=UNKNOWN.icon)


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        look=look,
        sales_stages=SALES_STAGE,
        lesson_kinds=LESSON_KIND,
        lesson_icons=LESSON_ICON,
        question_kinds=QUESTION_KIND,
        registration_types=REGISTRATION_TYPE,
        partner_types=PARTNER_TYPE,
        tiers=TIER,
        regions=REGION,
        roles=ROLE,
        decision_reasons=DECISION_REASON,
        revocation_reasons=REVOCATION_REASON,
    )
