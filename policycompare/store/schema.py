"""The columns of a stored document: one row for each, lists nested, every field of the data model.

The names of nested fields are those of the dataclasses, in their order; that is what lets
:mod:`policycompare.store.reading` build them in bulk, and a test holds both together.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from policycompare.store.libraries import import_arrow

LAYOUT = 1
"""Counts the layouts of the columns; files of another layout are not read."""


@cache
def document_schema() -> Any:
    """The schema of a shard (``pyarrow.Schema``)."""
    pa = import_arrow()
    text, number, flag, texts = pa.string(), pa.int64(), pa.bool_(), pa.list_(pa.string())
    numbers = pa.list_(number)
    span = [("start", number), ("end", number)]
    unit = pa.list_(pa.struct([("name", text), *span]))
    edit = pa.struct([*span, ("replacement", text)])
    damage = pa.struct([*span, ("kind", text), ("repair", text), ("message", text)])
    heading = pa.struct(
        [
            ("level", number),
            ("marker", text),
            ("title", text),
            *span,
            ("path", text),
            ("role", text),
            ("inferred", flag),
        ]
    )
    clause = pa.struct(
        [
            ("clause_id", text),
            ("document", text),
            ("jurisdiction", text),
            ("path", text),
            ("section", text),
            ("heading", text),
            ("role", text),
            ("text", text),
            ("body", text),
            *span,
            ("sentences", pa.list_(pa.struct([("text", text), *span]))),
            ("lead_units", unit),
            ("responsible_units", unit),
            ("deadline", text),
            ("warnings", texts),
            ("deadline_start", number),
            ("deadline_end", number),
        ]
    )
    return pa.schema(
        [
            ("key", text),
            ("source", text),
            ("encoding", text),
            ("sha256", text),
            ("warnings", texts),
            ("left_out", texts),
            ("text", text),
            ("script", text),
            ("damage", pa.list_(damage)),
            ("steps", pa.list_(pa.struct([("name", text), ("edits", pa.list_(edit))]))),
            ("starts_differences", numbers),
            ("starts_counts", numbers),
            ("ends_differences", numbers),
            ("ends_counts", numbers),
            ("headings", pa.list_(heading)),
            ("clauses", pa.list_(clause)),
            ("skipped", pa.list_(pa.struct([*span, ("reason", text)]))),
            ("outline_warnings", texts),
            ("corrected", flag),
        ],
        metadata={"policycompare.layout": str(LAYOUT)},
    )
