"""The page speaks English and Chinese; the texts of the clauses stay as they are."""

from __future__ import annotations

import re

import pytest

from tests.browser.driving import Open
from tests.browser.pages import open_cell, sides
from tests.browser.run import Run

CHINESE = re.compile("[\u4e00-\u9fff]")
CONTROLS = "#comparison label, #comparison thead button, nav a, h2, #filter-reset"


@pytest.mark.parametrize(("language", "lang"), [("en", "en"), ("zh", "zh-CN")])
def test_page_starts_in_the_language_asked_for(
    open_page: Open, run_of_corpus: Run, language: str, lang: str
) -> None:
    path = run_of_corpus.page if language == "en" else run_of_corpus.chinese_page
    page = open_page(path)
    assert page.locator("html").get_attribute("lang") == lang
    heading = page.locator("h2:visible").first.inner_text()
    assert bool(CHINESE.search(heading)) == (language == "zh")


def test_page_switches_language_and_back(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.page)
    english = page.locator("h2:visible").all_inner_texts()
    page.click("#language")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    chinese = page.locator("h2:visible").all_inner_texts()
    assert len(chinese) == len(english)
    assert all(CHINESE.search(text) for text in chinese)
    page.click("#language")
    assert page.locator("h2:visible").all_inner_texts() == english


def test_page_in_chinese_shows_no_english_control(open_page: Open, run_of_corpus: Run) -> None:
    page = open_page(run_of_corpus.chinese_page)
    told = [text.strip() for text in page.locator(CONTROLS).all_inner_texts()]
    names = (*run_of_corpus.documents, "English", "ID", "PDF")
    foreign = [
        text
        for text in told
        if re.search("[A-Za-z]{3}", text) and not any(name in text for name in names)
    ]
    assert foreign == []


def test_page_dialog_keeps_the_texts_when_the_language_changes(
    open_page: Open, run_of_corpus: Run
) -> None:
    document = "weihai-2023"
    page = open_page(run_of_corpus.page)
    open_cell(page, "m1", document)
    english = sides(page)
    page.click("#pair-close")
    page.click("#language")
    open_cell(page, "m1", document)
    assert sides(page) == english
    lang = page.locator("#pair .side[data-side=a] .text:not(.source)").evaluate(
        "e => e.closest('[lang]').lang"
    )
    assert lang.startswith("zh")
