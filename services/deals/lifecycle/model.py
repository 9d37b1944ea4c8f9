"""Statuses, stages, codes, and the one table of transitions that code runs, the docs draw and the tests walk."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from services.deals import errors
from services.deals.standing.model import Actor, Side


class Status(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    INFO_REQUESTED = "info_requested"
    PENDING_APPROVAL = "pending_approval"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CONVERTED = "converted"
    EXPIRED = "expired"
    RELEASED = "released"
    REVOKED = "revoked"
    CLOSED_WON = "closed_won"
    CLOSED_LOST = "closed_lost"


class SalesStage(StrEnum):
    PROSPECTING = "prospecting"
    QUALIFIED = "qualified"
    PROPOSAL = "proposal"
    NEGOTIATION = "negotiation"
    WON = "won"
    LOST = "lost"


class RegistrationType(StrEnum):
    SOURCED = "sourced"
    TEAMING = "teaming"
    INFLUENCE = "influence"
    RENEWAL = "renewal"
    SERVICES = "services"


class ReasonCode(StrEnum):
    DUPLICATE_SAME_PARTNER = "duplicate_same_partner"
    REGISTERED_OTHER_PARTNER = "registered_other_partner"
    DIRECT_ENGAGED = "direct_engaged"
    EXISTING_CUSTOMER = "existing_customer"
    RFP_PUBLISHED = "rfp_published"
    BELOW_THRESHOLD = "below_threshold"
    INSUFFICIENT_EVIDENCE = "insufficient_evidence"
    INCOMPLETE = "incomplete"
    OUT_OF_TERRITORY = "out_of_territory"
    PRODUCT_NOT_AUTHORISED = "product_not_authorised"
    PARTNER_NOT_ELIGIBLE = "partner_not_eligible"
    NAMED_ACCOUNT = "named_account"
    CUSTOMER_DESIGNATED_OTHER = "customer_designated_other"
    COMPLIANCE = "compliance"
    WITHDRAWN_BY_CUSTOMER = "withdrawn_by_customer"
    OTHER = "other"


S = Status
BEFORE_CLOSING: Final = None  # The target of reopen: the status the registration had when it was closed.
Targets = Mapping[Status, Status | None]


def _from(*sources: Status, to: Status | None) -> Targets:
    return MappingProxyType(dict.fromkeys(sources, to))


def _staying(*sources: Status) -> Targets:
    return MappingProxyType({source: source for source in sources})


_DECIDABLE: Final = (S.SUBMITTED, S.IN_REVIEW, S.PENDING_APPROVAL)
_PROTECTED: Final = (S.APPROVED, S.CONVERTED)

TRANSITIONS: Final[Mapping[str, Targets]] = MappingProxyType(
    {
        "update": _staying(S.DRAFT, S.INFO_REQUESTED, *_PROTECTED),
        "delete": _staying(S.DRAFT),
        "submit": MappingProxyType({S.DRAFT: S.SUBMITTED, S.INFO_REQUESTED: S.IN_REVIEW}),
        "claim": _from(S.SUBMITTED, to=S.IN_REVIEW),
        "request_info": _from(*_DECIDABLE, to=S.INFO_REQUESTED),
        "approve": _from(*_DECIDABLE, to=S.APPROVED),
        "reject": _from(*_DECIDABLE, to=S.REJECTED),
        "withdraw": _from(S.SUBMITTED, S.IN_REVIEW, S.INFO_REQUESTED, to=S.WITHDRAWN),
        "lapse": _from(S.INFO_REQUESTED, to=S.LAPSED),
        "revise": _from(S.REJECTED, S.WITHDRAWN, S.LAPSED, S.EXPIRED, to=S.DRAFT),
        "extend": _staying(*_PROTECTED),
        "release": _from(*_PROTECTED, to=S.RELEASED),
        "convert": _from(S.APPROVED, to=S.CONVERTED),
        "set_stage": _staying(*_PROTECTED),
        "won": _from(*_PROTECTED, to=S.CLOSED_WON),
        "lost": _from(*_PROTECTED, to=S.CLOSED_LOST),
        "expire": _from(*_PROTECTED, to=S.EXPIRED),
        "revoke": _from(*_PROTECTED, to=S.REVOKED),
        "reopen": _from(S.CLOSED_WON, S.CLOSED_LOST, to=BEFORE_CLOSING),
    }
)

_BOTH: Final = frozenset({Side.PARTNER, Side.STAFF})
_PARTNER: Final = frozenset({Side.PARTNER})
_STAFF: Final = frozenset({Side.STAFF})
_JOBS: Final = frozenset({Side.SYSTEM})
SIDES: Final[Mapping[str, frozenset[Side]]] = MappingProxyType(
    {
        **dict.fromkeys(TRANSITIONS, _BOTH),
        **dict.fromkeys(("delete", "withdraw", "revise", "release"), _PARTNER),
        **dict.fromkeys(("claim", "request_info", "approve", "reject", "convert", "revoke", "reopen"), _STAFF),
        **dict.fromkeys(("lapse", "expire"), _JOBS),
    }
)
DECISION_VERBS: Final = frozenset({"claim", "request_info", "approve", "reject", "revoke", "reopen"})
VERBS: Final = frozenset(TRANSITIONS) - {"lapse", "expire"}

UNDECIDED: Final = frozenset({*_DECIDABLE, S.INFO_REQUESTED})
PROTECTED: Final = frozenset(_PROTECTED)
EDITABLE_FIELDS: Final = frozenset(
    {
        *("customer", "contact", "product_line", "amount", "currency", "expected_close_on"),
        *("registration_type", "evidence", "description"),
    }
)
AFTER_APPROVAL: Final = frozenset({"expected_close_on", "description"})
OPEN_STAGES: Final = frozenset(SalesStage) - {SalesStage.WON, SalesStage.LOST}


def require(verb: str, status: Status, actor: Actor) -> None:
    """Refuse a verb that the status does not allow, or that is not this side's to call."""
    if status not in TRANSITIONS[verb]:
        raise errors.IllegalTransition(verb, status.value)
    if not may(verb, actor):
        raise errors.NotPermitted(verb)


def may(verb: str, actor: Actor) -> bool:
    if verb in DECISION_VERBS and not actor.decides:
        return False
    return actor.writes and actor.side in SIDES[verb]


def actions(status: Status, actor: Actor) -> Iterable[str]:
    """The verbs this actor may call in this status, in the order of the table."""
    return [verb for verb, targets in TRANSITIONS.items() if verb in VERBS and status in targets and may(verb, actor)]
