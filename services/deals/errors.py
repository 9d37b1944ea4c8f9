"""What the deals service refuses, each with its kind and stable code. Knows nothing of the wire."""

from typing import ClassVar


class DealsError(Exception):
    """A refusal by a rule of this service; details must be JSON values."""

    kind: ClassVar[str] = "conflict"
    code: ClassVar[str] = "conflict"

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.details = details


class RegistrationNotFound(DealsError):
    """Also the answer about another partner's registration: it must look exactly like an absent one."""

    kind = "not_found"
    code = "deal_registration_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such deal registration.")


class PendingDecisionNotFound(DealsError):
    kind = "not_found"
    code = "pending_decision_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such pending decision, or it was already carried out.")


class IllegalTransition(DealsError):
    code = "illegal_transition"

    def __init__(self, verb: str, status: str) -> None:
        super().__init__(f"A registration that is {status} does not allow: {verb}.", verb=verb, status=status)


class StaleVersion(DealsError):
    code = "stale_version"

    def __init__(self, expected: int, current: int) -> None:
        super().__init__(
            "The registration was changed by someone else. Read it again and repeat your change.",
            expected=expected,
            current=current,
        )


class InvalidFields(DealsError):
    """Something is missing or wrong in named fields; `fields` holds {pointer, code, message}."""

    kind = "invalid"
    code = "validation_failed"

    def __init__(self, fields: list[dict[str, str]]) -> None:
        super().__init__("Some fields are missing or not valid.", fields=fields)


class FieldsLocked(DealsError):
    code = "fields_locked"

    def __init__(self, locked: list[str]) -> None:
        super().__init__("These fields cannot be changed now.", locked=locked)


class PartnerNotEligible(DealsError):
    kind = "forbidden"
    code = "partner_not_eligible"

    def __init__(self, status: str) -> None:
        super().__init__(f"A partner that is {status} cannot register deals.", status=status)


class PartnerUnknown(DealsError):
    """The replica has not heard of the partner (yet)."""

    kind = "forbidden"
    code = "partner_not_eligible"

    def __init__(self) -> None:
        super().__init__("This partner is not known as an active partner yet.", status="unknown")


class NotPermitted(DealsError):
    kind = "forbidden"
    code = "not_permitted"

    def __init__(self, verb: str) -> None:
        super().__init__(f"Your role does not allow: {verb}.", verb=verb)


class SelfApproval(DealsError):
    kind = "forbidden"
    code = "self_approval"

    def __init__(self) -> None:
        super().__init__("Whoever submitted a registration cannot decide it. Ask a colleague.")


class DuplicateSamePartner(DealsError):
    code = "duplicate_same_partner"

    def __init__(self, deal_registration_id: str | None) -> None:
        super().__init__(
            "Your company already has an active registration for this customer and product line.",
            deal_registration_id=deal_registration_id,
        )


class ScopeProtected(DealsError):
    """An approved, unexpired claim of another partner holds this scope."""

    code = "scope_protected"

    def __init__(self) -> None:
        super().__init__("Another approved registration protects this scope. Approving needs an override reason.")


class EarlierClaimUndecided(DealsError):
    """Priority belongs to the first complete submission."""

    code = "earlier_claim_undecided"

    def __init__(self) -> None:
        super().__init__(
            "An earlier registration in this scope is undecided. Decide it first, or give an override reason."
        )


class SecondPersonRequired(DealsError):
    kind = "forbidden"
    code = "second_person_required"

    def __init__(self) -> None:
        super().__init__("An override needs a person other than the one who approved the standing registration.")


class ResubmissionLimit(DealsError):
    code = "resubmission_limit_reached"

    def __init__(self, limit: int) -> None:
        super().__init__(f"A registration can be revised {limit} times at most.", limit=limit)


class ExtensionRefused(DealsError):
    """One of the extension rules says no; `rule` names which."""

    code = "extension_refused"

    def __init__(self, rule: str, message: str, **details: object) -> None:
        super().__init__(message, rule=rule, **details)


class ReopenTooLate(DealsError):
    code = "reopen_window_over"

    def __init__(self, days: int) -> None:
        super().__init__(f"A closed registration can be reopened within {days} days.", days=days)


class DecisionAlreadyPending(DealsError):
    code = "decision_already_pending"

    def __init__(self) -> None:
        super().__init__("A decision on this registration is already about to be carried out. Undo it first.")


class ConflictCheckQuotaExceeded(DealsError):
    kind = "forbidden"
    code = "conflict_check_quota_exceeded"

    def __init__(self, limit: int, retry_after_seconds: int) -> None:
        super().__init__(
            f"You have checked {limit} customers today. More checks are possible tomorrow.",
            limit=limit,
            retry_after=retry_after_seconds,
        )
