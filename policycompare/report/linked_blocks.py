"""Rows of linked pairs, block by block, in worker processes if told so.

The number of workers changes no row and no order. What the workers need of a comparison is written
once into a temporary file that each of them reads once, so that a block of links is all that is
sent to and fro.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from policycompare.datamodel import Link
from policycompare.preparation import map_in_processes
from policycompare.report.linked import MANY_LINKS
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.rows import PairRows

BLOCK_LINKS = 1_000
"""Linked pairs of a block: about a second of work."""


@dataclass(frozen=True)
class _Material:
    """What rows of linked pairs are made of: the parts of a comparison that they need."""

    clauses: Sequence[Any]
    groups: Sequence[str]
    outlines: Sequence[Any]
    matrices: Any
    links: range
    target_reading: Any
    findings: Any


def aligned_row_blocks(comparison: ComparisonLike) -> Iterator[Row]:
    """Rows of ``aligned_clauses``, none of which is kept.

    Raises
    ------
    PolicyCompareError
        If a worker process ends before its work is done, e.g. for lack of memory.
    """
    links = sorted(comparison.links, key=lambda link: (link.a, link.b))
    n_workers = comparison.settings.workers
    if n_workers < 2 or len(links) < MANY_LINKS:
        yield from PairRows(comparison).of(links)
        return
    blocks = [links[i : i + BLOCK_LINKS] for i in range(0, len(links), BLOCK_LINKS)]
    with TemporaryDirectory(prefix="policycompare-") as folder:
        path = Path(folder) / "material"
        with path.open("wb") as file:
            pickle.dump(_material(comparison), file, protocol=pickle.HIGHEST_PROTOCOL)
        for rows in map_in_processes(partial(_rows_of_block, path), blocks, n_workers):
            yield from rows


def _material(comparison: ComparisonLike) -> _Material:
    c = comparison
    return _Material(
        c.clauses,
        c.groups,
        c.outlines,
        SimpleNamespace(
            **{
                name: getattr(c.matrices, name)
                for name in ("heading_words", "body_words", "heading_terms", "body_terms")
            }
        ),
        # only how many there are is asked
        range(len(c.links)),
        SimpleNamespace(targets=c.target_reading.targets),
        SimpleNamespace(measures=c.findings.measures),
    )


def _rows_of_block(path: Path, links: Sequence[Link]) -> list[Row]:
    return list(_read_material(path).of(links))


@lru_cache(maxsize=1)
def _read_material(path: Path) -> PairRows:
    with path.open("rb") as file:
        return PairRows(pickle.load(file))
