"""The page printed on A4 holds every measure, or those filtered and a word on it."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.browser.driving import Open
from tests.browser.pages import ROWS, filter_text, settle
from tests.browser.run import Run

if TYPE_CHECKING:
    from playwright.sync_api import Page

A4_POINTS = (595, 842)
MEASURE = re.compile(r"\bm\d+\b")


def read_pdf(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def printed_text(page: Page) -> str:
    pages = read_pdf(page.pdf(prefer_css_page_size=True)).pages
    return "\n".join(sheet.extract_text() for sheet in pages)


def test_page_prints_every_measure_on_a4(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    n_on_screen = page.locator(ROWS).count()
    assert n_on_screen < len(run_of_corpus.measures)
    printed = read_pdf(page.pdf(prefer_css_page_size=True))
    for sheet in printed.pages:
        box = sorted((float(sheet.mediabox.width), float(sheet.mediabox.height)))
        assert box == [pytest.approx(side, abs=1) for side in A4_POINTS]
    found = set(MEASURE.findall("\n".join(sheet.extract_text() for sheet in printed.pages)))
    assert set(run_of_corpus.measures) <= found


def test_page_prints_what_is_filtered_and_says_so(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    filter_text(page, "亩产效益")
    told = page.locator("#n-shown").inner_text()
    assert told in printed_text(page)


def test_page_print_repeats_the_head_and_keeps_rows_whole(
    open_page: Open, run_of_corpus: Run
) -> None:
    page = open_page(run_of_corpus.page)
    page.emulate_media(media="print")
    head = page.locator("#measures thead").evaluate("e => getComputedStyle(e).display")
    row = page.locator("#measures tbody tr").first.evaluate("e => getComputedStyle(e).breakInside")
    assert head == "table-header-group"
    assert row in ("avoid", "avoid-page")


def test_page_after_printing_is_filtered_as_before(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    filter_text(page, "亩产效益")
    before = page.locator("#n-shown").inner_text()
    n_rows = page.locator("#measures tbody tr").count()
    page.pdf()
    settle(page)
    assert page.locator("#n-shown").inner_text() == before
    assert page.locator("#measures tbody tr").count() == n_rows
