"""The page as a file: whole, safe, small and the same in every run."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import replace
from pathlib import Path

import pytest

from policycompare import Comparison
from policycompare.errors import OutputError
from policycompare.report.labels import CATALOGUE
from policycompare.report.page.assets import SCRIPTS, STYLES, TEMPLATES
from policycompare.report.page.remarks import remark_in_both
from policycompare.report.page.told import Sentence, folded, link
from policycompare.report.page.words import told
from policycompare.report.page_labels import PAGE_LABELS
from policycompare.report.page_summary_labels import PAGE_SUMMARY_LABELS
from policycompare.report.remarks import translate_remark
from tests.conftest import ROOT
from tests.pages import read_data, render, source_of_scripts
from tests.reporting import TinyComparison, make_comparison

HOSTILE = (
    "</script></style><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u202e{{ 7*7 }}"
)
"""What no page may run: ends of elements, handlers, quotes, direction marks, templates."""


@pytest.fixture(scope="module")
def page(comparison: Comparison) -> str:
    return render(comparison)


def policy(page: str) -> str:
    found = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert len(found) == 1
    return html.unescape(found[0])


def with_texts(text: str) -> TinyComparison:
    """The tiny comparison with a text in every place that the page shows."""
    tiny = make_comparison()
    clauses = tuple(
        replace(c, heading=text, section=text, text=text + c.text, body=text + c.body)
        for c in tiny.clauses
    )
    measures = tuple(replace(m, label=text) for m in tiny.findings.measures)
    gaps = tuple(replace(g, label=text) for g in tiny.findings.gaps)
    findings = replace(tiny.findings, measures=measures, gaps=gaps)
    return replace(tiny, clauses=clauses, findings=findings, warnings=(text,))


def test_page_two_runs_are_byte_equal() -> None:
    assert render(make_comparison()) == render(make_comparison())


def test_page_policy_allows_exactly_the_scripts_and_the_style_of_the_page(page: str) -> None:
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert len(scripts) == 2
    assert len(styles) == 1
    digests = [
        base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()
        for text in (*scripts, *styles)
    ]
    assert re.findall(r"'sha256-([^']+)'", policy(page)) == digests
    assert "unsafe" not in policy(page)
    assert policy(page).startswith("default-src 'none';")


def test_page_loads_nothing_and_holds_no_inline_handler_or_style(page: str) -> None:
    markup = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.search(r"<[^>]*\s(?:on\w+|style|src|srcset)\s*=", markup)
    assert set(re.findall(r'href="(.)', markup)) == {"#"}


def test_page_is_far_below_five_megabytes(page: str) -> None:
    assert len(page.encode("utf-8")) < 1_500_000


def test_page_opens_in_the_language_asked_for(comparison: Comparison) -> None:
    assert '<html lang="en" data-lang="en">' in render(make_comparison())
    assert '<html lang="zh-CN" data-lang="zh">' in render(make_comparison(), language="zh")


def test_page_shows_hostile_texts_as_texts() -> None:
    page = render(with_texts(HOSTILE))
    assert page.count("<script") == 3
    assert "alert(" not in page.replace("&lt;script&gt;alert(1)", "").replace(
        "onerror=alert(2)&gt;", ""
    )
    assert "<img" not in page
    assert "{{ 7*7 }}" in html.unescape(page)
    assert any(HOSTILE in text for text in read_data(page)["strings"])


def test_page_keeps_a_clause_of_a_hundred_thousand_characters() -> None:
    long = "".join(map(chr, range(0x4E00, 0x9000))) * 6
    assert len(long) > 100_000
    tiny = make_comparison()
    clauses = list(tiny.clauses)
    # one that is linked to nothing: the search for shared text is not what is tried here
    clauses[3] = replace(clauses[3], text=long, body=long)
    page = render(replace(tiny, clauses=tuple(clauses)))
    assert long in read_data(page)["strings"]


def test_page_scripts_never_turn_text_into_markup_or_code() -> None:
    banned = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|cssText"
    assert not re.search(banned, source_of_scripts())


def test_page_scripts_use_only_labels_that_the_page_sends() -> None:
    sent = read_data(render(make_comparison()))["labels"]
    used = set(re.findall(r"\bt\(\"(\w+)\"[,)]", source_of_scripts()))
    assert used
    assert used <= sent.keys()


def test_page_asks_for_every_file_that_is_shipped() -> None:
    shipped = {path.name for path in (ROOT / "policycompare" / "data" / "page").iterdir()}
    assert shipped == {*TEMPLATES, *STYLES, *SCRIPTS}


@pytest.mark.parametrize("key", [*PAGE_LABELS, *PAGE_SUMMARY_LABELS])
def test_page_labels_fill_the_same_places_in_both_languages(key: str) -> None:
    english, chinese = CATALOGUE[key]
    assert english
    assert chinese
    assert set(re.findall(r"\{(\w+)\}", english)) == set(re.findall(r"\{(\w+)\}", chinese))


def test_page_is_written_alone_or_not_at_all(tmp_path: Path) -> None:
    from policycompare.report.files import write_page

    written = write_page(make_comparison(), tmp_path / "new" / "page.html", language="zh")
    assert written.read_text(encoding="utf-8") == render(make_comparison(), language="zh")
    (tmp_path / "taken.html").mkdir()
    with pytest.raises(OutputError, match=r"Cannot write taken\.html"):
        write_page(make_comparison(), tmp_path / "taken.html")


def test_page_scripts_keep_their_lines_short() -> None:
    long = [line for line in source_of_scripts().splitlines() if len(line) > 100]
    assert long == []


@pytest.mark.parametrize(
    ("remark", "chinese"),
    [
        ("weihai-2023: no clause was found", "weihai-2023：未发现条款"),
        (
            "a/1: the clause has 9000 characters; a heading may be missing",
            "a/1：条款长达9000个字符，可能遗漏标题",
        ),
        (
            "the heading has no text of its own; no clause was found",
            "标题下无正文；未发现条款",
        ),
        (
            "The jurisdiction of a, b is not known: each is a group of its own.",
            "a, b的所属地区不明，各自单列为一个单位。",
        ),
        (
            "a.pdf is taken for the original of a.txt and left out.",
            "a.pdf视为a.txt的原始文件，未纳入。",
        ),
        ("something that no table knows", None),
    ],
)
def test_page_remarks_are_chinese_where_the_table_knows_them(
    remark: str, chinese: str | None
) -> None:
    assert translate_remark(remark) == chinese
    shown = remark_in_both(remark)
    assert ('<bdi lang="en">' in shown) == (chinese is None)


def test_page_links_no_number_that_is_zero() -> None:
    assert link(0, "pairs", kind="copied").href == ""
    sentence = Sentence("page_others", {"n": link(0, "pairs")})
    assert "<a" not in told(sentence)
    assert "<a" in told(Sentence("page_others", {"n": link(2, "pairs")}))


def test_page_folds_long_lists_and_counts_the_rest() -> None:
    names = [f"市{i}" for i in range(60)]
    assert folded(names[:7]) == tuple(names[:7])
    *first, rest = folded(names)
    assert first == names[:6]
    assert rest == Sentence("page_others", {"n": 54})


def test_page_summary_tells_which_promises_are_of_new_ones(page: str) -> None:
    assert ">≈200家 省级以上 新增</" in page
