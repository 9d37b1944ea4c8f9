"""Every screen by name, over data that shows it full: for axe and for screenshots."""

from typing import Any

from tests.browser import making
from tests.browser.people import Site, fresh_name

PUBLIC = {
    "verify": "/verify",
    "verify-unknown": "/verify/0000-0000-0000",
    "share-dead-link": "/s/unknown",
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
    "learning": "/learning",
    "certificates": "/certificates",
    "library": "/library",
    "library-none": "/library?q=nobody-wrote-this",
    "shares": "/shares",
    "scorecard": "/scorecard",
    "scorecard-metric": "/scorecard/registration_volume",
    "exports": "/exports",
    "onboarding": "/onboarding",
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
    "console-courses": "/console/courses",
    "console-course-new": "/console/courses/new",
    "console-learners": "/console/learners",
    "console-learners-partners": "/console/learners/partners",
    "console-certificates": "/console/certificates",
    "console-certification-new": "/console/certifications/new",
    "console-requirements": "/console/requirements",
    "console-requirement-new": "/console/requirements/new",
    "console-content": "/console/content",
    "console-content-new": "/console/content/new",
    "console-content-as": "/console/content/as",
    "console-dashboards": "/console/dashboards",
    "console-metric": "/console/metrics/registration_volume",
    "console-targets": "/console/targets",
    "console-targets-to-come": "/console/targets?period=2099-Q1&whom=type:reseller",
    "console-target": "/console/targets/approval_rate",
    "console-ageing": "/console/ageing",
    "console-ageing-rows": "/console/ageing/rows?queue=deal_registrations",
    "console-searches": "/console/content/searches",
    "console-exports": "/console/exports",
    "console-onboarding": "/console/onboarding",
}
AUDITED = {
    "console-audit": "/console/audit",
    "console-audit-none": "/console/audit?operation=reopen_deal_registration&accepted=no",
}


def with_guests(site: Site) -> dict[str, str]:
    """What an applicant sees: the status of an application, declined and waiting, and an invitation to accept."""
    waiting, declined, welcome = (making.application(site) for _ in range(3))
    told = {"reason_code": "not_a_fit", "text": "We look for partners in your region again in spring."}
    site.api("staff", "POST", f"/partner-applications/{declined['application_id']}/decline", told)
    site.api("staff", "POST", f"/partner-applications/{welcome['application_id']}/approve", {})
    return {
        "application-status": waiting["status_url"],
        "application-declined": declined["status_url"],
        "application-approved": welcome["status_url"],
        "invitation": site.letter_link(welcome["contact"]["email"], "/invitations/"),
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
    applied = making.application(site)["application_id"]
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


def with_learning(site: Site) -> dict[str, str]:
    """A course before, during and after: its page, a lesson, a question of the exam, both results and what it gave."""
    passed = making.hand_in(site, "partner_a", _before_the_exam(site, _certified(site), "partner_a"), rightly=True)
    assert passed["status"] == "passed"
    making.first_certificate(site, "partner_a")
    offered, course = making.course(site), making.course(site)
    taken = making.enrolled(site, "partner_a", course, lessons=2)
    failed = making.hand_in(site, "partner_a", making.attempt(site, "partner_a", taken), rightly=False)
    running = f"/learning/attempts/{making.attempt(site, 'partner_a', taken)['exam_attempt_id']}"
    return {
        "course-offered": f"/learning/courses/{offered['course_id']}",
        "course": f"/learning/courses/{course['course_id']}",
        "lesson": f"/learning/enrollments/{taken['enrollment_id']}/lessons/{taken['lessons'][0]['lesson_id']}",
        "exam-failed": f"/learning/attempts/{failed['exam_attempt_id']}",
        "exam-passed": f"/learning/attempts/{passed['exam_attempt_id']}",
        "exam-question": f"{running}/questions/1",
        "exam-review": f"{running}/review",
        "learning-full": "/learning",
        "certificates-full": "/certificates",
    }


def _before_the_exam(site: Site, course: dict[str, Any], account: str = "partner_b") -> dict[str, Any]:
    return making.attempt(site, account, making.enrolled(site, account, course, lessons=2))


def with_library(site: Site) -> dict[str, str]:
    """A document as those see it who may, and behind a link that was passed on."""
    asset = making.asset(site, "Edge Gateways price list", "The gateway for small branches costs 480 euros a year.")
    making.share(site, "partner_a", asset)
    return {"asset": f"/library/{asset['asset_id']}"}


def with_strangers(site: Site) -> dict[str, str]:
    """What somebody without an account is shown: a certificate that holds, one that was revoked, a shared document."""
    certificates = []
    for _ in ("holds", "revoked"):
        making.hand_in(site, "partner_b", _before_the_exam(site, _certified(site)), rightly=True)
        certificates.append(making.first_certificate(site, "partner_b"))
    holds, revoked = certificates
    why = {"reason_code": "exam_misconduct", "reason": "Somebody else sat the exam."}
    site.api("staff", "POST", f"/certificates/{revoked['certificate_id']}/revoke", why)
    asset = making.asset(site, "Edge Gateways in a page", "What it does, in a page.", asset_type="datasheet")
    return {
        "verified": f"/verify/{holds['code']}",
        "verified-revoked": f"/verify/{revoked['code']}",
        "shared": making.share(site, "partner_a", asset)["url"],
    }


def _certified(site: Site) -> dict[str, Any]:
    course = making.course(site)
    making.certification(site, course)
    return course


def with_school(site: Site) -> dict[str, str]:
    """A course, its questions and its certificate as staff see them, and a document and a partner's numbers."""
    course = making.course(site)
    certification = making.certification(site, course)
    making.hand_in(site, "partner_b", _before_the_exam(site, course), rightly=True)
    certificate = making.first_certificate(site, "partner_b")["certificate_id"]
    asset = making.asset(site, "Edge Gateways deck", "Slides for the first meeting.", asset_type="deck")["asset_id"]
    partner = site.api("partner_a", "GET", "/account")["partner_id"]
    question = site.api("staff", "GET", f"/courses/{course['course_id']}/questions")["items"][0]["question_id"]
    editor = f"/console/courses/{course['course_id']}"
    return {
        "console-course": editor,
        "console-course-edit": f"{editor}/edit",
        "console-lesson": f"{editor}/lessons/{course['lessons'][0]['lesson_id']}",
        "console-lesson-preview": f"{editor}/lessons/{course['lessons'][0]['lesson_id']}/preview",
        "console-lesson-new": f"{editor}/lessons/new",
        "console-questions": f"{editor}/questions",
        "console-question": f"{editor}/questions/{question}",
        "console-question-new": f"{editor}/questions/new",
        "console-statistics": f"{editor}/statistics",
        "console-certificate": f"/console/certificates/{certificate}",
        "console-certificate-revoke": f"/console/certificates/{certificate}/revoke",
        "console-certification": f"/console/certifications/{certification['certification_id']}/edit",
        "console-requirement": f"/console/requirements/{certification['requirement_id']}/edit",
        "console-requirement-withdraw": f"/console/requirements/{certification['requirement_id']}/withdraw",
        "console-asset": f"/console/content/{asset}",
        "console-asset-edit": f"/console/content/{asset}/edit",
        "console-library-as": f"/console/content/as/{partner}",
        "console-asset-as": f"/console/content/as/{partner}/{asset}",
        "console-scorecard": f"/console/partners/{partner}/scorecard",
    }
