"""From the rows of a shard to outlines, built in bulk: column by column, not field by field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from policycompare.datamodel import (
    Clause,
    Damage,
    Document,
    Edit,
    Heading,
    Outline,
    Sentence,
    Skip,
    Step,
    Unit,
)
from policycompare.datamodel.late_texts import late_text, unpack_offsets
from policycompare.datamodel.sending import collector_at_rest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Metadata

Column = list[Any]


_LATE = ("steps", "starts_differences", "starts_counts", "ends_differences", "ends_counts")
"""Columns that are unpacked when they are asked for."""


def decode_outlines(table: Any, metadata: Sequence[Metadata], folder: Path) -> list[Outline]:
    """Build the outlines of all rows of a table.

    Parameters
    ----------
    table : pyarrow.Table
        Rows of :func:`policycompare.store.schema.document_schema`.
    metadata : sequence of Metadata
        Of the document of each row.
    folder : Path
        The corpus folder.
    """
    with collector_at_rest():
        columns = {name: table.column(name).combine_chunks() for name in table.column_names}
        values = {name: _read(name, columns[name]) for name in _EAGER}
        return [
            _outline(dict(zip(_EAGER, row, strict=True)), entry, folder, columns, number)
            for number, (entry, row) in enumerate(
                zip(metadata, zip(*values.values(), strict=True), strict=True)
            )
        ]


def decode_clauses(column: Any) -> list[tuple[Clause, ...]]:
    """The clauses of each document of the column ``clauses``."""
    with collector_at_rest():
        return _read("clauses", column.combine_chunks())


def _outline(
    row: dict[str, Any], metadata: Metadata, folder: Path, columns: dict[str, Any], number: int
) -> Outline:
    document = Document(
        metadata=metadata,
        text=row["source"],
        path=folder / metadata.file,
        encoding=row["encoding"],
        sha256=row["sha256"],
        warnings=row["warnings"],
        left_out=row["left_out"],
    )
    # Bound to these columns only: the outline must not keep the others of its shard alive.
    unpack = partial(_unpack, {name: columns[name] for name in _LATE}, number)
    return Outline(
        document=document,
        normalized=late_text(row["source"], row["text"], row["script"], row["damage"], unpack),
        headings=row["headings"],
        clauses=row["clauses"],
        skipped=row["skipped"],
        warnings=row["outline_warnings"],
        corrected=row["corrected"],
    )


def _unpack(columns: dict[str, Any], number: int, name: str) -> Any:
    """One of the fields of a normalized text that are unpacked late."""
    if name == "steps":
        found: list[tuple[Step, ...]] = _steps(columns["steps"].slice(number, 1))
        return found[0]
    parts = (columns[f"{name}_{part}"][number].values for part in ("differences", "counts"))
    return unpack_offsets(*map(_numbers, parts))


def _read(name: str, column: Any) -> Column:
    """The values of one column of a shard."""
    reader: Callable[[Any], Column] = _READERS.get(name, _plain)
    return reader(column)


def _plain(column: Any) -> Column:
    """Texts, numbers or flags; a missing one is None.

    From the memory of the column, because for ``to_numpy`` pyarrow imports pandas.
    """
    kind = str(column.type)
    if column.null_count or kind not in ("string", "int64"):
        return list(column.to_pylist())
    if kind == "int64":
        return list(_numbers(column).tolist())
    _, ends, texts = column.buffers()
    if ends is None or texts is None:
        return [""] * len(column)
    data = texts.to_pybytes()
    borders = np.frombuffer(ends, np.int32, len(column) + 1, 4 * column.offset).tolist()
    return [data[start:end].decode() for start, end in pairwise(borders)]


def _numbers(column: Any) -> NDArray[Any]:
    """The numbers of a column without a missing one."""
    kind = np.dtype(str(column.type))
    if not len(column):
        return np.zeros(0, kind)
    place = column.offset * kind.itemsize
    return np.frombuffer(column.buffers()[1], kind, len(column), place)


def _lists(read: Callable[[Any], Column], column: Any) -> list[tuple[Any, ...]]:
    """Lists of what ``read`` reads, as tuples."""
    flat = column.flatten()
    ends = _numbers(column.offsets).tolist()
    items = read(flat)
    first = ends[0]
    return [tuple(items[start - first : end - first]) for start, end in pairwise(ends)]


def _items(kind: Callable[..., Any], readers: dict[str, Any], column: Any) -> Column:
    """Objects of a dataclass whose fields, in order, are those of the column."""
    names = [field.name for field in column.type]
    fields = column.flatten()
    parts = [readers.get(name, _plain)(part) for name, part in zip(names, fields, strict=True)]
    return list(map(kind, *parts))


def _lists_of(kind: Callable[..., Any], **readers: Any) -> Callable[[Any], Any]:
    return partial(_lists, partial(_items, kind, readers))


_texts = partial(_lists, _plain)
_units = _lists_of(Unit)
_steps = _lists_of(Step, edits=_lists_of(Edit))
_READERS: dict[str, Callable[[Any], Any]] = {
    "warnings": _texts,
    "left_out": _texts,
    "outline_warnings": _texts,
    "damage": _lists_of(Damage),
    "headings": _lists_of(Heading),
    "skipped": _lists_of(Skip),
    "clauses": _lists_of(
        Clause,
        sentences=_lists_of(Sentence),
        lead_units=_units,
        responsible_units=_units,
        warnings=_texts,
    ),
}
_EAGER = (
    "source",
    "encoding",
    "sha256",
    "warnings",
    "left_out",
    "text",
    "script",
    "damage",
    "headings",
    "clauses",
    "skipped",
    "outline_warnings",
    "corrected",
)
