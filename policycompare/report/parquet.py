"""Tables as Parquet files, through pyarrow of the extra ``store``, which is imported on use.

Columns are named and filled as those of the CSV files, but text is as it is, without the guard
against formulas. Text is dictionary-encoded, probabilities and shares are float64, offsets and
counts int64; a value that does not exist is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from policycompare.datamodel import Gaps
from policycompare.libraries import load_library
from policycompare.report.atomic import StagedFiles
from policycompare.report.behind import write_behind
from policycompare.report.column_blocks import plain_text
from policycompare.report.linked import has_many_links
from policycompare.report.protocol import ComparisonLike, Row

BLOCK_ROWS = 20_000
"""Rows of a table that are held at once; some hold the text of two clauses."""

DICTIONARY_BYTES = 1 << 30
"""Size up to which a column stays dictionary-encoded; the texts of a block are far below it."""

INTEGERS = frozenset(
    (
        "start",
        "end",
        "n_chars",
        "a_start",
        "a_end",
        "b_start",
        "b_end",
        "n_shared_terms",
        "n_shared_sentences",
        "n_only_a",
        "n_only_b",
        "n_uncompared_sentences",
        "n_groups",
        "n_clauses",
        "n_present_in",
        "nearest_start",
        "nearest_end",
        "n_covered",
        "n_partial",
        "n_absent",
        "n_repaired",
        "n_flagged",
        "n_headings",
        "n_compared",
        "n_warnings",
    )
)
"""Columns of offsets and counts."""

NUMBERS = frozenset(
    (
        "p_same",
        "p_overlap",
        "reuse_a",
        "reuse_b",
        "boilerplate_a",
        "boilerplate_b",
        "mean_p_same",
        "nearest_p_same",
        "nearest_p_overlap",
        "covered_share",
        "partial_share",
    )
)
"""Columns of probabilities and shares."""


STATISTICS = INTEGERS | NUMBERS | {"group", "a_group", "b_group"}
"""Columns whose range in each block is noted, so that a query may pass over blocks."""


def load_pyarrow() -> Any:
    """Import pyarrow with its writer of Parquet.

    Raises
    ------
    UsageError
        If it is not installed.
    """
    need = "A Parquet file", "store"
    arrow = load_library("pyarrow", *need, instead="write the tables as csv")
    load_library("pyarrow.parquet", *need)
    return arrow


def schema_of(names: Sequence[str]) -> Any:
    """The Arrow schema of a table with these columns."""
    pa = load_pyarrow()
    text = pa.dictionary(pa.int32(), pa.string())
    types = (
        pa.int64() if name in INTEGERS else pa.float64() if name in NUMBERS else text
        for name in names
    )
    return pa.schema(list(zip(names, types, strict=True)))


def write_parquet(
    comparison: ComparisonLike,
    staged: StagedFiles,
    file: str,
    names: Sequence[str],
    rows: Iterator[Row],
) -> tuple[int, str]:
    """Write one table, block by block; return its number of rows and SHA-256 in hex.

    Gaps are written from their columns where the findings have them, and many linked pairs from
    theirs, for they are far more than anything else.
    """
    pa = load_pyarrow()
    schema = schema_of(names)
    gaps = comparison.findings.gaps
    blocks: Iterable[Any]
    if file.startswith("gaps.") and isinstance(gaps, Gaps):
        from policycompare.report.gap_blocks import gap_blocks

        blocks = gap_blocks(comparison, gaps, schema)
    elif file.startswith("aligned_clauses.") and has_many_links(comparison):
        from policycompare.report.link_columns import LinkColumns

        blocks = (block.table(schema) for block in LinkColumns(comparison).blocks())
    else:
        blocks = _blocks(rows, schema)
    n_rows = 0
    with (
        staged.opened(file) as sink,
        pa.parquet.ParquetWriter(
            sink,
            schema,
            compression="zstd",
            compression_level=1,
            dictionary_pagesize_limit=DICTIONARY_BYTES,
            # finding the first and last text of each block takes as long as writing it
            write_statistics=[name for name in names if name in STATISTICS],
        ) as writer,
    ):

        def write(block: Any) -> None:
            nonlocal n_rows
            writer.write_table(block, row_group_size=max(len(block), 1))
            n_rows += len(block)

        write_behind(write, blocks, comparison.settings.workers)
    return n_rows, sink.hexdigest()


def _blocks(rows: Iterator[Row], schema: Any) -> Iterator[Any]:
    pa = load_pyarrow()
    while block := list(islice(rows, BLOCK_ROWS)):
        arrays = []
        for field in schema:
            values = [row[field.name] for row in block]
            if pa.types.is_dictionary(field.type):
                arrays.append(pa.array(map(_plain, values), pa.string()).dictionary_encode())
            else:
                arrays.append(pa.array(values, field.type))
        yield pa.Table.from_arrays(arrays, schema=schema)


def _plain(value: object) -> object:
    return plain_text(value) if isinstance(value, str) else value
