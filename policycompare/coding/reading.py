"""Read the coders' files and the key of their sample, and check that they fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

import numpy as np

from policycompare.coding.tables import TableLine, read_table
from policycompare.errors import GoldError, PolicyCompareError
from policycompare.sampling.sheets import KEY_SUFFIX

if TYPE_CHECKING:
    from numpy.typing import NDArray

CODED_COLUMNS = ("pair_id", "label")
KEY_COLUMNS = ("pair_id", "a_clause", "b_clause", "stratum", "n_stratum", "n_drawn", "text_sha256")
LABELS = {"0": 0, "1": 1, "2": 2, "0.0": 0, "1.0": 1, "2.0": 2}
"""Labels as they may stand in a cell: a spreadsheet may make 2 a decimal number."""

N_SHOWN = 3
"""Pair ids that an error names; the rest is counted."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One drawn pair: its clauses, its stratum and how much of the stratum was drawn."""

    pair_id: str
    a_clause: str
    b_clause: str
    stratum: str
    n_stratum: int
    n_drawn: int
    text_sha256: str


@dataclass(frozen=True)
class Coding:
    """A sample with the labels of its coders.

    Attributes
    ----------
    sample_id : str
    coders : tuple of str
        The names of the files without ending.
    key : tuple of KeyRow
        In the order of the pair ids.
    labels : numpy.ndarray of int, shape (n_coders, n_pairs)
        2 same, 1 partial, 0 neither.
    fingerprint : str
        SHA-256 of key and labels, in hex.
    """

    sample_id: str
    coders: tuple[str, ...]
    key: tuple[KeyRow, ...]
    labels: NDArray[np.int64]
    fingerprint: str

    @property
    def median(self) -> NDArray[np.int64]:
        """The median label of each pair, shape (n_pairs,); of an even number the lower one.

        So two coders who differ count with the smaller claim until somebody settles it.
        """
        n_coders = len(self.labels)
        return np.asarray(np.sort(self.labels, axis=0)[(n_coders - 1) // 2], dtype=np.int64)

    def __repr__(self) -> str:
        return f"<Coding of {self.sample_id} by {len(self.coders)}: {len(self.key)} pairs>"


def read_coding(files: Sequence[Path], *, key: Path | None = None) -> Coding:
    """Read coded files and their key.

    Parameters
    ----------
    files : sequence of Path
        One per coder, ``.csv`` or ``.xlsx``.
    key : Path, optional
        The key; by default the ``*.key.csv`` of the same sample beside a coded file.

    Raises
    ------
    GoldError
        If there is no file or one is given twice, a file cannot be read, rows are missing, doubled
        or of another sample, a label is not 0, 1 or 2, or the key is missing or was changed.
    """
    if not files:
        raise GoldError("No coded file was given; name one per coder with --coded.")
    if len({path.resolve() for path in files}) < len(files):
        raise GoldError("A coded file was given twice; name each coder's file once with --coded.")
    tables = [read_table(path, CODED_COLUMNS) for path in files]
    sample_id = _sample_of(tables[0])
    key = key or _find_key(files, sample_id)
    rows = _read_key(key)
    labels = [
        _match_labels(path, table, rows, key) for path, table in zip(files, tables, strict=True)
    ]
    return Coding(
        sample_id=sample_id,
        coders=_name_coders(files),
        key=rows,
        labels=np.array(labels, dtype=np.int64),
        fingerprint=sha256(repr((rows, labels)).encode()).hexdigest(),
    )


def _name_coders(files: Sequence[Path]) -> tuple[str, ...]:
    """File names without ending, or whole paths where those are not different."""
    stems = tuple(path.stem for path in files)
    return stems if len(set(stems)) == len(stems) else tuple(map(str, files))


def _sample_of(table: Sequence[TableLine]) -> str:
    return table[0].cells["pair_id"].rpartition("-")[0]


def _find_key(files: Sequence[Path], sample_id: str) -> Path:
    folders = sorted({path.parent for path in files})
    found = [path for f in folders for path in sorted(f.glob(f"*{KEY_SUFFIX}")) if path.is_file()]
    fitting = [path for path in found if _is_key_of(path, sample_id)]
    if len(fitting) != 1:
        n_found = "no key" if not fitting else f"{len(fitting)} keys"
        raise GoldError(
            f"There is {n_found} of the sample {sample_id} beside {files[0]}; name the file "
            f"that ends in {KEY_SUFFIX} with --key."
        )
    return fitting[0]


def _is_key_of(path: Path, sample_id: str) -> bool:
    try:
        return _sample_of(read_table(path, KEY_COLUMNS)) == sample_id
    except PolicyCompareError:  # a file of another kind; a key that is named is checked in full
        return False


def _read_key(path: Path) -> tuple[KeyRow, ...]:
    lines = read_table(path, KEY_COLUMNS)
    rows = sorted((_key_row(path, line) for line in lines), key=lambda row: row.pair_id)
    drawn = Counter(row.stratum for row in rows)
    for row in rows:
        if row.n_drawn != drawn[row.stratum] or row.n_stratum < row.n_drawn:
            raise GoldError(
                f"The key {path} was changed: its stratum {row.stratum} has {drawn[row.stratum]} "
                f"rows, but says {row.n_drawn} of {row.n_stratum}; take the file as "
                "`policycompare sample` wrote it."
            )
    if len({row.pair_id for row in rows}) < len(rows):
        raise GoldError(
            f"The key {path} holds a pair twice; take the file as `policycompare sample` wrote it."
        )
    return tuple(rows)


def _key_row(path: Path, line: TableLine) -> KeyRow:
    cells = line.cells
    counts = [cells["n_stratum"], cells["n_drawn"]]
    if not all(count.isdecimal() and int(count) > 0 for count in counts):
        raise GoldError(
            f"The key {path}, line {line.number}, gives {' and '.join(counts)} as n_stratum and "
            "n_drawn, but whole numbers above 0 are needed; take the file as `policycompare "
            "sample` wrote it."
        )
    return KeyRow(
        cells["pair_id"],
        cells["a_clause"],
        cells["b_clause"],
        cells["stratum"],
        int(counts[0]),
        int(counts[1]),
        cells["text_sha256"],
    )


def _match_labels(
    path: Path, table: Sequence[TableLine], key: Sequence[KeyRow], key_path: Path
) -> list[int]:
    """Labels of a coder in the order of the key."""
    known = {row.pair_id for row in key}
    found: dict[str, int] = {}
    blank: list[str] = []
    for line in table:
        pair_id = line.cells["pair_id"]
        label = normalize("NFKC", line.cells["label"])  # a Chinese keyboard writes ２
        where = f"{path}, line {line.number},"
        if pair_id not in known:
            raise GoldError(
                f"{where} holds the pair {pair_id!r}, which is not in the key {key_path.name}; "
                "the file is of another sample or the id was changed."
            )
        if pair_id in found or pair_id in blank:
            raise GoldError(f"{where} holds the pair {pair_id} a second time; keep one row.")
        if not label:
            blank.append(pair_id)
            continue
        if label not in LABELS:
            raise GoldError(
                f"{where} gives the pair {pair_id} the label {label!r}, but a label is 0, 1 or 2; "
                "mend it."
            )
        found[pair_id] = LABELS[label]
    _check_complete(path, "without a label", blank)
    _check_complete(path, "missing", [row.pair_id for row in key if row.pair_id not in found])
    return [found[row.pair_id] for row in key]


def _check_complete(path: Path, problem: str, pair_ids: Mapping[str, int] | Sequence[str]) -> None:
    if pair_ids:
        shown = ", ".join(sorted(pair_ids)[:N_SHOWN])
        more = f" and {len(pair_ids) - N_SHOWN} more" if len(pair_ids) > N_SHOWN else ""
        raise GoldError(
            f"{path} has {len(pair_ids)} pairs {problem}: {shown}{more}; the weights hold only if "
            "every drawn pair is labelled, so code them and try again."
        )
