"""What a person reads when the suite is up: where to go, how to sign in, what to try first."""

from typing import Any

FIRST_STEPS = """\
Try first:
  1. Sign in as partner A and register a deal; press Submit.
  2. Sign in as the approver in a private window, open the queue in the console and decide it.
  3. As partner A take a course under Learning, and search the Library for a word from inside a document.
  4. See what other systems hear:  curl -H 'Authorization: Bearer <token of staff>' {gateway}/v1/events
"""


def welcome(document: dict[str, Any], *, seconds: float) -> str:
    gateway = document["gateway"]
    accounts = document["accounts"]
    lines = [
        "",
        f"The suite is up after {seconds:.0f} s.",
        "",
        f"  Partner portal   {gateway}/",
        f"  Staff console    {gateway}/console",
        f"  API reference    {gateway}/docs",
        "",
        *(["Sign in as:"] if accounts else []),
        *(f"  {name:<11}{account['email']:<34}{account['password']}" for name, account in accounts.items()),
        "",
        FIRST_STEPS.format(gateway=gateway),
        "./prm status --json has the API tokens, ./prm logs NAME the logs. Ctrl-C or ./prm down stops it all.",
    ]
    return "\n".join(lines)
