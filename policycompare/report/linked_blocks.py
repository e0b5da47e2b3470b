"""Rows of linked pairs, block by block, in worker processes if told so.

The number of workers changes no row and no order. What the workers need of a comparison is given to
each of them when it starts, so that a block of links is all that is sent to and fro.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from policycompare.datamodel import Link
from policycompare.errors import PolicyCompareError
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
    # Not fork, which copies the locks of numpy's threads, held or not.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        n_workers, mp_context=context, initializer=_hold, initargs=(_material(comparison),)
    ) as pool:
        running: deque[Future[list[Row]]] = deque()
        try:
            for block in blocks:
                running.append(pool.submit(_rows_of_block, block))
                # No more than these are held, however fast the workers are.
                if len(running) > 2 * n_workers:
                    yield from running.popleft().result()
            while running:
                yield from running.popleft().result()
        except BrokenProcessPool as error:
            raise PolicyCompareError(
                "A worker process ended before the rows of linked pairs were made, perhaps for "
                "lack of memory; use fewer --workers."
            ) from error
        finally:  # a caller that stops early does not wait for the rest
            pool.shutdown(wait=False, cancel_futures=True)


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


_held: list[PairRows] = []
"""What this process makes rows of, if it is a worker."""


def _hold(material: Any) -> None:
    _held[:] = [PairRows(material)]


def _rows_of_block(links: Sequence[Link]) -> list[Row]:
    return list(_held[0].of(links))
