"""The table of contents of the API: every operation that is asked of a service, one line each.

Names are the services' RPC methods; schemas and summaries come from their contracts/rpc.json (catalogue.py).
"""

from __future__ import annotations

from typing import Any, Final

from gateway.api import composing, content, enablement, metrics, open_metrics
from gateway.api.operation import Operation, asks
from gateway.api.watching import OPERATIONS as WATCHING
from gateway.identity import enrolling, following
from gateway.identity.operations import OPERATIONS as IDENTITY
from gateway.outbound import notices
from gateway.uploads.operations import OPERATIONS as UPLOADS

DEAL: Final = "/deal-registrations/{deal_registration_id}"
APPLICATION: Final = "/partner-applications/{application_id}"
PARTNER: Final = "/partners/{partner_id}"
PERSON: Final = "/people/{person_id}"


def deals(line: str, **more: Any) -> Operation:
    return asks("deals", "deal-registrations", line, **more)


def applications(line: str, **more: Any) -> Operation:
    return asks("partners", "partner-applications", line, **more)


def partners(line: str, **more: Any) -> Operation:
    return asks("partners", "partners", line, **more)


def onboarding(line: str, **more: Any) -> Operation:
    return asks("partners", "onboarding", line, **more)


def people(line: str, **more: Any) -> Operation:
    return asks("partners", "people", line, **more)


REGISTRATIONS: Final = (
    deals("POST /deal-registrations register_deal", success=201, location="/v1" + DEAL),
    deals("GET /deal-registrations list_deal_registrations"),
    deals("GET /deal-registration-counts count_deal_registrations"),
    deals(f"GET {DEAL} get_deal_registration"),
    deals(f"PATCH {DEAL} update_deal_registration"),
    deals(f"DELETE {DEAL} delete_deal_registration", success=204),
    deals(f"POST {DEAL}/submit submit_deal_registration"),
    deals(f"POST {DEAL}/claim claim_deal_registration"),
    deals(f"POST {DEAL}/withdraw withdraw_deal_registration"),
    deals(f"POST {DEAL}/request-info request_deal_registration_info"),
    deals(f"POST {DEAL}/approve approve_deal_registration"),
    deals(f"POST {DEAL}/reject reject_deal_registration"),
    deals(f"POST {DEAL}/revise revise_deal_registration"),
    deals(f"POST {DEAL}/extend extend_deal_registration"),
    deals(f"POST {DEAL}/release release_deal_registration"),
    deals(f"POST {DEAL}/revoke revoke_deal_registration"),
    deals(f"POST {DEAL}/convert convert_deal_registration"),
    deals(f"POST {DEAL}/won mark_deal_registration_won"),
    deals(f"POST {DEAL}/lost mark_deal_registration_lost"),
    deals(f"POST {DEAL}/reopen reopen_deal_registration"),
    deals(f"POST {DEAL}/stage set_deal_registration_stage"),
    deals(f"GET {DEAL}/history get_deal_registration_history"),
    deals(f"GET {DEAL}/notes list_notes"),
    deals(f"POST {DEAL}/notes add_note", success=201),
    deals(f"GET {DEAL}/internal-notes list_internal_notes"),
    deals(f"POST {DEAL}/internal-notes add_internal_note", success=201),
)

DECISIONS: Final = (
    asks("deals", "conflict-checks", "POST /conflict-checks check_conflict"),
    deals(f"GET {DEAL}/conflicts get_registration_conflicts"),
    asks("deals", "decisions", "GET /decision-queue list_decision_queue"),
    asks("deals", "decisions", f"GET {DEAL}/decisions list_decisions"),
    asks("deals", "decisions", f"POST {DEAL}/pending-decisions schedule_decision", success=201),
    asks("deals", "decisions", "DELETE /pending-decisions/{pending_decision_id} undo_decision", success=204),
)

APPLICATIONS: Final = (
    applications(
        "POST /partner-applications submit_application",
        success=201,
        after=notices.owe_receipt,
        compose=composing.status_url,
        composed=composing.STATUS_URL,
    ),
    applications("POST /partner-application-checks check_application"),
    applications("GET /application-status/{status_token} get_application_status"),
    applications("POST /application-status/{status_token}/withdraw withdraw_application"),
    applications("GET /partner-applications list_applications"),
    applications("GET /partner-application-counts count_applications"),
    applications(f"GET {APPLICATION} get_application"),
    applications(f"POST {APPLICATION}/screening start_screening"),
    applications(f"PUT {APPLICATION}/screening record_screening"),
    applications(f"POST {APPLICATION}/approve approve_application"),
    applications(f"POST {APPLICATION}/decline decline_application"),
)

PARTNERS: Final = (
    partners("GET /partners list_partners"),
    partners(f"GET {PARTNER} get_partner"),
    partners(f"PATCH {PARTNER} update_partner"),
    partners(f"GET {PARTNER}/history get_partner_history"),
    partners(f"POST {PARTNER}/suspend suspend_partner"),
    partners(f"POST {PARTNER}/reinstate reinstate_partner"),
    partners(f"POST {PARTNER}/terminate terminate_partner"),
    partners(f"PUT {PARTNER}/channel-manager assign_channel_manager"),
    asks("partners", "programs", "GET /program get_program"),
    asks("partners", "programs", "PUT /program ensure_program"),
)

ONBOARDING: Final = (
    onboarding("GET /onboarding list_onboarding"),
    onboarding("GET /onboarding-counts count_onboarding"),
    onboarding(f"GET {PARTNER}/onboarding get_onboarding"),
    onboarding(f"POST {PARTNER}/onboarding/{{task_code}}/complete complete_onboarding_task"),
    onboarding(f"POST {PARTNER}/onboarding/{{task_code}}/reopen reopen_onboarding_task"),
    onboarding("GET /checklists list_checklists"),
    onboarding("PUT /checklists/{partner_type} publish_checklist"),
)

PEOPLE: Final = (
    people("GET /people list_people"),
    people(
        "POST /people add_person",
        success=201,
        location="/v1" + PERSON,
        before=enrolling.refuse_staff,
        errors=("staff_need_an_account",),
    ),
    people("GET /people-names get_people"),
    people(f"GET {PERSON} get_person"),
    people(f"PATCH {PERSON} update_person", after=following.roles_of_person),
    people(f"POST {PERSON}/remove remove_person", after=following.person_left),
)

TABLE: Final = (
    *REGISTRATIONS,
    *DECISIONS,
    *APPLICATIONS,
    *PARTNERS,
    *ONBOARDING,
    *PEOPLE,
    *enablement.OPERATIONS,
    *content.OPERATIONS,
    *metrics.OPERATIONS,
    *open_metrics.OPERATIONS,
    *UPLOADS,
    *IDENTITY,
    *WATCHING,
)
