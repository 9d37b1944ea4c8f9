"""Staff become people of the vendor at partners: they have names on pages and can be responsible for partners."""

from __future__ import annotations

from uuid import UUID, uuid5

from chassis.context import Principal
from chassis.errors import ServiceError
from gateway import idempotency
from gateway.api.call import LocalCall
from gateway.identity.roles import STAFF_ROLES
from gateway.rpc import Request
from gateway.runtime import Services


def refuse_staff(call: LocalCall) -> None:
    """One of the vendor's staff named as a person alone could never sign in: they are made with their account."""
    if call.principal.scope == "all" and call.command.get("role") in STAFF_ROLES:
        raise ServiceError("invalid", "staff_need_an_account")


def enrol(
    services: Services, *, principal: Principal, command_id: UUID, email: str, name: str, role: str, language: str
) -> UUID:
    """The person's id. Ids of both commands come from ours: repeated, it finds the same person."""
    command = {"name": name, "email": email.strip().lower(), "role": role, "language": language}
    person_id = UUID(_ask(services, "add_person", command, principal, uuid5(command_id, "add_person"))["person_id"])
    joining = Principal(actor=f"person:{person_id}", roles=(role,), scope="all", claims={"person_id": str(person_id)})
    _ask(services, "join_person", {"person_id": str(person_id)}, joining, uuid5(command_id, "join_person"))
    return person_id


def _ask(
    services: Services, method: str, command: dict[str, str], principal: Principal, command_id: UUID
) -> dict[str, str]:
    headers = {
        "prm-principal": principal.to_header(),
        "prm-command-id": str(command_id),
        "prm-correlation-id": str(command_id),
        "prm-request-hash": idempotency.plain_hash(method, command),
        "prm-channel": "console",
    }
    answer: dict[str, str] = services.submit(Request("partners", method, command, headers)).result()
    return answer
