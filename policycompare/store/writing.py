"""From outlines to the rows of a shard."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from policycompare.datamodel.late_texts import pack_offsets
from policycompare.store.libraries import import_arrow, import_json, import_parquet
from policycompare.store.schema import document_schema

if TYPE_CHECKING:
    from policycompare.datamodel import Clause, Outline

ROWS_AT_ONCE = 16
"""Documents of a row group: what has to be decoded to read one of them."""


def encode_outline(key: str, outline: Outline) -> dict[str, Any]:
    """The row of one document; its metadata and path are not kept, for the corpus has them."""
    document, normalized = outline.document, outline.normalized
    row: dict[str, Any] = {
        "key": key,
        "source": document.text,
        "encoding": document.encoding,
        "sha256": document.sha256,
        "warnings": document.warnings,
        "left_out": document.left_out,
        "text": normalized.text,
        "script": normalized.script,
        "damage": [asdict(place) for place in normalized.damage],
        "steps": [asdict(step) for step in normalized.steps],
        "headings": [asdict(heading) for heading in outline.headings],
        "clauses": [asdict(_laid_out(clause)) for clause in outline.clauses],
        "skipped": [asdict(skip) for skip in outline.skipped],
        "outline_warnings": outline.warnings,
        "corrected": outline.corrected,
    }
    for name in ("starts", "ends"):
        differences, counts = pack_offsets(getattr(normalized, name))
        row |= {f"{name}_differences": differences.tolist(), f"{name}_counts": counts.tolist()}
    return row


def _laid_out(clause: Clause) -> Clause:
    """The same clause; its sentences may have been cut out of its document up to now."""
    return replace(clause, sentences=tuple(clause.sentences))


def is_storable(outline: Outline) -> bool:
    """Whether UTF-8 can hold the texts and names; half a surrogate pair of a file name it cannot.

    The source of the normalized text must be the document's text, which is kept once.
    """
    try:
        for text in (outline.document.name, outline.document.text, outline.normalized.text):
            text.encode()
        for warning in (*outline.warnings, *outline.document.warnings, *outline.document.left_out):
            warning.encode()
        outline.document.metadata.jurisdiction.encode()
    except UnicodeEncodeError:
        return False
    return outline.normalized.source == outline.document.text


def build_table(rows: Sequence[dict[str, Any]]) -> Any:
    """The rows as a ``pyarrow.Table``."""
    schema = document_schema()
    # By way of JSON, because pyarrow imports pandas for lists of Python, which takes longer than
    # reading one document; row by row, because a block of JSON must be smaller than 2 GB.
    tables = [_read_json(json.dumps(row, ensure_ascii=False), schema) for row in rows]
    pa = import_arrow()
    whole = pa.concat_tables(tables) if tables else schema.empty_table()
    return whole.combine_chunks().replace_schema_metadata(schema.metadata)


def _read_json(text: str, schema: Any) -> Any:
    pa, reading = import_arrow(), import_json()
    data = text.encode()
    return reading.read_json(
        pa.BufferReader(data),
        read_options=reading.ReadOptions(use_threads=False, block_size=len(data) + 1),
        parse_options=reading.ParseOptions(
            explicit_schema=schema, unexpected_field_behavior="error"
        ),
    )


def encode_table(table: Any) -> bytes:
    """The bytes of a Parquet file of the table; the same table gives the same bytes."""
    stream = BytesIO()
    import_parquet().write_table(
        table, stream, compression="zstd", row_group_size=ROWS_AT_ONCE, use_dictionary=False
    )
    return stream.getvalue()
