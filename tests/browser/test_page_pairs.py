"""The dialog of a pair: the right texts, marks, differences and reasons."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.browser.driving import Open
from tests.browser.pages import marks, open_cell, sides
from tests.browser.run import Row, Run, listed

if TYPE_CHECKING:
    from playwright.sync_api import Page

Pair = tuple[str, str]
SIMPLIFIED = ("qingdao-2023", "weihai-2021", "weihai-2023")
"""Documents that cleaning hardly changes, so that the source shows the marked texts."""


def pair_shown(page: Page) -> Pair:
    """Read which clauses the dialog compares from the address."""
    found = re.fullmatch(r"#pair=(.+)\|(.+)", unquote(page.evaluate("location.hash")))
    assert found is not None
    return found[1], found[2]


def choose_gaps(page: Page, run: Run, group: str) -> None:
    page.select_option("#gap-group", str(run.comparison.group_order.index(group)))


def show_pair(page: Page, pair: Pair) -> None:
    """Go to a pair by its link and wait until it is the one shown."""
    page.evaluate(
        "pair => { location.hash = `pair=${pair.map(encodeURIComponent).join('|')}` }", pair
    )
    page.wait_for_selector("dialog#pair[open]")
    for side, clause in zip("ab", pair, strict=True):
        page.locator(f"#pair .side[data-side={side}]", has_text=clause).wait_for()


def bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def spans_of(cell: str) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in re.findall(r"(\d+)[-,](\d+)", cell)]


def expected_marks(run: Run, row: Row, side: str, kind: str) -> list[str]:
    """Texts of the spans that the CSV counts as reuse, or as boilerplate, in their order."""
    source = run.source_of(row[f"{side}_document"])
    reuse = spans_of(row[f"{side}_spans"])
    shared = spans_of(row[f"{side}_shared_spans"])
    wanted = reuse if kind == "reuse" else [span for span in shared if span not in reuse]
    return [bare(source[start:end]) for start, end in wanted]


def pairs_with_most_spans(run: Run, n: int) -> list[Pair]:
    fit = [
        pair
        for pair, row in run.aligned.items()
        if {row["a_document"], row["b_document"]} <= set(SIMPLIFIED)
    ]
    return sorted(fit, key=lambda pair: (-len(listed(run.aligned[pair]["a_spans"])), pair))[:n]


@pytest.mark.parametrize("document", ["ningbo-2017", "qingdao-2023", "weihai-2023"])
def test_page_cell_opens_the_clause_of_its_document(
    open_page: Open, run_of_corpus: Run, document: str
) -> None:
    page = open_page(run_of_corpus.page)
    measure = next(i for i in run_of_corpus.measures if run_of_corpus.clauses_of(i, document))
    open_cell(page, measure, document)
    pair = pair_shown(page)
    assert set(pair) & set(run_of_corpus.clauses_of(measure, document))
    assert {run_of_corpus.clauses[i]["measure_id"] for i in pair} == {measure}
    assert sides(page) == tuple(run_of_corpus.clauses[i]["text"] for i in pair)


def test_page_cell_of_a_gap_opens_the_nearest_clause(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    gap = next(g for g in run_of_corpus.gaps if g["nearest_clause"] and g["state"] == "partial")
    open_cell(page, gap["measure_id"], gap["nearest_document"])
    pair = pair_shown(page)
    mine = [i for i in pair if run_of_corpus.clauses[i]["document"] == gap["nearest_document"]]
    assert len(mine) == 1
    assert sides(page) == tuple(run_of_corpus.clauses[i]["text"] for i in pair)


def test_page_sides_tell_document_heading_and_place(open_page: Open, run_of_corpus: Run) -> None:
    pair = next(iter(run_of_corpus.aligned))
    page = open_page(run_of_corpus.page, f"pair={pair[0]}|{pair[1]}")
    for side, clause in zip("ab", pair, strict=True):
        row = run_of_corpus.clauses[clause]
        told = page.locator(f"#pair .side[data-side={side}]").text_content()
        for key in ("clause_id", "heading", "document", "start", "end"):
            assert row[key] in told, key


@pytest.mark.parametrize("kind", ["reuse", "boilerplate"])
def test_page_marks_are_the_spans_of_the_files(
    open_page: Open, run_of_corpus: Run, kind: str
) -> None:
    page = open_page(run_of_corpus.page)
    pairs = pairs_with_most_spans(run_of_corpus, 25)
    n_marks = 0
    for pair in pairs:
        show_pair(page, pair)
        for side in "ab":
            told = "".join(bare(text) for text in marks(page, side, kind))
            wanted = expected_marks(run_of_corpus, run_of_corpus.aligned[pair], side, kind)
            assert told == "".join(wanted), (pair, side)
            n_marks += len(wanted)
    assert n_marks > len(pairs)


def test_page_marks_numbers_that_differ(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    changed = [pair for pair, row in run_of_corpus.aligned.items() if row["changed_numbers"]]
    assert changed
    for pair in changed[:25]:
        show_pair(page, pair)
        told = run_of_corpus.aligned[pair]["changed_numbers"]
        figures = set(re.findall(r"\d+", told))
        for side in "ab":
            # A figure that is shared in part is marked in two pieces.
            marked = set(re.findall(r"\d+", "".join(marks(page, side, "number"))))
            assert marked & figures, (pair, side, told)
        listed_ = page.locator("#differences").inner_text()
        assert told.split(":")[0] in listed_, pair


def test_page_unchanged_pair_marks_no_number(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    same = [
        pair
        for pair, row in run_of_corpus.aligned.items()
        if not row["changed_numbers"] and not row["changed_deadlines"]
    ]
    for pair in same[:5]:
        show_pair(page, pair)
        assert marks(page, "a", "number") == marks(page, "b", "number") == []


def test_page_waterfall_adds_up_to_the_log_odds_of_explain(
    open_page: Open, run_of_corpus: Run
) -> None:
    page = open_page(run_of_corpus.page)
    for pair in list(run_of_corpus.aligned)[::40]:
        show_pair(page, pair)
        explained = run_of_corpus.comparison.explain(*pair)
        *parts, total = waterfall(page)
        for at, expected in enumerate((explained.same_log_odds, explained.overlap_log_odds)):
            assert round(sum(part[at] for part in parts), 3) == round(total[at], 3), pair
            assert total[at] == pytest.approx(expected, abs=0.0006)


def waterfall(page: Page) -> list[tuple[float, float]]:
    """Read what each row adds to both log-odds; the last row is the sum."""
    rows = page.locator("#waterfall tbody tr, #waterfall tfoot tr.sum")
    return [
        (signed(cells[-2]), signed(cells[-1]))
        for cells in rows.evaluate_all(
            "rows => rows.map(r => [...r.cells].map(c => c.textContent))"
        )
    ]


def signed(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))


def test_page_selects_change_the_side(open_page: Open, run_of_corpus: Run) -> None:
    """Other clauses of the measure can be chosen for each side."""
    page = open_page(run_of_corpus.page)
    open_cell(page, "m1", "weihai-2023")
    before = pair_shown(page)
    options = page.locator("#pair-b option")
    at = next(
        k for k in range(options.count()) if before[1] not in (options.nth(k).text_content() or "")
    )
    page.select_option("#pair-b", index=at)
    after = pair_shown(page)
    assert after[0] == before[0]
    assert after[1] != before[1]
    assert sides(page) == tuple(run_of_corpus.clauses[i]["text"] for i in after)


def test_page_gap_view_lists_the_gaps_of_a_group(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    for group in run_of_corpus.comparison.group_order[:2]:
        choose_gaps(page, run_of_corpus, group)
        told = page.locator("#gap-table tbody tr")
        expected = [gap for gap in run_of_corpus.gaps if gap["group"] == group]
        assert told.count() == len(expected)
        text = page.locator("#gap-table").text_content()
        assert all(gap["nearest_clause"] in text for gap in expected)


def test_page_gap_row_opens_the_nearest_clause(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    group = run_of_corpus.comparison.group_order[0]
    choose_gaps(page, run_of_corpus, group)
    page.locator("#gap-table tbody tr").first.get_by_role("button").first.click()
    page.wait_for_selector("dialog#pair[open]")
    gaps = {
        (g["measure_id"], g["nearest_clause"]) for g in run_of_corpus.gaps if g["group"] == group
    }
    pair = pair_shown(page)
    mine = next(i for i in pair if run_of_corpus.clauses[i]["group"] == group)
    other = next(i for i in pair if i != mine)
    assert (run_of_corpus.clauses[other]["measure_id"], mine) in gaps
