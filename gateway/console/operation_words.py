"""What the audit trail calls each command: a phrase for people; the code of the API stands beside it."""

from typing import Final

from flask_babel import lazy_gettext as _

DEALS: Final = {
    "register_deal": _("Register a deal"),
    "update_deal_registration": _("Change the details of a deal"),
    "delete_deal_registration": _("Delete a draft of a deal"),
    "submit_deal_registration": _("Send a deal for approval"),
    "claim_deal_registration": _("Take a deal for review"),
    "withdraw_deal_registration": _("Withdraw a deal"),
    "request_deal_registration_info": _("Ask a partner about a deal"),
    "approve_deal_registration": _("Approve a deal"),
    "reject_deal_registration": _("Decline a deal"),
    "revise_deal_registration": _("Open a deal again as a new revision"),
    "extend_deal_registration": _("Extend the protection of a deal"),
    "release_deal_registration": _("Give back the protection of a deal"),
    "revoke_deal_registration": _("Revoke the protection of a deal"),
    "convert_deal_registration": _("Link a deal to the CRM"),
    "mark_deal_registration_won": _("Mark a deal as won"),
    "mark_deal_registration_lost": _("Mark a deal as lost"),
    "reopen_deal_registration": _("Reopen a deal"),
    "set_deal_registration_stage": _("Set the sales stage of a deal"),
    "add_note": _("Write a message about a deal"),
    "add_internal_note": _("Add an internal note"),
    "check_conflict": _("Check a deal for conflicts"),
    "schedule_decision": _("Decide on a deal"),
    "undo_decision": _("Undo a decision"),
}

PARTNERS: Final = {
    "submit_application": _("Apply as a partner"),
    "check_application": _("Check an application"),
    "withdraw_application": _("Withdraw an application"),
    "start_screening": _("Start the screening of an application"),
    "record_screening": _("Save the screening of an application"),
    "approve_application": _("Approve an application"),
    "decline_application": _("Decline an application"),
    "update_partner": _("Change the record of a partner"),
    "suspend_partner": _("Suspend a partner"),
    "reinstate_partner": _("Reinstate a partner"),
    "terminate_partner": _("End a partnership"),
    "assign_channel_manager": _("Assign a channel manager"),
    "ensure_program": _("Set up the program"),
    "complete_onboarding_task": _("Complete a getting started task"),
    "reopen_onboarding_task": _("Reopen a getting started task"),
    "publish_checklist": _("Publish a getting started list"),
    "add_person": _("Add a person"),
    "update_person": _("Change the details of a person"),
    "remove_person": _("Remove a person"),
}

ENABLEMENT: Final = {
    "create_course": _("Create a course"),
    "update_course": _("Change a course"),
    "add_lesson": _("Add a lesson to a course"),
    "update_lesson": _("Change a lesson"),
    "move_lesson": _("Move a lesson"),
    "attach_lesson_file": _("Add a file to a lesson"),
    "remove_lesson": _("Remove a lesson"),
    "set_exam": _("Set the exam of a course"),
    "remove_exam": _("Remove the exam of a course"),
    "publish_course": _("Publish a course"),
    "retire_course": _("Retire a course"),
    "create_question": _("Write an exam question"),
    "import_questions": _("Import exam questions"),
    "update_question": _("Change an exam question"),
    "set_enrollment_rule": _("Set an enrolment rule"),
    "remove_enrollment_rule": _("Remove an enrolment rule"),
    "enroll_in_course": _("Enrol somebody in a course"),
    "extend_enrollment": _("Give more time for a course"),
    "record_progress": _("Go on with a course"),
    "start_exam_attempt": _("Begin an exam"),
    "save_answer": _("Answer an exam question"),
    "submit_exam_attempt": _("Hand in an exam"),
    "create_certification": _("Define a certification"),
    "update_certification": _("Change a certification"),
    "retire_certification": _("Retire a certification"),
    "revoke_certificate": _("Revoke a certificate"),
    "transfer_certificates": _("Move certificates to another company"),
    "set_requirement": _("Set a requirement"),
    "withdraw_requirement": _("Withdraw a requirement"),
}

CONTENT: Final = {
    "create_asset": _("Create an asset"),
    "update_asset": _("Change an asset"),
    "add_asset_version": _("Add a version of an asset"),
    "publish_asset": _("Publish an asset"),
    "replace_asset": _("Replace an asset"),
    "retire_asset": _("Retire an asset"),
    "mark_reviewed": _("Note that an asset was reviewed"),
    "view_asset": _("Open an asset"),
    "preview_audience": _("Preview an audience"),
    "create_share": _("Share an asset by link"),
    "revoke_share": _("Revoke a shared link"),
    "open_share": _("Open a shared link"),
    "upload_file": _("Send a file"),
}

METRICS: Final = {
    "set_exchange_rate": _("Set an exchange rate"),
    "set_target": _("Set a target"),
    "request_export": _("Ask for an export"),
}

IDENTITY: Final = {
    "create_session": _("Sign in"),
    "end_session": _("Sign out"),
    "create_token": _("Create an API token"),
    "revoke_token": _("Revoke an API token"),
    "accept_invitation": _("Accept an invitation"),
    "ask_for_password_reset": _("Ask for a new password"),
    "reset_password": _("Set a new password by link"),
    "change_password": _("Change the own password"),
    "update_account": _("Change the own settings"),
    "create_account": _("Create an account"),
    "change_account_roles": _("Change the roles of an account"),
    "disable_account": _("Disable an account"),
    "enable_account": _("Enable an account"),
    "resend_letter": _("Send a letter again"),
}

OPERATION: Final = DEALS | PARTNERS | ENABLEMENT | CONTENT | METRICS | IDENTITY
# Why the edge refused a command, as it notes it.
REFUSAL: Final = {"role": _("not a right of the role"), "token scope": _("not a right of the API token")}
READING: Final = _("Read what was not allowed")  # only what was refused is kept of reading
