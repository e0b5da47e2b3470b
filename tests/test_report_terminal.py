from __future__ import annotations

import io
import re
import string
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from policycompare.corpus import read_corpus
from policycompare.report.corpus_labels import CORPUS_LABELS
from policycompare.report.files import FILE_NAMES
from policycompare.report.labels import CATALOGUE, LANGUAGES, PARTS, Language, translator
from policycompare.report.remarks import _read_table, tell_remark
from policycompare.report.tables import build_table, make_console, print_part
from policycompare.report.terminal import N_GAPS, N_WARNINGS, print_comparison, print_gaps
from tests.reporting import TinyComparison, make_comparison


def render(comparison: TinyComparison, *, language: Language = "en", **options: Any) -> str:
    file = io.StringIO()
    print_comparison(comparison, make_console(file), language=language, **options)
    return file.getvalue()


def with_gaps(comparison: TinyComparison, n: int) -> TinyComparison:
    gap = next(g for g in comparison.findings.gaps if g.group == "丙市")
    findings = replace(comparison.findings, gaps=(gap,) * n)
    return replace(comparison, findings=findings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_terminal_fits_100_columns_without_colour_codes(language: Language) -> None:
    comparison = make_comparison()
    long = "到二〇三五年基本建成具有国际竞争力的先进制造业强市" * 4
    clauses = tuple(replace(clause, heading=long) for clause in comparison.clauses)
    comparison = replace(comparison, clauses=clauses, warnings=(long,))
    text = render(comparison, language=language)
    assert max(map(cell_len, text.splitlines())) <= 100
    assert "\x1b" not in text
    assert long[:20] in text


def test_terminal_has_no_colour_codes_in_a_pipe_even_where_they_are_forced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    text = render(make_comparison())
    assert "\x1b" not in text
    assert "5 clauses compared: 1 pairs the same" in text


def test_terminal_columns_are_aligned_behind_wide_characters() -> None:
    lines = render(make_comparison()).splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("document"))
    rows = [lines[at], *lines[at + 2 : at + 5]]
    ends = {cell_len(line) for line in rows}
    assert len(ends) == 1


def test_terminal_has_every_part_of_the_report() -> None:
    text = render(make_comparison())
    flowing = " ".join(text.split())
    assert "3 documents of 3 groups, 5 clauses compared" in text
    assert "乙市.txt has no title." in text
    assert "50% +0%" in text
    assert "a-2023/1 第1项工程" in text
    assert "Gaps of 丙市: 1 absent, 1 partial" in text
    assert "all 8 pairs of different groups were scored" in text
    assert "held out by document pair F1(same) 0.50, false gaps 0.25. Coded by a model." in flowing
    assert "No files were written" in text


def test_terminal_sections_follow_the_order_of_the_questions() -> None:
    lines = render(make_comparison()).splitlines()
    titles = (
        "Documents:",
        "Warnings",
        "Shared coverage",
        "Strongest overlaps",
        "Gaps of",
        "Targets:",
        "Units that lead",
        "Strength of commitment",
        "Diffusion:",
        "names of other places",
        "No files were written",
    )
    places = [next(i for i, line in enumerate(lines) if title in line) for title in titles]
    assert places == sorted(places)


def test_terminal_long_lines_keep_their_indent() -> None:
    long = "warning " * 20
    lines = render(replace(make_comparison(), warnings=(long,))).splitlines()
    warned = [line for line in lines if "warning warning" in line]
    assert len(warned) == 2
    assert all(line.startswith("  warning") for line in warned)


def test_terminal_tells_what_was_cut_and_where_the_files_are(tmp_path: Any) -> None:
    text = render(make_comparison(n_cut=12), folder=tmp_path / "out")
    assert "12 of 20 pairs" in text
    joined = "".join(line.strip() + " " for line in text.splitlines())
    assert all(name in joined for name in FILE_NAMES)


def test_terminal_limited_lists_say_how_many_more_there_are(tmp_path: Any) -> None:
    comparison = with_gaps(make_comparison(), N_GAPS + 3)
    warnings = tuple(f"warning {i}" for i in range(N_WARNINGS + 2))
    comparison = replace(comparison, warnings=warnings)
    text = render(comparison, folder=tmp_path)
    assert "… 3 more in gaps.csv" in text
    assert "… 2 more in run.json" in text
    assert "… 3 more; write the files with --out" in render(comparison)


def test_terminal_a_single_entry_beyond_the_limit_is_told() -> None:
    assert "… 1 more; write the files" in render(with_gaps(make_comparison(), N_GAPS + 1))
    assert "more" not in render(with_gaps(make_comparison(), N_GAPS))


def test_terminal_print_gaps_shows_all_of_one_group() -> None:
    file = io.StringIO()
    comparison = with_gaps(make_comparison(), N_GAPS + 3)
    print_gaps(comparison, "丙市", make_console(file))
    assert file.getvalue().count("甲市; 乙市") + file.getvalue().count("甲市") >= N_GAPS + 3
    assert "more" not in file.getvalue()


def test_terminal_a_run_without_overlaps_says_so() -> None:
    comparison = make_comparison()
    text = render(replace(comparison, links=()))
    assert "No measure is shared." in text


def test_terminal_skipped_documents_are_named() -> None:
    comparison = replace(make_comparison(), skipped_documents=("x.txt: bad byte at 7",))
    assert "x.txt: bad byte at 7" in render(comparison)


def test_terminal_matrix_of_many_groups_is_split_and_complete() -> None:
    comparison = make_comparison()
    order = tuple(f"第{i}号市" for i in range(30))
    text = render(replace(comparison, group_order=order))
    assert max(map(cell_len, text.splitlines())) <= 100
    heads = [line for line in text.splitlines() if line.startswith(" ") and "号市" in line]
    assert [name for line in heads for name in line.split()] == list(order)


def test_terminal_text_in_brackets_is_no_markup() -> None:
    file = io.StringIO()
    table = build_table(["a"], [["[bold]企业[/bold]"]])
    print_part(Console(file=file, width=40), table)
    assert "[bold]企业[/bold]" in file.getvalue()


WORDLESS = ("brief_between_quotes", "brief_date", "brief_sign_=", "chart_joint")
"""What one of the languages says without a word: joints, a plain equality, the form of a date."""


@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_labels_both_languages_are_there_with_the_same_values(key: str) -> None:
    fields = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for text in CATALOGUE[key]
    ]
    assert len(CATALOGUE[key]) == len(LANGUAGES)
    assert all(text.strip() for text in CATALOGUE[key]) is (key not in WORDLESS)
    assert fields[0] == fields[1]


def test_labels_parts_of_the_catalogue_have_no_key_in_common() -> None:
    assert len(CATALOGUE) == sum(map(len, PARTS))


def test_labels_of_chinese_report_leave_no_english_label() -> None:
    text = render(make_comparison(), language="zh")
    assert "丙市的缺口：缺失1项，部分缺失1项" in text
    # words of other commands may be names of folders here
    labels = (CATALOGUE[key] for key in CATALOGUE.keys() - CORPUS_LABELS.keys())
    english = {en for en, zh in labels if en != zh and "{" not in en and len(en) > 5}
    assert not {label for label in english if label in text}


def test_labels_translator_fills_in_values() -> None:
    assert translator("en")("more", n=3, file="gaps.csv") == "… 3 more in gaps.csv"


def test_terminal_tells_warnings_and_the_note_on_quality_in_chinese() -> None:
    comparison = replace(make_comparison(), warnings=("weihai-2023: no clause was found",))
    note = (
        "The gold is coded by a large language model (median of three codings) and checked by no "
        "human; clauses are cut at the spans of the gold."
    )
    provenance = {"figures": {"by_document": {"f1_same": 0.5}}, "gold": "gold", "note": note}
    model = replace(comparison.model, provenance=provenance)
    text = render(replace(comparison, model=model), language="zh").replace("\n", "")
    assert "weihai-2023：未发现条款" in text
    assert "F1（相同）为0.50。标准集由大语言模型编码" in text
    assert note in render(replace(comparison, model=model)).replace("\n", " ")


def test_terminal_tells_the_warnings_of_a_folder_in_chinese(tmp_path: Path) -> None:
    """The sentences are those of the corpus itself, so that the table cannot fall behind them."""
    for name in ("a b.txt", "c.txt", "c.pdf", "d.doc", "README.md"):
        (tmp_path / name).write_text("正文", encoding="utf-8")
    page = '<meta name="generator" content="policycompare 1">'
    (tmp_path / "report.html").write_text(page, encoding="utf-8")
    warnings = list(read_corpus(tmp_path).warnings)
    row = "document,file\nc,c.txt\n"
    (tmp_path / "manifest.csv").write_text(row, encoding="utf-8")
    warnings += read_corpus(tmp_path).warnings
    assert len(warnings) >= 8
    assert [one for one in warnings if tell_remark(one, "zh") == one] == []


def test_terminal_fills_every_place_of_a_remark() -> None:
    """Also the tenth and further ones, which the Chinese of a long remark has."""
    parts = [str(n) for n in range(1, 20)]
    form, _ = next(row for row in _read_table() if row[0].groups == len(parts))
    numbered = iter(parts)
    plain = re.sub(r"\((?:\\d|\\S|\.)\+\)", lambda _: next(numbered), form.pattern)
    told = tell_remark(plain.replace("\\", ""), "zh")
    assert "{" not in told
    assert all(part in told for part in parts)
    for form, chinese in _read_table():
        places = {int(n) for n in re.findall(r"\{(\d+)!?\}", chinese)}
        assert places <= set(range(1, form.groups + 1))
