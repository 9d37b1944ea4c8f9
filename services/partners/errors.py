"""What this service refuses, each with the kind and the stable code that others may rely on."""

from typing import ClassVar


class PartnersError(Exception):
    """A refusal in the words of the domain; the chassis carries it over the wire."""

    kind: ClassVar[str] = "conflict"
    code: ClassVar[str] = "refused"

    def __init__(self, message: str = "", **details: object) -> None:
        super().__init__(message or type(self).__doc__)
        self.details = details


class NotFound(PartnersError):
    """There is nothing here that you may see."""

    kind = "not_found"
    code = "not_found"


class VendorOnly(PartnersError):
    """Only the vendor's people may do this."""

    kind = "forbidden"
    code = "vendor_only"


class StaleVersion(PartnersError):
    """Someone changed this record after you read it; read it again and repeat your change."""

    code = "stale_version"


class IllegalTransition(PartnersError):
    """The record's present status does not allow this step."""

    code = "illegal_transition"


class ReasonRequired(PartnersError):
    """This step needs a reason that the partner can be told."""

    kind = "invalid"
    code = "reason_required"


class HierarchyCycle(PartnersError):
    """A partner cannot be placed below itself or below one of its own subsidiaries."""

    code = "hierarchy_cycle"


class UnknownReference(PartnersError):
    """A record named in this command does not exist."""

    kind = "invalid"
    code = "unknown_reference"


class PartnerTerminated(PartnersError):
    """The relationship with this partner has ended."""

    code = "partner_terminated"


class RoleNotAllowed(PartnersError):
    """This role cannot be given to this person."""

    kind = "invalid"
    code = "role_not_allowed"


class EmailTaken(PartnersError):
    """This address cannot be invited; use another one or ask your channel manager."""

    code = "email_taken"


class LastPartnerAdmin(PartnersError):
    """A partner keeps at least one administrator; name another one first."""

    code = "last_partner_admin"


class FreeMailDomain(PartnersError):
    """A mail provider's domain does not identify a company; give the company's own or leave it empty."""

    kind = "invalid"
    code = "free_mail_domain"


class AlreadyPartner(PartnersError):
    """This company is a partner already; ask its administrator to invite you."""

    code = "already_partner"


class ApplicationPending(PartnersError):
    """An application of this company is being reviewed already."""

    code = "application_pending"


class ReapplyLater(PartnersError):
    """This company was declined a short while ago and may apply again later."""

    code = "reapply_later"


class ApplicationDecided(PartnersError):
    """This application has been decided already."""

    code = "application_already_decided"


class ScreeningFailed(PartnersError):
    """A screening check failed; approve only with a written reason for the exception."""

    code = "screening_failed"


class UnknownReasonCode(PartnersError):
    """This reason code is not part of the review rules in force."""

    kind = "invalid"
    code = "unknown_reason_code"


class UnknownCheck(PartnersError):
    """This check is not on the screening list of the application."""

    kind = "invalid"
    code = "unknown_check"


class UnsoundChecklist(PartnersError):
    """This checklist could not be worked through to its end."""

    kind = "invalid"
    code = "unsound_checklist"


class OtherSidesTask(PartnersError):
    """This task belongs to the other side, which completes it."""

    kind = "forbidden"
    code = "other_sides_task"


class TaskCompletesItself(PartnersError):
    """Nobody completes this task by hand; it is done when what it asks for has happened."""

    code = "task_completes_itself"


class TaskBlocked(PartnersError):
    """Other tasks have to be done before this one."""

    code = "task_blocked"


class OnboardingFinished(PartnersError):
    """This onboarding is complete; its list is kept as it was."""

    code = "onboarding_finished"
