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
    "console-menu": "/console/menu",
    "console-approvals": "/console/approvals",
    "console-approvals-none": "/console/approvals?filter=partners",
    "console-applications": "/console/applications",
    "console-applications-none": "/console/applications?q=nobody-has-this-name",
    "console-partners": "/console/partners",
    "console-partners-none": "/console/partners?q=nobody-has-this-name",
    "console-deals": "/console/deals",
    "console-deals-sorted": "/console/deals?status=submitted&sort=decide_by",
    "console-users": "/console/accounts",
    "console-new-user": "/console/accounts/new",
    "console-roles": "/console/accounts/roles",
    "console-mailbox": "/console/mailbox",
    "console-health": "/console/health",
}


def with_guests(site: Site) -> dict[str, str]:
    """What an applicant sees: the status of an application, declined and waiting, and an invitation to accept."""
    waiting, declined, welcome = (application(site) for _ in range(3))
    told = {"reason_code": "not_a_fit", "text": "We look for partners in your region again in spring."}
    site.api("staff", "POST", f"/partner-applications/{declined['application_id']}/decline", told)
    site.api("staff", "POST", f"/partner-applications/{welcome['application_id']}/approve", {})
    return {
        "application-status": waiting["status_url"],
        "application-declined": declined["status_url"],
        "application-approved": welcome["status_url"],
        "invitation": site.letter_link(welcome["contact"]["email"], "/invitations/"),
    }


def application(site: Site) -> dict[str, Any]:
    company, domain = fresh_name("Kappa Consulting")
    contact = {"name": "Inês Duarte", "email": f"ines@{domain}"}
    body = {"legal_name": company, "country": "PT", "domain": domain, "contact": contact}
    made: dict[str, Any] = site.api("staff", "POST", "/partner-applications", body)
    return body | made


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


def with_cases(site: Site) -> dict[str, str]:
    """Single things as staff see them: a conflict, an application, a partner, an account and a decided deal."""
    name, domain = fresh_name("Grupo Meridional")
    first = site.registered("partner_a", name, domain, evidence="Notes of a meeting")["deal_registration_id"]
    second = site.registered("partner_b", f"{name} SA", domain)["deal_registration_id"]
    plain = site.registered("partner_a", *fresh_name("Clínica Aurora"))["deal_registration_id"]
    won = site.registered("partner_a", *fresh_name("Hospital San Rafael"))
    site.act("approver", won, "approve")
    partner = site.api("staff", "GET", "/partners?limit=1")["items"][0]["partner_id"]
    account = site.api("staff", "GET", "/accounts?limit=1")["items"][0]["account_id"]
    applied = application(site)["application_id"]
    approval, deal = "/console/approvals/deals/", "/console/deals/"
    return {
        "conflict": f"{approval}{first}",
        "conflict-ask": f"{approval}{first}?form=ask",
        "conflict-split": f"{approval}{first}?form=split",
        "conflict-override": f"{approval}{first}?form=approve&winner={second}",
        "deal-to-decide": f"{approval}{plain}",
        "deal-decline": f"{approval}{plain}?form=decline",
        "application": f"/console/applications/{applied}",
        "application-review": f"/console/approvals/applications/{applied}",
        "application-approve": f"/console/approvals/applications/{applied}?form=approve",
        "application-decline": f"/console/applications/{applied}?form=decline",
        "partner": f"/console/partners/{partner}",
        "partner-terminate": f"/console/partners/{partner}?form=terminate",
        "console-deal": f"{deal}{first}",
        "console-deal-protected": f"{deal}{won['deal_registration_id']}",
        "console-deal-revoke": f"{deal}{won['deal_registration_id']}?form=revoke",
        "account": f"/console/accounts/{account}",
    }
