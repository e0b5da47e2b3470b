"""Read a gold folder and find which gold clause a clause stands for."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from policycompare.errors import GoldError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause

MIN_SPAN_OVERLAP = 0.5
"""Least intersection over union, in [0, 1], of a clause and the gold clause it stands for."""


@dataclass(frozen=True, slots=True)
class GoldClause:
    """A clause of the gold: ``start``/``end`` are source offsets in its document."""

    clause_id: str
    document: str
    start: int
    end: int
    heading: str


@dataclass(frozen=True)
class Gold:
    """Coded clauses and pairs.

    Attributes
    ----------
    clauses : tuple of GoldClause
    labels : mapping of (int, int) to int
        1 partial or 2 same for positions ``a < b`` in ``clauses``; every other pair is 0.
    fingerprint : str
        SHA-256 of ``clauses.jsonl`` followed by ``alignments.csv``.
    """

    clauses: tuple[GoldClause, ...]
    labels: Mapping[tuple[int, int], int]
    fingerprint: str

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """All pairs of different documents and their labels, each of shape (n_pairs,)."""
        documents = np.array([clause.document for clause in self.clauses])
        first, second = np.triu_indices(len(documents), 1)
        differ = documents[first] != documents[second]
        a, b = first[differ].astype(np.int64), second[differ].astype(np.int64)
        labels = [self.labels.get((int(i), int(j)), 0) for i, j in zip(a, b, strict=True)]
        return a, b, np.array(labels, dtype=np.int64)

    def __repr__(self) -> str:
        return f"<Gold: {len(self.clauses)} clauses, {len(self.labels)} pairs that overlap>"


def read_gold(folder: Path) -> Gold:
    """Read ``clauses.jsonl`` and ``alignments.csv``.

    Raises
    ------
    GoldError
        If a file is missing or malformed, a clause id is unknown or doubled, or a label is not
        0, 1 or 2.
    """
    raw_clauses, clause_lines = _read(folder / "clauses.jsonl")
    raw_pairs, pair_lines = _read(folder / "alignments.csv")
    clauses = tuple(
        _parse_clause(folder, number, line)
        for number, line in enumerate(clause_lines, 1)
        if line.strip()
    )
    place = {clause.clause_id: k for k, clause in enumerate(clauses)}
    if len(place) < len(clauses):
        raise GoldError(
            f"{folder / 'clauses.jsonl'} holds a clause id twice; give every clause its own."
        )
    labels: dict[tuple[int, int], int] = {}
    for row in csv.DictReader(pair_lines):
        pair, label = _parse_pair(folder, row, place)
        if pair in labels:
            raise GoldError(
                f"{folder / 'alignments.csv'} holds the pair {row['a']}, {row['b']} twice; "
                "keep one row."
            )
        labels[pair] = label
    return Gold(
        clauses,
        {pair: label for pair, label in labels.items() if label},
        sha256(raw_clauses + raw_pairs).hexdigest(),
    )


def _read(path: Path) -> tuple[bytes, list[str]]:
    """Read the bytes of a gold file and its lines."""
    try:
        raw = path.read_bytes()
        return raw, raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise GoldError(
            f"The gold file {path} is no UTF-8 text (byte {error.start}); save it as UTF-8."
        ) from error
    except OSError as error:
        raise GoldError(
            f"The gold file {path} cannot be read ({error.strerror}); a gold folder holds "
            "clauses.jsonl and alignments.csv."
        ) from error


def _parse_clause(folder: Path, number: int, line: str) -> GoldClause:
    try:
        row = json.loads(line)
        return GoldClause(
            row["id"], row["document"], int(row["start"]), int(row["end"]), row.get("heading", "")
        )
    except (ValueError, KeyError, TypeError) as error:
        raise GoldError(
            f"Line {number} of {folder / 'clauses.jsonl'} is no clause ({error!r}); it needs id, "
            "document, start and end."
        ) from error


def _parse_pair(
    folder: Path, row: Mapping[str, str], place: Mapping[str, int]
) -> tuple[tuple[int, int], int]:
    where = folder / "alignments.csv"
    for side in ("a", "b"):
        if row.get(side) not in place:
            raise GoldError(
                f"{where} names the clause {row.get(side)!r}, which clauses.jsonl does not hold; "
                "mend the id."
            )
    if row.get("label") not in ("0", "1", "2"):
        raise GoldError(
            f"{where} labels {row['a']}, {row['b']} with {row.get('label')!r}, but a label is "
            "0, 1 or 2."
        )
    first, second = sorted((place[row["a"]], place[row["b"]]))
    return (first, second), int(row["label"])


def map_clauses(clauses: Sequence[Clause], gold: Gold) -> tuple[int | None, ...]:
    """Position of the gold clause that each clause stands for, or None.

    It is the gold clause of the same document with the greatest overlap of source spans (the first
    of equals), if intersection over union is at least 0.5.
    """
    by_document: dict[str, list[int]] = {}
    for k, one in enumerate(gold.clauses):
        by_document.setdefault(one.document, []).append(k)
    return tuple(
        _map_clause(clause, gold.clauses, by_document.get(clause.document, ()))
        for clause in clauses
    )


def _map_clause(clause: Clause, gold: Sequence[GoldClause], positions: Sequence[int]) -> int | None:
    best, most = None, 0
    for k in positions:
        shared = min(clause.end, gold[k].end) - max(clause.start, gold[k].start)
        if shared > most:
            best, most = k, shared
    if best is None:
        return None
    union = max(clause.end, gold[best].end) - min(clause.start, gold[best].start)
    return best if most / union >= MIN_SPAN_OVERLAP else None
