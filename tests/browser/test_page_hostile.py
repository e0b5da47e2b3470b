"""Texts that try to break out of the page are shown as texts."""

from __future__ import annotations

import pytest

import policycompare as pc
from tests.browser.driving import Open
from tests.browser.hostile import N_LONG, SHOWN, write_hostile
from tests.browser.pages import (
    ROWS,
    choose_filters,
    filter_text,
    open_cell,
    page_overflow,
    sides,
)
from tests.browser.run import Run, listed


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("hostile")
    compared = pc.compare(write_hostile(folder / "corpus"))
    compared.write(folder / "out")
    return Run(folder / "out", compared)


def first_clause(run: Run, document: str) -> str:
    return next(i for i, row in run.clauses.items() if row["document"] == document)


@pytest.mark.parametrize("attack", list(SHOWN))
def test_page_shows_an_attack_as_text(open_page: Open, hostile: Run, attack: str) -> None:
    clause = first_clause(hostile, attack)
    text = hostile.clauses[clause]["text"]
    if attack != "quotes":
        assert SHOWN[attack] in text
    page = open_page(hostile.page, f"clause={clause}")
    page.wait_for_selector("dialog#clause[open]")
    assert text in page.locator("#clause").text_content()
    # The scripts, links and pictures of the attacks must not have become elements.
    assert page.locator("x-x, img[src=x], a[href^='javascript']").count() == 0
    assert page.locator("script").count() == 3


def test_page_with_attacks_still_works(open_page: Open, hostile: Run) -> None:
    page = open_page(hostile.page)
    assert page.locator(ROWS).count() == len(hostile.measures)
    filter_text(page, "<script>alert(1)</script>")
    assert page.locator(ROWS).count() == 1
    page.click("#filter-reset")
    page.click("#language")
    group = hostile.comparison.group_order[0]
    assert "<script>" in group
    choose_filters(page, hostile, group=group, state="covered")
    page.select_option("#gap-group", "1")
    assert page_overflow(page) <= 0


def test_page_shows_a_text_of_a_hundred_thousand_characters(open_page: Open, hostile: Run) -> None:
    page = open_page(hostile.page)
    clause = first_clause(hostile, "long")
    open_cell(page, hostile.clauses[clause]["measure_id"], "long")
    text = hostile.clauses[clause]["text"]
    assert len(text) > N_LONG
    # A text as long as a book is folded, and says how long it is.
    folded = max(sides(page), key=len)
    assert text.startswith(folded.removesuffix("…"))
    more = page.locator("#pair .side button.more")
    assert str(len(text)) in more.inner_text().replace(",", "")
    more.click()
    assert max(sides(page), key=len) == text
    assert page_overflow(page) <= 0
    page.keyboard.press("Escape")
    assert page.locator("dialog#pair[open]").count() == 0


def test_page_prints_with_attacks(open_page: Open, hostile: Run) -> None:
    page = open_page(hostile.page)
    assert page.pdf().startswith(b"%PDF")


def test_page_shows_direction_marks_of_names_isolated(open_page: Open, hostile: Run) -> None:
    """A name with U+202E must not turn the words behind it around."""
    page = open_page(hostile.page)
    around = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(e =>
            [...e.childNodes].some(n => n.nodeType === 3 && n.data.includes('\\u202e'))
            && !['SCRIPT', 'TITLE', 'OPTION'].includes(e.tagName)
            && !['isolate', 'isolate-override', 'plaintext'].includes(
                getComputedStyle(e).unicodeBidi)
            && getComputedStyle(e).display === 'inline').map(e => e.outerHTML.slice(0, 80))"""
    )
    assert around == []


def test_hostile_corpus_is_compared(hostile: Run) -> None:
    groups = hostile.measures["m1"]["groups"]
    assert len(listed(groups)) == len(SHOWN) + 1
