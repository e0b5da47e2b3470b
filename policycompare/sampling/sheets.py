"""The files of a sample: a sheet for each coder, without scores, and the key, with them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from policycompare.errors import OutputError, UsageError
from policycompare.report.cells import csv_lines
from policycompare.sampling.drawing import Sample, SampledPair
from policycompare.workbooks import CELL_LIMIT, render_workbook

if TYPE_CHECKING:
    from policycompare.datamodel import Clause
    from policycompare.report.protocol import Row

CODER_COLUMNS = (
    "pair_id",
    "a_clause",
    "a_heading",
    "a_text",
    "b_clause",
    "b_heading",
    "b_text",
    "label",
    "note",
)
"""What a coder sees: no score, stratum or weight."""

KEY_COLUMNS = (
    "pair_id",
    "a_clause",
    "b_clause",
    "stratum",
    "n_stratum",
    "n_drawn",
    "weight",
    "p_same",
    "p_overlap",
    "text_sha256",
)
"""What `evaluate` needs to weigh the labels; coders do not get it."""

LABELS = ("0", "1", "2")
KEY_SUFFIX = ".key.csv"
FORMS = (".csv", ".xlsx")
BOM = "\ufeff"

_WIDTHS = {"a_heading": 24.0, "a_text": 60.0, "b_heading": 24.0, "b_text": 60.0, "note": 30.0}


def write_sample(sample: Sample, path: Path, *, n_coders: int = 2) -> tuple[Path, ...]:
    """Write one sheet per coder and the key beside them, all or none; return their paths.

    Parameters
    ----------
    path : Path
        Ends in ``.csv`` or ``.xlsx``. One coder gets this file, several get
        ``<name>.coder-1.csv`` and so on; the key is ``<name>.key.csv``.
    n_coders : int
        At least 1; each sheet has an order of its own.

    Raises
    ------
    UsageError
        If the ending is another, ``n_coders`` is below 1, a file is there already (it may hold a
        coder's work), or XLSX is asked for without the extra ``excel``.
    OutputError
        If a file cannot be written.
    """
    if n_coders < 1:
        raise UsageError(f"{n_coders} coders cannot code; give 1 or more with --coders.")
    suffix = check_path(path)
    names = [path.name] if n_coders == 1 else [
        f"{path.stem}.coder-{k}{suffix}" for k in range(1, n_coders + 1)
    ]  # fmt: skip
    sheets = {
        path.with_name(name): _render_sheet(coder_rows(sample, k), suffix)
        for k, name in enumerate(names, start=1)
    }
    key = "".join((BOM, *csv_lines(key_rows(sample), KEY_COLUMNS))).encode()
    _write_new({**sheets, path.with_name(path.stem + KEY_SUFFIX): key})
    return (*sheets, path.with_name(path.stem + KEY_SUFFIX))


def check_path(path: Path) -> str:
    """Return the ending of a sample's file in lower case.

    Raises
    ------
    UsageError
        If it is neither ``.csv`` nor ``.xlsx``.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMS:
        raise UsageError(
            f"The sample cannot be written to {path.name}: the name must end in .csv or .xlsx; "
            "give such a name with --out."
        )
    return suffix


def coder_rows(sample: Sample, coder: int) -> list[Row]:
    """Rows of the sheet of one coder, counted from 1, in an order of the coder's own."""
    order = np.random.default_rng([sample.seed, coder]).permutation(len(sample.pairs))
    return [_coder_row(sample.pairs[k]) for k in order]


def key_rows(sample: Sample) -> list[Row]:
    """Rows of the key, in the order of the pair ids."""
    return [
        {
            "pair_id": pair.pair_id,
            "a_clause": pair.a.clause_id,
            "b_clause": pair.b.clause_id,
            "stratum": pair.stratum,
            "n_stratum": pair.n_stratum,
            "n_drawn": pair.n_drawn,
            "weight": pair.weight,
            "p_same": pair.p_same,
            "p_overlap": pair.p_overlap,
            "text_sha256": fingerprint_texts(pair.a, pair.b),
        }
        for pair in sample.pairs
    ]


def fingerprint_texts(a: Clause, b: Clause) -> str:
    """Tell whether the texts are still those that were coded: SHA-256 in hex of both."""
    return sha256(f"{a.text}\n\0\n{b.text}".encode()).hexdigest()


def list_cut_texts(sample: Sample, suffix: str) -> tuple[str, ...]:
    """Clauses whose text is longer than a cell of the file can hold."""
    if suffix != ".xlsx":
        return ()
    clauses = {clause.clause_id: clause for pair in sample.pairs for clause in (pair.a, pair.b)}
    return tuple(name for name, clause in sorted(clauses.items()) if clause.n_chars > CELL_LIMIT)


def _coder_row(pair: SampledPair) -> Row:
    return {
        "pair_id": pair.pair_id,
        "a_clause": pair.a.clause_id,
        "a_heading": pair.a.heading,
        "a_text": pair.a.text,
        "b_clause": pair.b.clause_id,
        "b_heading": pair.b.heading,
        "b_text": pair.b.text,
        "label": "",
        "note": "",
    }


def _render_sheet(rows: Sequence[Row], suffix: str) -> bytes:
    if suffix == ".csv":
        return "".join((BOM, *csv_lines(rows, CODER_COLUMNS))).encode()
    plain = [{column: str(row[column]) for column in CODER_COLUMNS} for row in rows]
    return render_workbook(
        plain, CODER_COLUMNS, title="pairs", widths=_WIDTHS, choices={"label": LABELS}
    )


def _write_new(files: dict[Path, bytes]) -> None:
    """Write files that are not there yet, all or none."""
    for path in files:
        if path.exists():
            raise UsageError(
                f"{path} is there already and may hold a coder's work; move it away or give "
                "another name with --out."
            )
    mark, written = secrets.token_hex(4), []
    try:
        next(iter(files)).parent.mkdir(parents=True, exist_ok=True)
        for path, data in files.items():
            part = path.with_name(f".{path.name}.{mark}.part")
            written.append(part)
            part.write_bytes(data)
        for path in files:
            path.with_name(f".{path.name}.{mark}.part").rename(path)
            written.append(path)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise OutputError(
            f"Cannot write {error.filename}: {error.strerror}; give a folder that can be written "
            "with --out."
        ) from error
