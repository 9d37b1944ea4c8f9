"""Every screen by name, over data that shows it full: for axe and for screenshots."""

from typing import Any

from tests.browser.people import Site, fresh_name

PUBLIC = {
    "sign-in": "/sign-in",
    "reset": "/reset",
    "reset-dead-link": "/reset/unknown",
    "invitation-dead-link": "/invitations/unknown",
    "apply": "/apply",
    "api-docs": "/docs",
    "not-found": "/nowhere",
}
PORTAL = {
    "home": "/",
    "menu": "/menu",
    "deals": "/deals",
    "deals-none": "/deals?q=nobody-has-this-name",
    "register": "/deals/new?from_blank=1",
    "team": "/team",
    "invite": "/team/invite",
    "settings": "/settings",
}
CONSOLE = {
    "console-overview": "/console",
    "console-approvals": "/console/approvals",
    "console-applications": "/console/applications",
    "console-partners": "/console/partners",
    "console-deals": "/console/deals",
    "console-users": "/console/accounts",
    "console-mailbox": "/console/mailbox",
    "console-health": "/console/health",
    "console-roles": "/console/accounts/roles",
    "console-new-user": "/console/accounts/new",
    "console-menu": "/console/menu",
}


def with_deals(site: Site) -> dict[str, str]:
    """Deals in the states that look different, made through the public API."""
    made: dict[str, Any] = {
        state: site.registered("partner_a", *fresh_name(name))
        for state, name in {"waiting": "Clínica Aurora", "asked": "Puerto Azul", "declined": "Banco Levante"}.items()
    }
    made["approved"] = site.registered("partner_a", *fresh_name("Hospital San Rafael"))
    made["draft"] = site.registered("partner_a", *fresh_name("Farmacias del Sur"), submit=False)
    site.act("approver", made["asked"], "request-info", fields=["contact", "amount"], text="Who is the contact?")
    site.act("approver", made["declined"], "reject", reason_code="incomplete", text="Tell us what they need.")
    site.act("approver", made["approved"], "approve")
    pages = {f"deal-{state}": f"/deals/{deal['deal_registration_id']}" for state, deal in made.items()}
    return pages | {
        "register-opportunity": f"{pages['deal-draft']}/opportunity",
        "answer": f"{pages['deal-asked']}/answer",
        "mark-won": f"{pages['deal-approved']}/do/won",
    }
