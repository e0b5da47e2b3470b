"""The file of a corrected outline: exported, imported, used, forgotten."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from policycompare.corrections.checking import check_rows, read_table
from policycompare.corrections.rows import COLUMNS, outline_table, text_hash
from policycompare.datamodel import Document, Outline
from policycompare.errors import CorpusError, UsageError
from policycompare.report.atomic import write_whole
from policycompare.report.cells import csv_lines

SUFFIX = ".outline.csv"
"""What follows the name of a document in the name of its corrected outline."""


def correction_file(document: Document) -> Path | None:
    """Where the corrected outline of a document is kept; None for a text without a file."""
    return document.path.with_name(document.name + SUFFIX) if document.path else None


def apply_correction(outline: Outline) -> Outline:
    """The outline as corrected by hand, where a correction is kept beside the document.

    A correction that was made for another text is not used, and a warning says so: a span that
    fitted the old text may cut the new one anywhere.

    Raises
    ------
    CorpusError
        If the file beside the document cannot be read or is no outline of its text.
    """
    path = correction_file(outline.document)
    if path is None or not _is_file(path):
        return outline
    made_for, cells = read_table(path.name, _read(path))
    if made_for != text_hash(outline.document):
        warning = (
            f"the text has changed since its outline was corrected, so {path.name} is not used; "
            "correct the outline again, or remove it with `policycompare outline DOCUMENT --forget`"
        )
        return replace(outline, warnings=(*outline.warnings, warning))
    rows = check_rows(path.name, cells, outline.document.text)
    from policycompare.corrections.building import build_outline

    return build_outline(outline.document, outline.normalized, rows)


def _is_file(path: Path) -> bool:
    """Whether a correction is kept; none is beside a name that leaves no room for the suffix."""
    try:
        return path.is_file()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return False
        raise


def export_outline(outline: Outline, path: Path) -> int:
    """Write an outline as CSV in UTF-8 with a byte-order mark; return the number of its rows.

    Raises
    ------
    OutputError
        If the file cannot be written; an old one is then left whole.
    """
    rows = list(outline_table(outline))
    lines = csv_lines(rows, COLUMNS)
    _write(path, ("\ufeff", *lines), "--export")
    return len(rows)


def import_outline(outline: Outline, path: Path) -> tuple[Outline, Path]:
    """Check a corrected outline and keep it beside its document.

    Parameters
    ----------
    outline : Outline
        The outline of the document, corrected or not.
    path : Path
        The edited file.

    Returns
    -------
    Outline, Path
        The corrected outline, and where it is kept.

    Raises
    ------
    CorpusError
        If the file cannot be read, was made for another text or is no outline of this one.
    OutputError
        If it cannot be kept beside the document.
    UsageError
        If the document has no file beside which it could be kept.
    """
    target = _target(outline.document)
    made_for, cells = read_table(path.name, _read(path))
    if made_for != text_hash(outline.document):
        raise CorpusError(
            f"{path.name} was made for another text than {outline.document.name} has now; its "
            "spans must fit the text; export the outline again and repeat the corrections."
        )
    rows = check_rows(path.name, cells, outline.document.text)
    from policycompare.corrections.building import build_outline

    corrected = build_outline(outline.document, outline.normalized, rows)
    export_outline(corrected, target)
    return corrected, target


def forget_correction(document: Document) -> Path:
    """Remove the corrected outline of a document; return where it was kept.

    Raises
    ------
    UsageError
        If none is kept.
    """
    path = _target(document)
    try:
        path.unlink()
    except FileNotFoundError as error:
        raise UsageError(
            f"{document.name} has no corrected outline ({path.name}); there is nothing to forget; "
            "see the outline in force with `policycompare outline`."
        ) from error
    except OSError as error:
        raise CorpusError(
            f"{path.name} cannot be removed ({error.strerror}); the folder must be writable; "
            "change its permissions or remove the file yourself."
        ) from error
    return path


def _target(document: Document) -> Path:
    path = correction_file(document)
    if path is None:
        raise UsageError(
            f"{document.name} is a text without a file; a corrected outline is kept beside a file; "
            "save the text first."
        )
    return path


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CorpusError(
            f"{path} cannot be read ({error.strerror}); an outline must be a readable CSV file; "
            "check the path and its permissions."
        ) from error


def _write(path: Path, chunks: Iterable[str], option: str) -> None:
    write_whole(path, (part.encode("utf-8", "backslashreplace") for part in chunks), option)
