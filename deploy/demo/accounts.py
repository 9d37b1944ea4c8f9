"""What every installation for trying out has: a program, two people of the vendor, two active partners with theirs.

May be made again at any time: an account that can sign in is left alone. Passwords follow from the installation's own
signing key, so that no file has to remember them and no two installations share them.
"""

import hashlib
import hmac
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from deploy.demo.client import Api, Refused, wait_for

WORDS = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split()


@dataclass(frozen=True)
class Staff:
    role: str
    name: str
    email: str


@dataclass(frozen=True)
class Partner:
    legal_name: str
    country: str
    city: str
    domain: str
    contact: str
    email: str


@dataclass(frozen=True)
class Account:
    """A way in, as `./prm status --json` shows it."""

    email: str
    password: str
    token: str


# Partners join the default program from their first day, so it has to be there before them.
PROGRAM = {
    "code": "northbeam",
    "name": "Northbeam Partner Program",
    "description": "Sell, integrate and serve Northbeam's products: protected registrations, a named channel manager.",
}
STAFF = {
    "staff": Staff("program_manager", "Marta Ríos", "marta.rios@northbeam.example"),
    "approver": Staff("channel_manager", "Jonas Weber", "jonas.weber@northbeam.example"),
}
PARTNERS = {
    "partner_a": Partner(
        "Vega Systems S.L.", "ES", "Valencia", "vegasystems.example", "Lucía Vega", "lucia.vega@vegasystems.example"
    ),
    "partner_b": Partner(
        "Iberia Tech, Lda.", "PT", "Porto", "iberiatech.example", "Rui Costa", "rui.costa@iberiatech.example"
    ),
}


def make(api: Api, known: dict[str, Any]) -> dict[str, Any]:
    """All base accounts by name; `known` are those of an earlier run, whose tokens are kept while they work."""
    with ThreadPoolExecutor() as pool:
        staff = dict(zip(STAFF, pool.map(lambda name: _staff(api, STAFF[name], known.get(name)), STAFF), strict=True))
        manager = api.as_(staff["staff"].token)
        manager.put("/v1/program", PROGRAM)
        partners = pool.map(lambda name: _partner(api, manager, PARTNERS[name], known.get(name)), PARTNERS)
        accounts = staff | dict(zip(PARTNERS, partners, strict=True))
    return {name: asdict(account) for name, account in accounts.items()}


def _staff(api: Api, person: Staff, known: dict[str, str] | None) -> Account:
    password = password_for(person.email)
    if account := _existing(api, person.email, password, known):
        return account
    command = [sys.executable, "-m", "gateway.identity", "create-account", "--email", person.email]
    command += ["--name", person.name, "--role", person.role, "--password-stdin"]
    print(f"making the account of {person.name}", flush=True)
    subprocess.run(command, input=password, text=True, check=True, stdout=subprocess.DEVNULL)
    return _sign_in(api, person.email, password)


def _partner(api: Api, staff: Api, partner: Partner, known: dict[str, str] | None) -> Account:
    password = password_for(partner.email)
    if account := _existing(api, partner.email, password, known):
        return account
    print(f"{partner.legal_name} applies and is approved", flush=True)
    application = api.post("/v1/partner-applications", _application(partner), key=f"demo-application-{partner.domain}")
    approve = f"/v1/partner-applications/{application['application_id']}/approve"
    staff.post(approve, {}, key=f"demo-approval-{partner.domain}")
    return join(api, staff, partner.email)


def join(api: Api, staff: Api, email: str) -> Account:
    """Accept the invitation that waits at this address; whoever accepted it earlier just signs in."""
    password = password_for(email)
    token = wait_for(lambda: _invitation(staff, email), f"the invitation of {email}")
    try:
        api.post(f"/v1/invitations/{token}/accept", {"password": password})
    except Refused as refusal:
        if refusal.code != "invitation_accepted":
            raise
    return _sign_in(api, email, password)


def _application(partner: Partner) -> dict[str, Any]:
    return {
        "legal_name": partner.legal_name,
        "country": partner.country,
        "city": partner.city,
        "domain": partner.domain,
        "partner_type": "reseller",
        "contact": {"name": partner.contact, "email": partner.email},
    }


def _invitation(staff: Api, email: str) -> str | None:
    """The token in the newest mail to that address; staff may read the embedded mailbox."""
    for mail in staff.get(f"/v1/mailbox?to={email}")["items"]:
        for link in [*mail.get("links", []), mail.get("text", "")]:
            if found := re.search(r"/invitations/([\w.~-]+)", link):
                return found.group(1)
    return None


def _existing(api: Api, email: str, password: str, known: dict[str, str] | None) -> Account | None:
    if known and _works(api.as_(known["token"])):
        return Account(email, password, known["token"])
    try:
        return _sign_in(api, email, password)
    except Refused as refusal:
        if refusal.status == 401:
            return None
        raise


def _sign_in(api: Api, email: str, password: str) -> Account:
    session = api.post("/v1/sessions", {"email": email, "password": password})
    token = api.as_(session["token"]).post("/v1/tokens", {"name": "demo"})
    return Account(email, password, token["token"])


def _works(api: Api) -> bool:
    try:
        api.get("/v1/partners?limit=1")
    except Refused:
        return False
    return True


def password_for(email: str) -> str:
    """Four words that nobody without the signing key can guess, and that a person can type."""
    digest = hmac.digest(os.environ["PRM_SECRET_KEY"].encode(), f"demo:{email}".encode(), hashlib.sha256)
    numbers = [int.from_bytes(digest[at : at + 4], "big") for at in range(0, 20, 4)]
    return "-".join(WORDS[number % len(WORDS)] for number in numbers[:4]) + f"-{numbers[4] % 9000 + 1000}"
