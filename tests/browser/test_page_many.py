"""Sixty documents with three thousand clauses: the page opens, and its table reacts."""

from __future__ import annotations

from pathlib import Path

import pytest

import policycompare as pc
from tests.browser.driving import Open, address
from tests.browser.many import write_many
from tests.browser.pages import ROWS, Busy, filter_text, page_overflow
from tests.browser.run import Run
from tests.conftest import CORPUS

N_DOCUMENTS, N_CLAUSES = 60, 50
SETTINGS = pc.Settings(neighbours=20, overlap_threshold=0.9)
"""Fewer candidates and links than by default, under which 100,000 links are found and describing
them takes three minutes; the page keeps the evidence of the first 8,000 anyway."""
MAX_ROWS = 200
"""Rows of the table in the page at once; the others are paged."""
MAX_BYTES = 10_000_000
MAX_REACTION_S = 1.0
MAX_OPENING_S = 5.0
"""Seconds that the page computes; those that it waits for a busy machine do not count."""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("many")
    corpus = write_many(
        folder / "corpus", CORPUS, n_documents=N_DOCUMENTS, n_clauses=N_CLAUSES, seed=1
    )
    compared = pc.compare(corpus, settings=SETTINGS)
    assert len(compared.clauses) == N_DOCUMENTS * N_CLAUSES
    compared.write(folder / "out")
    return Run(folder / "out", compared)


def test_page_of_many_is_small_enough(many: Run) -> None:
    n_bytes = many.page.stat().st_size
    print(f"{n_bytes / 1e6:.1f} MB for {len(many.comparison.links)} links")
    assert n_bytes <= MAX_BYTES


def test_page_of_many_opens_and_reacts(open_page: Open, many: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.html"
    empty.write_text("<!doctype html><title>x</title>", encoding="utf-8")
    page = open_page(empty, settled=False)
    clock = Busy(page)
    page.goto(address(many.page))
    page.wait_for_selector(ROWS, state="attached")
    assert 0 < page.locator(ROWS).count() <= MAX_ROWS
    opened = clock.lap()
    before = page.locator("#n-shown").inner_text()
    filter_text(page, "绿色")
    filtered = clock.lap()
    assert page.locator("#n-shown").inner_text() != before
    page.click("#measures [data-sort=mean]")
    page.wait_for_selector("#measures th[aria-sort=ascending]")
    ordered = clock.lap()
    print(f"opened in {opened:.2f} s, filtered in {filtered:.2f} s, sorted in {ordered:.2f} s")
    assert 0 < opened < MAX_OPENING_S
    assert 0 < filtered < MAX_REACTION_S
    assert 0 < ordered < MAX_REACTION_S
    assert page.locator(ROWS).count() <= MAX_ROWS


def test_page_of_many_pages_through_its_rows(open_page: Open, many: Run) -> None:
    page = open_page(many.page)
    first = page.locator(ROWS).first.get_attribute("id")
    assert page.locator("#pager-previous").is_disabled()
    page.click("#pager-next")
    assert page.locator(ROWS).first.get_attribute("id") != first
    page.click("#pager-previous")
    assert page.locator(ROWS).first.get_attribute("id") == first


def test_page_of_many_links_to_a_row_on_another_page(open_page: Open, many: Run) -> None:
    last = list(many.measures)[-1]
    page = open_page(many.page, last)
    page.wait_for_selector(f'tr[id="{last}"].target-row')
    assert page.locator(f'tr[id="{last}"].target-row').is_visible()


def test_page_of_many_does_not_scroll_sideways(open_page: Open, many: Run) -> None:
    assert page_overflow(open_page(many.page)) <= 0
    assert page_overflow(open_page(many.page, size=(390, 844))) <= 0
