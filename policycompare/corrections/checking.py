"""What is wrong with the rows of a corrected outline: one sentence for each, with its row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import get_args

from policycompare.corrections.rows import COLUMNS, KINDS, OutlineRow
from policycompare.datamodel import Role
from policycompare.errors import CorpusError
from policycompare.outline.coverage import BLANK
from policycompare.report.cells import unguard_cell

_OPTIONAL = frozenset({"path", "text"})
_NUMBER = re.compile(r"\d{1,12}", re.ASCII)
_SHA = re.compile(r"sha256:([0-9a-f]{64})")
_SHOWN = 20
"""Characters of an uncovered stretch that its sentence shows."""


def read_table(name: str, data: bytes) -> tuple[str, list[Mapping[str, str]]]:
    """The SHA-256 of the text that a file was made for, and its other rows as read.

    Raises
    ------
    CorpusError
        If the file is no CSV in UTF-8, lacks a column or its first row names no text.
    """
    try:
        text = data.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise CorpusError(
            f"{name} is no CSV file in UTF-8 ({error}); an outline must be one as `policycompare "
            "outline DOCUMENT --export FILE` writes it; save it as 'CSV UTF-8'."
        ) from error
    header = rows[0].keys() if rows else text.partition("\n")[0].strip().split(",")
    missing = [c for c in COLUMNS if c not in _OPTIONAL and c not in header]
    if missing:
        raise CorpusError(
            f"{name} lacks the column {', '.join(missing)}; an outline needs "
            f"{', '.join(c for c in COLUMNS if c not in _OPTIONAL)}; export it again and edit that."
        )
    cells = [{k: unguard_cell(v or "").strip() for k, v in row.items() if k} for row in rows]
    made_for = _SHA.fullmatch(cells[0].get("text", "")) if cells else None
    if made_for is None:
        raise CorpusError(
            f"{name} does not say which text it was made for; its row 2 must be of the kind text, "
            "with sha256: and the hash in the column text; export the outline again and edit that."
        )
    return made_for.group(1), list(cells[1:])


def check_rows(
    name: str, cells: Sequence[Mapping[str, str]], source: str
) -> tuple[OutlineRow, ...]:
    """The rows in the order of the text, checked.

    Parameters
    ----------
    name : str
        The file, for the messages.
    cells : sequence of mapping
        The rows below the first one, which names the text.
    source : str
        The text as decoded.

    Raises
    ------
    CorpusError
        If a row cannot be understood, lies outside the text or overlaps another one, or if some
        text is in no row; the message has one sentence for each, with the number of the row.
    """
    found: list[OutlineRow] = []
    wrong: list[str] = []
    for number, row in enumerate(cells, start=3):
        if not any(row.values()):
            continue
        errors = list(_row_errors(row, len(source)))
        wrong += [f"row {number}: {error}" for error in errors]
        if not errors:
            found.append(_as_row(number, row))
    found.sort(key=lambda row: (row.start, row.kind == "item", row.end))
    if not wrong:  # a row that was not understood would leave a hole of its own
        wrong += [*_overlaps(found), *_holes(found, source), *_loose_items(found)]
    if not wrong and not any(row.kind == "clause" for row in found):
        wrong.append("no row is of the kind clause, so there would be nothing to compare.")
    if wrong:
        raise CorpusError(f"{name} cannot be used as an outline:", wrong)
    return tuple(found)


def _row_errors(row: Mapping[str, str], n_source: int) -> Iterator[str]:
    start, end, kind = row.get("start", ""), row.get("end", ""), row.get("kind", "")
    if not _NUMBER.fullmatch(start) or not _NUMBER.fullmatch(end):
        yield f"start and end must be whole numbers, not {start!r} and {end!r}."
    elif int(start) >= int(end):
        yield f"start must lie before end, but is {start} and end is {end}."
    elif int(end) > n_source:
        yield f"end is {end}, but the text has only {n_source} characters."
    if kind not in KINDS[1:]:
        yield f"the kind {kind!r} is none of {', '.join(KINDS[1:])}."
        return
    role, level = row.get("role", ""), row.get("level", "")
    if kind != "skipped" and role not in get_args(Role):
        yield f"the role {role!r} is none of {', '.join(get_args(Role))}."
    if kind == "skipped" and not role:
        yield "a skipped row needs its reason in the column role, e.g. notice or furniture."
    if level and not (_NUMBER.fullmatch(level) and 1 <= int(level) <= 20):
        yield f"level must be a whole number from 1 to 20 or empty, not {level!r}."
    if not level and kind in ("heading", "item"):
        yield f"a row of the kind {kind} needs a level, 1 for the highest."


def _as_row(number: int, row: Mapping[str, str]) -> OutlineRow:
    level = row.get("level", "")
    return OutlineRow(
        number=number,
        start=int(row["start"]),
        end=int(row["end"]),
        level=int(level) if level else None,
        marker=row.get("marker", ""),
        title=row.get("title", ""),
        role=row["role"],
        kind=row["kind"],
        path=row.get("path", ""),
    )


def _overlaps(rows: list[OutlineRow]) -> Iterator[str]:
    for before, row in pairwise([row for row in rows if row.kind != "item"]):
        if row.start < before.end:
            yield (
                f"row {row.number}: it begins at {row.start}, inside row {before.number}, which "
                f"ends at {before.end}; only a row of the kind item may lie inside another one."
            )


def _holes(rows: list[OutlineRow], source: str) -> Iterator[str]:
    at, last = 0, "the beginning"
    parts = [row for row in rows if row.kind != "item"]
    for start, end, name in [
        *((row.start, row.end, f"row {row.number}") for row in parts),
        (len(source), len(source), "the end"),
    ]:
        hole = source[at:start].strip(BLANK)
        if hole:
            yield (
                f"{name}: the characters {at} to {start} between {last} and {name} "
                f"(“{' '.join(hole[:_SHOWN].split())}”) are in no row; add one, of the kind "
                "skipped if they are no part of the text."
            )
        at, last = max(at, end), name


def _loose_items(rows: list[OutlineRow]) -> Iterator[str]:
    end = -1
    for row in rows:
        if row.kind == "clause":
            end = row.end
        elif row.kind == "item" and row.start >= end:
            yield f"row {row.number}: an item must begin inside a row of the kind clause."
