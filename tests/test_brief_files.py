"""The brief as a file: Markdown and DOCX, escaped, equal between runs, whole or not at all."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import Result
from docx.oxml.ns import qn

import policycompare as pc
from policycompare import pipeline
from policycompare.errors import OutputError, UsageError
from policycompare.report.brief import build_brief, write_brief
from policycompare.report.brief.docx import render_docx
from policycompare.report.brief.markdown import escape, render_markdown
from policycompare.report.brief.sources import LONGEST_QUOTE, list_sources
from policycompare.report.labels import Language, translator
from tests.conftest import CORPUS
from tests.reporting import TinyComparison, make_comparison

Run = Callable[..., Result]
HOSTILE = "a|b *c* <script>alert(1)</script> [x](javascript:y) ![i](http://e.org/i) `d` # =1+1"


def hostile() -> TinyComparison:
    """A comparison whose headings and labels are an attack."""
    comparison = make_comparison()
    clauses = tuple(replace(clause, heading=HOSTILE) for clause in comparison.clauses)
    measures = tuple(replace(m, label=HOSTILE) for m in comparison.findings.measures)
    gaps = tuple(replace(gap, label=HOSTILE) for gap in comparison.findings.gaps)
    findings = replace(comparison.findings, measures=measures, gaps=gaps)
    return replace(comparison, clauses=clauses, findings=findings)


def render(comparison: TinyComparison, group: str | None, language: Language = "en") -> str:
    brief = build_brief(comparison, group, language=language)
    return render_markdown(brief, comparison, language=language)


def body_texts(document: Any) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in document.paragraphs]


def test_brief_files_markdown_marks_each_sentence_and_lists_its_sources() -> None:
    comparison = make_comparison()
    text = render(comparison, "甲市")
    body, sources = text.split("## Sources")
    marks = [int(n) for n in re.findall(r"<sup>\\\[(\d+)\\\]</sup>", body)]
    entries = [int(n) for n in re.findall(r"(?m)^- \\\[(\d+)\\\]", sources)]
    n = len(list(build_brief(comparison, "甲市").sentences()))
    assert marks == entries == list(range(1, n + 1))
    assert "gaps.csv" in sources
    assert "a-2023/1" in sources


def test_brief_files_markdown_in_chinese_has_the_mark_before_the_full_stop() -> None:
    body = render(make_comparison(), "甲市", "zh").split("## 资料来源")[0]
    assert body.count("</sup>。") == body.count("<sup>")
    assert "一、总体情况" in body
    assert not re.search(r"[,;:!?]", re.sub(r"<[^>]+>|“[^”]*”|[a-z_\\]+\.(?:csv|json)", "", body))


def test_brief_files_markdown_keeps_texts_as_text() -> None:
    text = render(hostile(), "甲市")
    assert "<script" not in text.replace("\\<script", "")
    for sign in ("|", "[", "]", "*", "`", "#"):
        assert f"\\{sign}" in escape(HOSTILE)
    unescaped = re.sub(r"\\.", "", text.replace("<sup>", "").replace("</sup>", ""))
    unescaped = re.sub(r"(?m)^(#+ | *- |\*\*.*\*\*$)", "", unescaped)
    assert not re.search(r"[<>\[\]`*|#]", unescaped)


@pytest.mark.parametrize("text", ["1. one", "- two", "+ three", "# four", "> five", "a\n\n# b"])
def test_brief_files_escape_opens_no_block(text: str) -> None:
    assert re.match(r"\d+\\\.|\\|a", escape(text))
    assert "\n" not in escape(text)


def test_brief_files_sources_quote_the_text_at_its_offsets() -> None:
    comparison = pc.compare(CORPUS, settings=pc.Settings(documents=("qingdao-2023", "weihai-2023")))
    brief = build_brief(comparison, "青岛市")
    sources = {o.document.name: o.document.text for o in comparison.outlines}
    passages = [p for sentence in brief.sentences() for p in sentence.passages]
    assert passages
    for passage in passages:
        assert sources[passage.document][passage.start : passage.end] == passage.quote
    told = [text for source in list_sources(brief, comparison, translator("en"))
            for text in source.passages]  # fmt: skip
    assert any("untitled, no date of issue, characters" in text for text in told)
    assert any(re.search(r"… \[\d+ more characters\]", text) for text in told)
    seen = [text for text in told if "quoted in [" in text]
    assert len(told) - len(seen) == len(set(passages))
    assert LONGEST_QUOTE > 0


def test_brief_files_docx_has_the_sentences_fonts_and_page(tmp_path: Path) -> None:
    comparison = make_comparison()
    path = tmp_path / "简报.docx"
    write_brief(comparison, path, group="甲市", language="zh")
    document = docx.Document(str(path))
    section = document.sections[0]
    size = (round(section.page_width.mm), round(section.page_height.mm))
    assert size == (210, 297)
    texts = body_texts(document)
    assert texts[0] == ("Title", "政策文本对比分析简报")
    every = "\n".join(text for _, text in texts)
    for number, sentence in enumerate(
        build_brief(comparison, "甲市", language="zh").sentences(), start=1
    ):
        assert f"{sentence.text[:-1]}[{number}]。" in every
    fonts = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Title", "Heading 1", "Normal")
    }
    assert fonts == {"Title": "宋体", "Heading 1": "黑体", "Normal": "仿宋"}
    with zipfile.ZipFile(path) as archive:
        assert 'w:altName w:val="FangSong,' in archive.read("word/fontTable.xml").decode()
        assert b"hyperlink" not in archive.read("word/document.xml")


def test_brief_files_docx_begins_the_sources_on_a_page_of_their_own() -> None:
    comparison = make_comparison()
    data = render_docx(build_brief(comparison), comparison, language="en")
    document = docx.Document(io.BytesIO(data))
    [heading] = [p for p in document.paragraphs if p.text == "Sources"]
    assert heading.paragraph_format.page_break_before
    below = document.paragraphs[[p.text for p in document.paragraphs].index("Sources") + 1 :]
    assert {p.style.name for p in below} == {"Source"}


def test_brief_files_docx_keeps_texts_as_text() -> None:
    comparison = replace(hostile(), warnings=("bad \x00\x0b\ud800 sign",))
    data = render_docx(build_brief(comparison, "甲市"), comparison, language="en")
    every = "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)
    assert "<script>" in every
    assert "bad \ufffd" in every
    assert "\x00" not in every


@pytest.mark.parametrize("suffix", [".md", ".docx"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_brief_files_are_equal_between_runs(
    tmp_path: Path, suffix: str, language: Language
) -> None:
    paths = [tmp_path / f"{name}{suffix}" for name in "ab"]
    for path in paths:
        write_brief(make_comparison(), path, language=language)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    if suffix == ".docx":
        with zipfile.ZipFile(paths[0]) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_brief_files_a_failed_run_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_text("old", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("policycompare.report.atomic.os.fsync", fail)
    with pytest.raises(OutputError, match="no space left on device"):
        write_brief(make_comparison(), path)
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]
    assert path.read_text(encoding="utf-8") == "old"


def test_brief_files_without_python_docx_name_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.setattr(pipeline, "compare", lambda *_, **__: pytest.fail("compared too early"))
    with pytest.raises(UsageError, match=r'pip install "policycompare\[documents\]"'):
        write_brief(make_comparison(), tmp_path / "a.docx")
    result = run("compare", CORPUS, "--brief", tmp_path / "a.docx")
    assert result.exit_code == 2
    assert "policycompare[documents]" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--brief", "a.pdf"), 2, "must end in .md or .docx"),
        (("--brief", "a.md", "--for", "青島市"), 2, "did you mean 青岛市"),
        (("--for", "青岛市"), 2, "give its file with --brief too"),
        (("--brief", "manifest.csv/a.md"), 1, "manifest.csv is a file"),
    ],
)
def test_brief_files_mistakes_are_told_before_the_comparison(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(CORPUS)
    monkeypatch.setattr(pipeline, "compare", lambda *_, **__: pytest.fail("compared too early"))
    result = run("compare", CORPUS, *arguments)
    assert result.exit_code == code
    assert message in result.stderr
    assert result.stderr.count("\n") <= 4


def test_brief_files_the_command_writes_one_and_says_where(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "brief.md"
    two = ("--documents", "qingdao-2023,shandong-2023")
    result = run("compare", CORPUS, *two, "--brief", path, "--for", "青岛市", "--lang", "zh")
    assert result.exit_code == 0, result.stderr
    assert "简报:" in result.stdout.replace("：", ":")
    comparison = pc.compare(CORPUS, settings=pc.Settings(documents=("qingdao-2023",
                                                                    "shandong-2023")))  # fmt: skip
    again = comparison.write_brief(tmp_path / "again.md", "青岛市", language="zh")
    assert path.read_bytes() == again.read_bytes()
