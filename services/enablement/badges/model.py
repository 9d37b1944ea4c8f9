"""Names and places of what is signed: the issuer's DID, and where a certificate's bit lies in which status list."""

from typing import Final
from urllib.parse import quote, urlsplit

LIST_SIZE: Final = 131_072  # the least that the Bitstring Status List allows: one among many is nobody


def did_of(public_url: str) -> str:
    """did:web of this installation: the host, the port written as %3A, a path with colons for slashes."""
    parts = urlsplit(public_url)
    path = [quote(step, safe="") for step in parts.path.split("/") if step]
    return ":".join(["did:web", parts.netloc.replace(":", "%3A"), *path])


def status_list_url(public_url: str, number: int) -> str:
    return f"{public_url}/credentials/status/{number}"


def verify_url(public_url: str, code: str) -> str:
    return f"{public_url}/verify/{code}"


def place_of(status_index: int) -> tuple[int, int]:
    """Which list, and which bit of it."""
    return divmod(status_index, LIST_SIZE)
