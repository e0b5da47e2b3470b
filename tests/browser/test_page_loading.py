"""The page opens from a file with the network off, quickly, and fits the window."""

from __future__ import annotations

import re

import pytest

from tests.browser.driving import Open
from tests.browser.pages import PAINT, page_overflow, settle, shown_ids
from tests.browser.run import Run

MAX_BYTES = 5_000_000
MAX_PAINT_MS = 1_000
SECTIONS = (
    "summary", "comparison", "gaps", "coverage", "targets", "units", "diffusion", "record",
)  # fmt: skip


def test_page_opens_offline_with_every_section(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    for name in SECTIONS:
        assert page.locator(f"#{name}").count() == 1, name
        assert page.locator(f"#{name}").inner_text().strip(), name
    assert set(shown_ids(page)) <= set(run_of_corpus.measures)


def test_page_of_five_documents_is_small(run_of_corpus: Run) -> None:
    assert run_of_corpus.page.stat().st_size <= MAX_BYTES


def test_page_policy_allows_nothing_but_its_own(run_of_corpus: Run) -> None:
    text = run_of_corpus.page.read_text(encoding="utf-8")
    found = re.findall(
        r'<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]*)"', text, re.IGNORECASE
    )
    assert len(found) == 1
    policy = found[0].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "base-uri 'none'" in policy
    assert "form-action 'none'" in policy


def test_page_policy_stops_foreign_scripts_and_styles(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.intruder = true';
            document.body.append(script);
        }"""
    )
    settle(page)
    assert page.evaluate("window.intruder") is None
    assert any("Content Security Policy" in fault for fault in open_page.faults)
    open_page.faults.clear()


def test_page_paints_within_a_second(open_page: Open, run_of_corpus: Run) -> None:
    # The best of three: the machine may be busy with other things, the page is not to blame then.
    paints = [open_page(run_of_corpus.page).evaluate(PAINT) for _ in range(3)]
    assert 0 < min(paints) < MAX_PAINT_MS, paints


@pytest.mark.parametrize("width", [1280, 390])
def test_page_does_not_scroll_sideways(open_page: Open, run_of_corpus: Run, width: int) -> None:
    page = open_page(run_of_corpus.page, size=(width, 900))
    # Charts are drawn when they come into view, and may be what is too wide.
    for name in SECTIONS:
        page.locator(f"#{name}").scroll_into_view_if_needed()
    settle(page, 500)
    assert page_overflow(page) <= 0


def test_page_says_without_scripts_what_is_missing(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page, settled=False, java_script_enabled=False)
    assert page.locator("#summary").inner_text().strip()
    assert page.locator("#record").inner_text().strip()
    assert page.locator("noscript").first.inner_text().strip()
