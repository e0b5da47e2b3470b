"""One browser for all tests, a fresh context for each; any fault in a page fails its test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

import pytest

import policycompare as pc
from tests.browser.driving import ARGUMENTS, REQUIRED, Opener, find_browser
from tests.browser.run import Run
from tests.conftest import CORPUS

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def missing_browser(reason: str) -> NoReturn:
    """Fail where the checks require a browser; skip elsewhere."""
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The browser of the tests of this folder; Playwright runs once at a time in a process."""
    path = find_browser(missing_browser)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Opener]:
    opener = Opener(browser)
    yield opener
    faults = list(opener.faults)
    opener.close()
    assert faults == []


@pytest.fixture(scope="session")
def run_of_corpus(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The real run of ``corpus/``: its page in English and Chinese, and its files."""
    folder = tmp_path_factory.mktemp("run")
    compared = pc.compare(CORPUS)
    compared.write(folder)
    compared.write_html(folder / "zh.html", language="zh")
    return Run(folder, compared)
