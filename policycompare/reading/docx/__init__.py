"""Read a DOCX file: its text with the numbers that list styles make, as it finally reads."""

from __future__ import annotations

import re

from policycompare.reading.docx.body import BodyWriter
from policycompare.reading.docx.numbering import Numbering
from policycompare.reading.docx.package import Package, W
from policycompare.reading.docx.styles import Styles
from policycompare.reading.model import Clock, ExtractedText, Limits, Notes

__all__ = ["read_docx"]

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
TITLE_LINES = 10
"""Lines in which a title must stand that only the file's properties name: these are often of
another document."""


def read_docx(data: bytes, name: str, limits: Limits) -> ExtractedText:
    """Read the final text of a DOCX file.

    Numbers of list styles are text; tracked changes are accepted; every paragraph and table row is
    a line, cells apart by tabs. Headers, footers, notes, text boxes and pictures are counted.

    Raises
    ------
    ReadError
        If the file is damaged, locked or unpacks to more than is allowed.
    UsageError
        If lxml is not installed.
    """
    package = Package(data, name, limits)
    notes = Notes()
    styles = Styles(package.part("styles.xml"))
    numbering = Numbering(package.part("numbering.xml"), styles, notes)
    writer = BodyWriter(styles, numbering, notes, Clock(name, limits))
    body = package.main().find(W + "body")
    if body is not None:
        writer.write(body)
        writer.finish()
    _count_margins(package, notes)
    return ExtractedText(
        "\n".join(writer.lines) + "\n",
        "docx",
        encoding="docx",
        title=writer.title or _core_title(package, writer.lines),
        warnings=_warn(numbering),
        dropped=notes.dropped(),
    )


def _count_margins(package: Package, notes: Notes) -> None:
    for what, prefix in (("page header", "header"), ("page footer", "footer")):
        for part in package.parts_like(prefix):
            text = "".join(t.text or "" for t in part.iter(W + "t"))
            if text.strip():
                notes.drop(what, text)


def _core_title(package: Package, lines: list[str]) -> str:
    core = package.core()
    title = "" if core is None else " ".join((core.findtext(_TITLE) or "").split())
    head = re.sub(r"\W", "", "".join(lines[:TITLE_LINES]))
    return title if (squashed := re.sub(r"\W", "", title)) and squashed in head else ""


def _warn(numbering: Numbering) -> tuple[str, ...]:
    if not numbering.unknown:
        return ()
    names = ", ".join(sorted(numbering.unknown))
    return (f"list numbers of the kind {names} are not known here and given as 1, 2, 3.",)
