"""Checking where a brief goes, and putting it there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from policycompare.errors import OutputError, UsageError
from policycompare.report.atomic import write_whole
from policycompare.report.brief.building import build_brief
from policycompare.report.labels import Language
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
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"The brief {path} must end in {' or '.join(SUFFIXES)}; give such a name with {OPTION}."
        )
    if path.suffix.lower() == ".docx":
        from policycompare.report.brief.docx import load_docx

        load_docx("docx")
    nearest = next(place for place in path.parents if place.exists())
    if path.is_dir():
        reason = "it is a folder"
    elif not nearest.is_dir():
        reason = f"{nearest} is a file"
    elif not os.access(nearest, os.W_OK):
        reason = f"{nearest} is write-protected"
    else:
        return
    raise OutputError(
        f"The brief {path} cannot be written, because {reason}; give another with {OPTION}."
    )


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
