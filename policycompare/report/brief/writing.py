"""Checking where a brief goes, and putting it there whole or not at all."""

from __future__ import annotations

from pathlib import Path

from policycompare.report.atomic import write_whole
from policycompare.report.brief.building import build_brief
from policycompare.report.labels import Language
from policycompare.report.output_path import check_place, check_suffix
from policycompare.report.protocol import ComparisonLike

OPTION = "--brief"
SUFFIXES = (".md", ".docx")


def check_brief_path(path: Path) -> None:
    """Tell before the work is done that a brief cannot be written.

    Raises
    ------
    UsageError
        If the name ends in neither ``.md`` nor ``.docx``, or python-docx is not installed for the
        latter.
    OutputError
        If the place cannot be written.
    """
    check_suffix(path, "brief", OPTION, SUFFIXES)
    if path.suffix.lower() == ".docx":
        from policycompare.report.brief.docx import load_docx

        load_docx("docx")
    check_place(path, "brief", OPTION)


def write_brief(
    comparison: ComparisonLike, path: Path, *, group: str | None = None, language: Language = "en"
) -> None:
    """Write a brief as Markdown or DOCX by the suffix; a failed run leaves an earlier file.

    Raises
    ------
    UsageError, OutputError
        As :func:`check_brief_path` and :func:`build_brief`, and if writing fails.
    """
    check_brief_path(path)
    brief = build_brief(comparison, group, language=language)
    if path.suffix.lower() == ".docx":
        from policycompare.report.brief.docx import render_docx

        data = render_docx(brief, comparison, language=language)
    else:
        from policycompare.report.brief.markdown import render_markdown

        data = render_markdown(brief, comparison, language=language).encode("utf-8")
    write_whole(path, [data], OPTION)
