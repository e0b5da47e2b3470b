"""Read ``manifest.csv``: one row per document, checked before anything else is opened."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path, PureWindowsPath

from policycompare.datamodel import Metadata
from policycompare.encoding import DECLARABLE, codec_name
from policycompare.errors import CorpusError

MANIFEST = "manifest.csv"
COLUMNS = (
    "document",
    "file",
    "title",
    "jurisdiction",
    "level",
    "parent",
    "issuer",
    "issued",
    "horizon_start",
    "horizon_end",
    "status",
    "note",
)
REQUIRED = ("document", "file")
OPTIONAL = ("encoding", "document_number", "source_file", "source_sha256")
USER_PREFIX = "x_"
LEVELS = ("national", "province", "city", "county")
DATES = ("issued", "horizon_start", "horizon_end")

_ALLOWED = (
    f"allowed are {', '.join(COLUMNS)}, {', '.join(OPTIONAL)}, and your own columns whose names "
    f"begin with {USER_PREFIX}"
)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
# A clause id is "<document>/<path>" and stands in CSV cells and on command lines.
_BAD_IN_IDENTIFIER = re.compile(r"[/\s\x00-\x1f\x7f-\x9f]")


def read_manifest(
    path: Path, *, allow_empty: bool = False
) -> tuple[tuple[Metadata, ...], tuple[str, ...]]:
    """Read and check a manifest; give its documents, sorted by identifier, and warnings.

    Columns other than ``document`` and ``file`` may be absent: what they would say is unknown.

    Parameters
    ----------
    path : Path
        A UTF-8 CSV file (a byte-order mark is allowed) with a header line.
    allow_empty : bool
        Whether a header without a document is enough.

    Raises
    ------
    CorpusError
        If the file is no UTF-8 CSV, has an unknown, doubled or missing column or no row, or if a
        row has a bad identifier, path, date, level or encoding or repeats another row's document
        or file, or if a jurisdiction lies below itself.
    """
    header, rows = _read_rows(path)
    _check_header(path, header)
    documents = tuple(_metadata(path, line, header, row) for line, row in rows)
    if not documents and not allow_empty:
        raise CorpusError(
            f"{path} has a header but lists no document; a manifest needs one line per document; "
            f"bring documents in with `policycompare add {path.parent} FILE…`, or remove the "
            f"manifest to take every document of the folder."
        )
    _check_unique(path, documents)
    _check_parents(path, documents)
    absent = [name for name in COLUMNS if name not in header]
    warnings = (f"{path.name} has no column {', '.join(absent)}: unknown.",) if absent else ()
    return tuple(sorted(documents, key=lambda entry: entry.document)), warnings


def check_values(where: str, values: dict[str, str]) -> None:
    """Check identifier, file, dates and choices of a row; ``where`` begins the message.

    Raises
    ------
    CorpusError
        If one of them is not allowed.
    """
    _check_identifier(where, values["document"])
    _check_file(where, values.get("file", "a.txt"))
    _check_dates(where, values)
    _check_choices(where, values)


def is_identifier(name: str) -> bool:
    """Whether ``name`` can be a document identifier: no ``/``, white space or control character."""
    return bool(name) and not _BAD_IN_IDENTIFIER.search(name)


def as_identifier(name: str) -> str:
    """The nearest identifier to a file name: what is not allowed becomes ``-``.

    A letter and its accent become one character (NFC), as one types them, and bytes of a file name
    that are no UTF-8 become U+FFFD.

    >>> as_identifier("威海 2023")
    '威海-2023'
    """
    whole = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _BAD_IN_IDENTIFIER.sub("-", unicodedata.normalize("NFC", whole).strip()) or "-"


def _read_rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header and the rows that are not blank, each with its line number."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = [name.strip() for name in next(reader, [])]
            rows = [(reader.line_num, row) for row in _filled(reader)]
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"{path} is not UTF-8 (byte offset {error.start}); a manifest must be CSV in UTF-8; "
            f"save it again as 'CSV UTF-8'."
        ) from error
    except csv.Error as error:
        raise CorpusError(
            f"{path} is not a valid CSV file ({error}); allowed are comma-separated fields, quoted "
            f'with "; correct it in a spreadsheet program and save it as CSV UTF-8.'
        ) from error
    except OSError as error:
        raise CorpusError(
            f"{path} cannot be opened ({error.strerror}); a manifest must be a readable CSV file; "
            f"check the path and its permissions."
        ) from error
    return header, rows


def _filled(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    return (row for row in rows if any(cell.strip() for cell in row))


def _check_header(path: Path, header: Sequence[str]) -> None:
    for name in header:
        known = name in COLUMNS or name in OPTIONAL
        if not known and not (name.startswith(USER_PREFIX) and len(name) > len(USER_PREFIX)):
            raise CorpusError(
                f"{path} has the unknown column {name!r}; {_ALLOWED}; rename or remove it."
            )
        if header.count(name) > 1:
            raise CorpusError(
                f"{path} has the column {name!r} {header.count(name)} times; each column is "
                f"allowed once; remove the others."
            )
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise CorpusError(
            f"{path} lacks the column {' and '.join(map(repr, missing))} in its first line; "
            f"{_ALLOWED}; add it."
        )


def _metadata(path: Path, line: int, header: Sequence[str], row: Sequence[str]) -> Metadata:
    where = f"{path}, line {line}"
    if len(row) != len(header):
        raise CorpusError(
            f"{where} has {len(row)} fields, but the header has {len(header)} columns; every line "
            f'needs one field per column; put fields that hold a comma in ".'
        )
    values = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
    check_values(where, values)
    extra = {name: value for name, value in values.items() if name.startswith(USER_PREFIX)}
    return Metadata(
        **{name: value for name, value in values.items() if name not in extra}, extra=extra
    )


def _check_identifier(where: str, name: str) -> None:
    if not is_identifier(name):
        raise CorpusError(
            f"{where}: the document identifier {name!r} cannot be used; allowed is any text "
            f"without '/', white space and control characters; choose a name like weihai-2023."
        )


def _check_file(where: str, file: str) -> None:
    windows = PureWindowsPath(file)
    outside = windows.anchor or windows.drive or ".." in windows.parts
    if not file or "\\" in file or outside:
        raise CorpusError(
            f"{where}: the file {file!r} is not a path inside the corpus folder; allowed are paths "
            f"relative to it with '/', without '..'; move the file into the folder and correct it."
        )


def _check_dates(where: str, values: dict[str, str]) -> None:
    for name in DATES:
        value = values.get(name, "")
        if value and not _is_date(value):
            raise CorpusError(
                f"{where}: {name} is {value!r}; allowed are 2023, 2023-07, 2023-07-06 or nothing; "
                f"correct the date or leave it empty."
            )
    start, end = values.get("horizon_start", ""), values.get("horizon_end", "")
    shared = min(len(start), len(end))
    if start[:shared] > end[:shared]:
        raise CorpusError(
            f"{where}: horizon_start {start} lies after horizon_end {end}; a horizon must not end "
            f"before it starts; correct the two dates."
        )


def _is_date(value: str) -> bool:
    match = _DATE.fullmatch(value)
    if match is None:
        return False
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _check_choices(where: str, values: dict[str, str]) -> None:
    level = values.get("level", "")
    if level and level not in LEVELS:
        raise CorpusError(
            f"{where}: level is {level!r}; allowed are {', '.join(LEVELS)} or nothing; "
            f"use one of these."
        )
    encoding = values.get("encoding", "")
    if encoding and codec_name(encoding) is None:
        raise CorpusError(
            f"{where}: encoding is {encoding!r}; allowed are {', '.join(DECLARABLE)} or nothing; "
            f"use one of these, or leave it empty to have it detected."
        )


def _check_unique(path: Path, documents: Sequence[Metadata]) -> None:
    for column in REQUIRED:
        seen: set[str] = set()
        for entry in documents:
            value = getattr(entry, column)
            if value in seen:
                raise CorpusError(
                    f"{path} lists the {column} {value!r} twice; each {column} may stand there "
                    f"once; remove or rename one of the lines."
                )
            seen.add(value)


def _check_parents(path: Path, documents: Sequence[Metadata]) -> None:
    """No jurisdiction may lie below itself, directly or by way of others."""
    parents: dict[str, set[str]] = {}
    for entry in documents:
        if entry.jurisdiction and entry.parent:
            parents.setdefault(entry.jurisdiction, set()).add(entry.parent)
    for name in sorted(parents):
        if name in _find_above(name, parents):
            raise CorpusError(
                f"{path} puts {name} below itself: its parent is "
                f"{' and '.join(sorted(parents[name]))}; a parent must be the jurisdiction above; "
                f"correct the column parent or leave it empty."
            )


def _find_above(name: str, parents: Mapping[str, set[str]]) -> set[str]:
    """All jurisdictions above one, by way of any."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = parents.get(waiting.pop(), set()) - found
        found |= new
        waiting += sorted(new)
    return found
