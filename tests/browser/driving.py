"""Chromium for the tests of the page, and pages that keep what went wrong in them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import quote

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
REQUIRED = "POLICYCOMPARE_REQUIRE_BROWSER"
"""Environment variable: with ``1`` a missing browser is a failure, not a skip."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
)
TIMEOUT_MS = 20_000
OFFLINE_SCHEMES = ("file:", "data:", "blob:")

Open = Callable[..., "Page"]
"""Opens a page: the fixture ``open_page``."""


def find_browser(missing: Callable[[str], NoReturn]) -> str:
    """Return the path of a browser; where there is none, end the test with the reason."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    names = ", ".join(BROWSERS)
    return missing(f"no browser on the PATH ({names}); on Debian: apt-get install chromium")


class Opener:
    """Opens pages from files with the network off and collects what goes wrong in them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[Any] = []
        self.faults: list[str] = []

    def __call__(
        self,
        path: Path,
        fragment: str = "",
        *,
        size: tuple[int, int] = (1280, 900),
        settled: bool = True,
        **context: Any,
    ) -> Page:
        """Open a page at ``#fragment``, by default until its table is drawn."""
        viewport = {"width": size[0], "height": size[1]}
        made = self._browser.new_context(offline=True, viewport=viewport, **context)
        made.set_default_timeout(TIMEOUT_MS)
        self._contexts.append(made)
        page: Page = made.new_page()
        self._listen(page)
        page.goto(address(path, fragment))
        if settled:
            page.wait_for_selector("#measures tbody tr", state="attached")
        return page

    def _listen(self, page: Page) -> None:
        def say(kind: str, text: str) -> None:
            self.faults.append(f"{kind}: {text}")

        def console(message: Any) -> None:
            if message.type in ("error", "warning"):
                say("console", message.text)

        def dialog(shown: Any) -> None:
            say("dialog", shown.message)
            shown.dismiss()

        def request(asked: Any) -> None:
            if not asked.url.startswith(OFFLINE_SCHEMES):
                say("request", asked.url)

        page.on("console", console)
        page.on("pageerror", lambda error: say("error", str(error)))
        page.on("dialog", dialog)
        page.on("request", request)
        page.on("popup", lambda popup: say("popup", popup.url))

    def close(self) -> None:
        for context in self._contexts:
            with suppress(Exception):
                context.close()
        self._contexts.clear()


def address(path: Path, fragment: str = "") -> str:
    """Write the address of a file, with a fragment as the page writes its own."""
    return path.resolve().as_uri() + (f"#{quote(fragment, safe='=|')}" if fragment else "")
