"""Everything that a mouse does can be done with the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.driving import Open
from tests.browser.pages import ROWS, focused, settle
from tests.browser.run import Run

if TYPE_CHECKING:
    from playwright.sync_api import Page

MAX_TABS = 200


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is at what the selector names."""
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never came to {selector}; last at {focused(page)}")


def test_page_keyboard_opens_and_closes_a_pair(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    tab_to(page, "#measures td[data-document] button")
    at = focused(page)
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog#pair[open]")
    assert page.evaluate("document.querySelector('#pair').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert page.locator("dialog#pair[open]").count() == 0
    assert focused(page) == at


def test_page_keyboard_stays_in_the_dialog(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    tab_to(page, "#measures td[data-document] button")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog#pair[open]")
    for _ in range(40):
        page.keyboard.press("Tab")
        inside = "e => e === document.body || document.querySelector('#pair').contains(e)"
        assert page.evaluate(f"({inside})(document.activeElement)"), focused(page)


def test_page_keyboard_sorts_and_filters(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    tab_to(page, "#filter-text")
    page.keyboard.type("亩产效益")
    settle(page)
    assert page.locator(ROWS).count() < 10
    tab_to(page, "#measures thead button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#measures th[aria-sort=ascending], #measures th[aria-sort=descending]")


def test_page_keyboard_arrows_choose_in_lists(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    tab_to(page, "#filter-group")
    before = page.input_value("#filter-group")
    page.keyboard.press("ArrowDown")
    assert page.input_value("#filter-group") != before


def test_page_keyboard_arrows_go_from_cell_to_cell(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    tab_to(page, "#measures td[data-document] button")
    for key, measure, at in (
        ("ArrowRight", "m1", 1),
        ("ArrowDown", "m2", 1),
        ("ArrowLeft", "m2", 0),
        ("ArrowUp", "m1", 0),
    ):
        page.keyboard.press(key)
        document = run_of_corpus.documents[at]
        focus = f'tr[id="{measure}"] td[data-document="{document}"] button:focus'
        assert page.locator(focus).count() == 1, (key, focused(page))


def test_page_keyboard_scrolls_wide_tables(open_page: Open, run_of_corpus: Run) -> None:
    """A region that scrolls by itself takes the focus and has a name."""
    page = open_page(run_of_corpus.page, size=(390, 844))
    regions = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(e =>
            e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0
            && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX)).map(e =>
            [e.id || e.className || e.localName, e.tabIndex,
             Boolean(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby'))])"""
    )
    assert [region for region in regions if region[1:] != [0, True]] == []


def test_page_keyboard_focus_can_be_seen(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    tab_to(page, "#measures td[data-document] button")
    style = page.evaluate(
        "() => { const s = getComputedStyle(document.activeElement);"
        " return [s.outlineStyle, s.outlineWidth, s.boxShadow]; }"
    )
    assert style[0] not in ("none", "") or style[2] != "none"
    assert style[1] != "0px" or style[2] != "none"
