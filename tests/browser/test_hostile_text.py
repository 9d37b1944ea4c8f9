"""Text that wants to be a script, stored in every field people may fill, stays text on every page that shows it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.browser.people import Site, fresh_name

Visit = Callable[..., Any]
ELEMENTS = "\"'><img src=x onerror=alert(1)><svg/onload=alert(2)></title></textarea><script>alert(3)</script>"
CODE = "'-alert(4)-'\"+alert(5)//${alert(6)}{{7*7}}<!--]]>&lt;script&gt;\u2028alert(7)"
LINK = "javascript:alert(8)//<a href=javascript:alert(9) onmouseover=alert(10)>look</a>"
ALL = f"{ELEMENTS}\n{CODE}\n{LINK}"
PLANTED = "img[src='x'], [onerror], [onload], [onmouseover], a[href^='javascript:'], svg[onload]"


def hostile_deal(site: Site, account: str, domain: str) -> Any:
    return site.registered(
        account,
        f"{ELEMENTS} {domain}",
        domain,
        contact={"name": ELEMENTS, "email": f"rosa@{domain}", "job_title": CODE},
        description=ALL,
        evidence=ALL,
    )


def hostile_deals(site: Site) -> tuple[list[str], list[str]]:
    """A deal in doubt, one that was asked about and one declined; the partner's pages and staff's."""
    disputed = fresh_name("x")[1]
    first = hostile_deal(site, "partner_a", disputed)
    hostile_deal(site, "partner_b", disputed)
    asked, declined = (hostile_deal(site, "partner_a", fresh_name("x")[1]) for _ in range(2))
    site.act("partner_a", first, "notes", text=ALL)
    site.act("approver", first, "internal-notes", text=ALL)
    site.act("approver", asked, "request-info", fields=["contact"], text=ALL)
    site.act("approver", declined, "reject", reason_code="incomplete", text=ALL, internal_note=ALL)
    ids = [deal["deal_registration_id"] for deal in (first, asked, declined)]
    decide = f"/console/approvals/deals/{ids[0]}"
    portal = ["/", "/deals", *(f"/deals/{id_}" for id_ in ids), f"/deals/{ids[1]}/answer"]
    console = ["/console", "/console/approvals", "/console/deals", *(f"/console/deals/{id_}" for id_ in ids)]
    return portal, [*console, decide, f"{decide}?form=ask", f"{decide}?form=decline"]


def hostile_company(site: Site) -> tuple[list[str], list[str]]:
    """An application declined in hostile words, another approved; a member of staff with such a name."""
    declined, welcome = (hostile_application(site) for _ in range(2))
    told = {"reason_code": "not_a_fit", "text": ALL}
    site.api("staff", "POST", f"/partner-applications/{declined['application_id']}/decline", told)
    approved = site.api("staff", "POST", f"/partner-applications/{welcome['application_id']}/approve", {})
    colleague = {"display_name": ELEMENTS, "email": f"{uuid4().hex[:8]}@northbeam.example", "roles": ["auditor"]}
    site.api("staff", "POST", "/accounts", colleague)
    shown = ["applications", f"applications/{declined['application_id']}", "partners"]
    shown += [f"partners/{approved['partner_id']}", "accounts", "mailbox"]
    return [declined["status_url"], welcome["status_url"]], [f"/console/{page}" for page in shown]


def hostile_application(site: Site) -> Any:
    domain = fresh_name("x")[1]
    contact = {"name": ELEMENTS, "email": f"ines@{domain}"}
    body = {"legal_name": f"{ELEMENTS} {domain}", "country": "PT", "domain": domain, "city": CODE, "contact": contact}
    return site.api("staff", "POST", "/partner-applications", body)


def test_hostile_text_runs_nowhere(visit: Visit, site: Site) -> None:
    (portal, console), (public, staff) = hostile_deals(site), hostile_company(site)
    dialogs: list[str] = []
    for account, paths in (("partner_a", portal), (None, public), ("staff", [*console, *staff])):
        page, seen = visit(account), 0
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        for path in paths:
            assert page.goto(path).ok, path
            page.wait_for_selector("html[data-js=ready]")
            assert page.locator(PLANTED).count() == 0, path
            seen += "onerror=alert(1)" in page.locator("body").inner_text()
        assert seen, f"no page of {account} shows what was stored"
    assert dialogs == []
