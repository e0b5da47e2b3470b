"""Deep links open what they name, in a fresh page and in an open one."""

from __future__ import annotations

import pytest

from tests.browser.driving import Open, address
from tests.browser.pages import ROWS, filter_text, settle, sides
from tests.browser.run import Run

MARKED = f"{ROWS}.target-row"


def last_measure(run: Run) -> str:
    return list(run.measures)[-1]


def test_page_link_to_a_measure_shows_and_marks_its_row(
    open_page: Open, run_of_corpus: Run
) -> None:
    measure = last_measure(run_of_corpus)
    page = open_page(run_of_corpus.page, measure)
    page.wait_for_selector(MARKED)
    assert page.locator(MARKED).get_attribute("id") == measure
    # The browser scrolls when it has laid the page out, which may be after the row is marked.
    page.wait_for_function(
        "marked => { const box = document.querySelector(marked).getBoundingClientRect();"
        " return box.bottom > 0 && box.top < innerHeight; }",
        arg=MARKED,
    )


def test_page_link_to_a_measure_clears_filters_that_hide_it(
    open_page: Open, run_of_corpus: Run
) -> None:
    page = open_page(run_of_corpus.page)
    filter_text(page, "绝无此词")
    page.evaluate("location.hash = '#m2'")
    page.wait_for_selector(MARKED)
    assert page.locator(MARKED).get_attribute("id") == "m2"
    assert page.input_value("#filter-text") == ""


@pytest.mark.parametrize("fresh", [True, False])
def test_page_link_to_a_pair_opens_both_texts(
    open_page: Open, run_of_corpus: Run, fresh: bool
) -> None:
    (a, b), row = list(run_of_corpus.aligned.items())[7]
    fragment = f"pair={a}|{b}"
    if fresh:
        page = open_page(run_of_corpus.page, fragment)
    else:
        page = open_page(run_of_corpus.page)
        page.goto(address(run_of_corpus.page, fragment))
    page.wait_for_selector("dialog#pair[open]")
    assert sides(page) == (row["a_text"], row["b_text"])


@pytest.mark.parametrize("fresh", [True, False])
def test_page_link_to_a_clause_opens_it_with_its_pairs(
    open_page: Open, run_of_corpus: Run, fresh: bool
) -> None:
    a, _ = next(iter(run_of_corpus.aligned))
    partners = {y if x == a else x for x, y in run_of_corpus.aligned if a in (x, y)}
    fragment = f"clause={a}"
    if fresh:
        page = open_page(run_of_corpus.page, fragment)
    else:
        page = open_page(run_of_corpus.page)
        page.goto(address(run_of_corpus.page, fragment))
    page.wait_for_selector("dialog#clause[open]")
    told = page.locator("#clause").text_content()
    assert run_of_corpus.clauses[a]["text"] in told
    assert partners
    assert [partner for partner in partners if partner not in told] == []


def test_page_link_of_an_open_pair_comes_back(open_page: Open, run_of_corpus: Run) -> None:
    a, b = next(iter(run_of_corpus.aligned))
    page = open_page(run_of_corpus.page, f"pair={a}|{b}")
    page.wait_for_selector("dialog#pair[open]")
    again = open_page(run_of_corpus.page, settled=False)
    again.goto(page.url)
    again.wait_for_selector("dialog#pair[open]")
    assert sides(again) == sides(page)


@pytest.mark.parametrize(
    "fragment", ["m999999", "clause=nobody/一", "pair=a|b", "pair=", "%E0%A4%A", "constructor"]
)
def test_page_link_to_nothing_harms_nothing(
    open_page: Open, run_of_corpus: Run, fragment: str
) -> None:
    page = open_page(run_of_corpus.page)
    page.evaluate("hash => { location.hash = hash; }", fragment)
    settle(page)
    assert page.locator("dialog[open]").count() == 0
    filter_text(page, "亩产效益")
    assert page.locator(ROWS).count() > 0
