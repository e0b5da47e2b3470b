"""The comparison table: filters and sorting say what measures.csv and gaps.csv say."""

from __future__ import annotations

import pytest

from tests.browser.driving import Open
from tests.browser.pages import STATES, all_shown_ids, cell, choose_filters, filter_text
from tests.browser.run import Run, listed


def test_page_table_has_every_measure_and_state(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    for measure in list(run_of_corpus.measures)[:25:6]:
        for document in run_of_corpus.documents:
            state = cell(page, measure, document).get_attribute("data-state")
            has = bool(run_of_corpus.clauses_of(measure, document))
            assert (state == "covered") == has, (measure, document)
    assert all_shown_ids(page) == list(run_of_corpus.measures)


def test_page_filter_finds_text_of_labels_and_clauses(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    filter_text(page, "亩产效益")
    labels = {i for i, row in run_of_corpus.measures.items() if "亩产效益" in row["label"]}
    inside = {c["measure_id"] for c in run_of_corpus.clauses.values() if "亩产效益" in c["text"]}
    shown = all_shown_ids(page)
    assert labels
    assert labels <= set(shown) <= labels | inside
    assert str(len(shown)) in page.locator("#n-shown").inner_text()
    page.click("#filter-reset")
    assert len(all_shown_ids(page)) == len(run_of_corpus.measures)


def test_page_filter_without_a_find_says_so(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    filter_text(page, "绝无此词")
    assert all_shown_ids(page) == []
    assert "0" in page.locator("#n-shown").inner_text()


@pytest.mark.parametrize("state", STATES)
def test_page_filter_by_group_and_state_agrees_with_the_files(
    open_page: Open, run_of_corpus: Run, state: str
) -> None:
    group = run_of_corpus.comparison.group_order[0]
    page = open_page(run_of_corpus.page)
    choose_filters(page, run_of_corpus, group=group, state=state)
    if state == "covered":
        measures = run_of_corpus.measures
        expected = {i for i, row in measures.items() if group in listed(row["groups"])}
    else:
        gaps = run_of_corpus.gaps
        expected = {g["measure_id"] for g in gaps if (g["group"], g["state"]) == (group, state)}
    shown = all_shown_ids(page)
    assert expected
    assert set(shown) == expected


def test_page_filter_by_probability_agrees_with_the_files(
    open_page: Open, run_of_corpus: Run
) -> None:
    page = open_page(run_of_corpus.page)
    page.fill("#filter-probability", "0.5")
    means = {i: row["mean_p_same"] for i, row in run_of_corpus.measures.items()}
    expected = {i for i, mean in means.items() if mean and float(mean) >= 0.5}
    assert 0 < len(expected) < len(means)
    assert set(all_shown_ids(page)) == expected


def test_page_filters_work_together(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    filter_text(page, "企业")
    by_text = set(all_shown_ids(page))
    page.fill("#filter-probability", "0.5")
    both = set(all_shown_ids(page))
    filter_text(page, "")
    by_mean = set(all_shown_ids(page))
    assert both == by_text & by_mean
    assert both < by_mean


def test_page_sort_by_mean_agrees_with_the_files(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    page.click("#measures [data-sort=mean]")
    head = page.locator("#measures th", has=page.locator("[data-sort=mean]"))
    assert head.get_attribute("aria-sort") == "ascending"
    means = {i: float(row["mean_p_same"] or -1) for i, row in run_of_corpus.measures.items()}
    shown = all_shown_ids(page)
    assert [means[i] for i in shown] == sorted(means.values(), reverse=True)
    page.click("#measures [data-sort=mean]")
    assert head.get_attribute("aria-sort") == "descending"
    assert [means[i] for i in all_shown_ids(page)] == sorted(means.values())


def test_page_sort_by_a_document_puts_what_it_has_first(
    open_page: Open, run_of_corpus: Run
) -> None:
    document = run_of_corpus.documents[1]
    page = open_page(run_of_corpus.page)
    page.click("#measures [data-sort=d1]")
    has = [bool(run_of_corpus.clauses_of(i, document)) for i in all_shown_ids(page)]
    assert has == sorted(has, reverse=True)
    assert not has[-1]
    assert has != [bool(run_of_corpus.clauses_of(i, document)) for i in run_of_corpus.measures]


def test_page_cells_show_the_overlap_of_the_gap(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    shown = 0
    for gap in run_of_corpus.gaps:
        document = run_of_corpus.clauses[gap["nearest_clause"]]["document"]
        found = page.locator(
            f'#measures td.cell[data-measure="{gap["measure_id"]}"][data-document="{document}"]'
        )
        if found.count():
            figure = found.locator(".figure").inner_text()
            # two halves may be rounded either way
            assert abs(float(figure) - float(gap["nearest_p_overlap"])) < 0.00501, gap
            shown += 1
    assert shown > 100
