"""Words that only staff meet: fields to ask for, signals of a match, scopes, checks.

Statuses and reasons, which partners read too, are in gateway.pages.words.
"""

from typing import Final

from flask_babel import lazy_gettext as _

# What a partner may be asked to correct.
ASKABLE_FIELDS: Final = {
    "customer": _("Customer company"),
    "contact": _("Contact at the customer"),
    "product_line": _("Product"),
    "amount": _("Expected value"),
    "expected_close_on": _("Expected close"),
    "evidence": _("Proof of work"),
    "description": _("Description"),
}

# The partner reads these as "We found this customer"; to staff, "we" is somebody else.
REGISTRATION_TYPE: Final = {
    "sourced": _("Sourced by the partner"),
    "teaming": _("Sold together"),
    "influence": _("Influenced by the partner"),
    "renewal": _("Renewal"),
    "services": _("Services only"),
}

SIGNALS: Final = {
    "same_registration_no": _("Same company registration number"),
    "same_domain": _("Same web domain"),
    "same_contact": _("Same contact e-mail"),
    "same_name_and_place": _("Same name, same city or postcode"),
    "contact_at_domain": _("The contact writes from the other's web domain"),
    "same_name": _("Same name, same country"),
    "shared_contact_domain": _("The contacts write from the same domain"),
    "close_name_and_place": _("Similar name, same city or postcode"),
    "same_domain_label": _("Same web name under another ending"),
    "same_phone": _("Same phone"),
    "other_country": _("Different country, only the name agrees"),
    "other_domain": _("Different web domains"),
    "other_number_in_name": _("Different numbers in the names"),
    "other_registration_no": _("Different company registration numbers"),
}

SCOPES: Final = {
    "none": _("Without sign-in"),
    "own": _("Own records"),
    "company": _("Own company"),
    "hierarchy": _("Company and its branches"),
    "all": _("Everything"),
}

# What the history of a registration says for each change.
HISTORY: Final = {
    "registered": _("Registered"),
    "updated": _("Details changed"),
    "submitted": _("Sent for approval"),
    "resubmitted": _("Answered and sent again"),
    "claimed": _("Taken for review"),
    "info_requested": _("Information asked for"),
    "approved": _("Approved"),
    "rejected": _("Declined"),
    "withdrawn": _("Withdrawn by the partner"),
    "lapsed": _("Lapsed: no answer in time"),
    "revised": _("Opened again as a new revision"),
    "extended": _("Protection extended"),
    "released": _("Protection given back"),
    "revoked": _("Protection revoked"),
    "expired": _("Protection ended"),
    "converted": _("Linked to an opportunity in the CRM"),
    "stage_changed": _("Sales stage changed"),
    "won": _("Won"),
    "lost": _("Lost"),
    "reopened": _("Reopened"),
}

CHANNELS: Final = {
    "portal": _("portal"),
    "console": _("console"),
    "api": _("API"),
    "system": _("automatic"),
}

# The fields of a partner's record, for its history.
PARTNER_FIELDS: Final = {
    "legal_name": _("Legal name"),
    "country": _("Country"),
    "domain": _("Web domain"),
    "city": _("City"),
    "registration_no": _("Registration number"),
    "partner_type": _("Type"),
    "tier": _("Tier"),
    "region": _("Region"),
    "parent_partner_id": _("Parent company"),
    "channel_manager_id": _("Channel manager"),
    "status": _("Status"),
    "status_reason": _("Reason"),
}

CHECKS: Final = {
    "domain_ownership": _("The web domain belongs to the company"),
    "company_register": _("The company is in the public register"),
    "sanctions_list": _("Not on a sanctions list"),
    "competitor_list": _("Not a competitor"),
}

# What the partners service notes itself when it screens an application.
AUTOMATIC_NOTES: Final = {
    "The contact writes from the company's own domain.": _("The contact writes from the company's own domain."),
    "Found on the list.": _("Found on the list."),
    "Not on the list.": _("Not on the list."),
}

# The parts that the health check names.
PARTS: Final = {
    "database": _("Database"),
    "broker": _("Message broker"),
    "partners": _("Partners service"),
    "deals": _("Deals service"),
    "enablement": _("Enablement service"),
    "content": _("Content service"),
    "metrics": _("Metrics service"),
}

ROLE_NOTES: Final = {
    "partner_seller": _("Registers deals and follows their own"),
    "partner_admin": _("Sees the whole company and manages its people"),
    "channel_manager": _("Decides registrations and applications"),
    "program_manager": _("Decides too, ends partnerships and manages users"),
    "platform_operator": _("Manages users and watches the services, sees no deals"),
    "auditor": _("Reads everything, changes nothing"),
}

AREAS: Final = {
    "deal-registrations": _("Deal registrations"),
    "decisions": _("Decisions"),
    "conflict-checks": _("Conflict checks"),
    "partner-applications": _("Applications"),
    "partners": _("Partners"),
    "programs": _("Program"),
    "people": _("People"),
    "sessions": _("Sign-in"),
    "tokens": _("API tokens"),
    "invitations": _("Invitations"),
    "password-resets": _("Password resets"),
    "account": _("Own account"),
    "accounts": _("Users"),
    "audit": _("Audit trail"),
    "events": _("Event feed"),
    "mailbox": _("Test mailbox"),
    "health": _("Services"),
}

RULES: Final = {
    "protection": _("Protection rules"),
    "matching": _("Matching rules"),
    "sla": _("Promise rules"),
}
