"""Rows of a table as columns, block by block: for Parquet as they are, for CSV row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from policycompare.report.protocol import Row

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Texts(NamedTuple):
    """A column of texts: numbers of distinct texts, shape (n_rows,), and those texts."""

    codes: NDArray[np.int32]
    values: Sequence[str]

    def take(self, at: NDArray[np.int64]) -> Texts:
        """The texts at these places."""
        return Texts(self.codes[at], self.values)

    def only(self, distinct: NDArray[np.int64], at: NDArray[np.int64]) -> Texts:
        """The texts at the places ``distinct[at]``; of all values only those that are there."""
        used, codes = np.unique(self.codes[distinct], return_inverse=True)
        values = self.values
        return Texts(codes.astype(np.int32)[at], [values[k] for k in used.tolist()])


Column = Texts | Any
"""Texts, or a numpy array of int64 or float64; NaN is no value."""


class Block(NamedTuple):
    """Some rows of a table, by the names of their columns."""

    columns: Mapping[str, Column]
    n_rows: int

    def rows(self, names: Sequence[str]) -> Iterator[Row]:
        """The rows one by one."""
        lists = (_plain_values(self.columns[name]) for name in names)
        for values in zip(*lists, strict=True):
            yield dict(zip(names, values, strict=True))

    def table(self, schema: Any) -> Any:
        """The rows as an Arrow table."""
        import pyarrow as pa

        arrays = [_arrow(self.columns[name]) for name in schema.names]
        return pa.Table.from_arrays(arrays, schema=schema)


def encode(values: Iterable[str]) -> Texts:
    """Number the distinct texts of a column in the order in which they come."""
    numbers: dict[str, int] = {}
    codes = [numbers.setdefault(value, len(numbers)) for value in values]
    return Texts(np.array(codes, dtype=np.int32), list(numbers))


def scatter(n_rows: int, cells: Iterable[tuple[int, str]], *, rest: str = "") -> Texts:
    """A column of ``rest`` but for some cells, told by row."""
    numbers = {rest: 0}
    codes = np.zeros(n_rows, dtype=np.int32)
    for row, value in cells:
        codes[row] = numbers.setdefault(value, len(numbers))
    return Texts(codes, list(numbers))


def plain_text(text: str) -> str:
    """Text that UTF-8 can hold; a lone surrogate of a damaged text is written as an escape."""
    return text if text.isascii() else _plain_bytes(text).decode("utf-8")


def _plain_bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _plain_values(column: Column) -> list[Any]:
    if isinstance(column, Texts):
        return [column.values[code] for code in column.codes.tolist()]
    values: list[Any] = column.tolist()
    if column.dtype.kind == "f" and np.isnan(column).any():
        return [None if value != value else value for value in values]
    return values


def _arrow(column: Column) -> Any:
    import pyarrow as pa

    if isinstance(column, Texts):
        # bytes, because a text of which Arrow takes the bytes keeps them as long as it lives
        values = pa.array(map(_plain_bytes, column.values), pa.string())
        return pa.DictionaryArray.from_arrays(column.codes, values, safe=False)
    return pa.array(column, mask=np.isnan(column) if column.dtype.kind == "f" else None)
