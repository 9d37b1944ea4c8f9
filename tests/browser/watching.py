"""What a page must never do: breach the content security policy, or log an error that nobody expects."""

from playwright.sync_api import ConsoleMessage, Page

LISTEN = """
document.addEventListener('securitypolicyviolation', (event) =>
  console.warn(`CSP violation: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
# Chromium logs every answer of 400 and more as an error of the page.
EXPECTED = "Failed to load resource: the server responded with a status of "


class Watch:
    def __init__(self) -> None:
        self.violations: list[str] = []
        self.errors: list[str] = []

    def over(self, page: Page) -> None:
        page.add_init_script(LISTEN)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.text.startswith("CSP violation: ") or "Content Security Policy" in message.text:
            self.violations.append(message.text)
        elif message.type == "error" and not message.text.startswith(EXPECTED):
            self.errors.append(message.text)
