"""The running suite for a browser: contexts that are signed in, and an API client to put deals in place."""

from typing import Any
from uuid import uuid4

import requests
from playwright.sync_api import Browser, BrowserContext, Page

from tests.running_suite import wait_for

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PASSWORD = "una puerta azul y verde"
PATIENCE_MS = 30_000  # the suite and the browser may share two cores with much else


class Site:
    def __init__(self, status: dict[str, Any], browser: Browser) -> None:
        self.url: str = status["gateway"]
        self.accounts: dict[str, Any] = status["accounts"]
        self._browser = browser
        self._signed_in: dict[str, Any] = {}

    def context(
        self,
        account: str | None,
        *,
        phone: bool = False,
        language: str = "en",
        theme: str = "light",
        scripts: bool = True,
        **more: Any,
    ) -> BrowserContext:
        """An empty profile, signed in where an account is named; one sign-in an account is enough for all tests."""
        context = self._browser.new_context(
            base_url=self.url,
            viewport=PHONE if phone else DESK,
            is_mobile=phone,
            locale="es-ES" if language == "es" else "en-GB",
            color_scheme="dark" if theme == "dark" else "light",
            java_script_enabled=scripts,
            timezone_id="Europe/Madrid",
            storage_state=self._state(account) if account else None,
            **more,
        )
        chosen = {"language": language} | ({"theme": theme} if account else {})
        context.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in chosen.items()])
        context.set_default_timeout(PATIENCE_MS)
        return context

    def _state(self, account: str) -> Any:
        if account not in self._signed_in:
            context = self._browser.new_context(base_url=self.url)
            self.sign_in(context.new_page(), account)
            self._signed_in[account] = context.storage_state()
            context.close()
        return self._signed_in[account]

    def sign_in(self, page: Page, account: str) -> None:
        known = self.accounts[account]
        page.goto("/sign-in")
        page.fill("#email", known["email"])
        page.fill("#password", known["password"])
        page.click("main button.btn-primary")
        page.wait_for_url(lambda url: "/sign-in" not in url)

    def accept_invitation(self, page: Page, email: str) -> None:
        """The first visit of somebody who was invited; the page stays signed in."""
        page.goto(self.letter_link(email, "/invitations/"))
        page.fill("#password", PASSWORD)
        page.click("main button.btn-primary")
        page.wait_for_url(lambda url: "/invitations/" not in url)

    def joined(self, email: str) -> str:
        """Somebody who was invited joins by the API; the account's name for `api` and `context`."""
        token = self.letter_link(email, "/invitations/").rpartition("/")[2]
        self.api("staff", "POST", f"/invitations/{token}/accept", {"password": PASSWORD})
        return self._known(email)

    def hired(self, *roles: str) -> str:
        """A new member of staff with these roles; the account's name for `api` and `context`."""
        email = f"{uuid4().hex[:8]}@northbeam.example"
        self.api("staff", "POST", "/accounts", {"display_name": "Olga Ruiz", "email": email, "roles": roles})
        token = self.letter_link(email, "/reset/").rpartition("/")[2]
        self.api("staff", "POST", f"/password-resets/{token}", {"password": PASSWORD})
        return self._known(email)

    def _known(self, email: str) -> str:
        session = self.api("staff", "POST", "/sessions", {"email": email, "password": PASSWORD})
        self.accounts[email] = {"email": email, "password": PASSWORD, "token": session["token"]}
        return email

    def api(self, account: str, method: str, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
        """One call of the public API; the answer, or the problem as an error."""
        wanted = {"Authorization": f"Bearer {self.accounts[account]['token']}", **headers}
        answer = requests.request(method, f"{self.url}/v1{path}", json=body, headers=wanted, timeout=20)
        if not answer.ok:
            raise AssertionError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else None

    def registered(self, account: str, name: str, domain: str, **more: Any) -> Any:
        body = {
            "customer": {"legal_name": name, "country": "ES", "domain": domain},
            "contact": {"name": "Rosa Vidal", "email": f"rosa@{domain}"},
            "product_line": "northbeam-cloud",
            "amount": "42000",
            "currency": "EUR",
            "expected_close_on": "2030-06-30",
            **more,
        }
        return self.api(account, "POST", "/deal-registrations", body)

    def letter_link(self, to: str, marker: str) -> str:
        """The first link with this in it that a letter to this address brings, as soon as it is there."""
        found: list[str] = []

        def arrived() -> bool:
            letters = self.api("staff", "GET", f"/mailbox?to={to}")["items"]
            found.extend(link for letter in letters for link in letter["links"] if marker in link)
            return bool(found)

        wait_for(arrived, limit_s=30)
        return found[0]

    def act(self, account: str, deal: dict[str, Any], verb: str, **body: Any) -> Any:
        return self.api(account, "POST", f"/deal-registrations/{deal['deal_registration_id']}/{verb}", body)


def fresh_name(words: str) -> tuple[str, str]:
    """A customer nobody has registered: a name and the domain that goes with it."""
    mark = uuid4().hex[:10]
    return f"{words} {mark}", f"{mark}.es"
