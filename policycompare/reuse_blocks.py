"""Literal reuse of many linked pairs at once; :mod:`policycompare.reuse` says what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from policycompare.boilerplate import Boilerplate
from policycompare.datamodel import Clause, Wording
from policycompare.reuse import (
    MIN_SPAN,
    Reuse,
    SharedSpan,
    body_offset,
    classify_wording,
    measured_text,
)
from policycompare.tiling import Spans, tile_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Shares = NDArray[np.float64]


class ReuseBlock(NamedTuple):
    """Reuse of some pairs as columns.

    ``spans`` has offsets into the texts of the clauses, by pair and place in ``a``; ``common``
    tells which of them are boilerplate, shape (n_spans,). The others have shape (n_pairs,).
    """

    spans: Spans
    common: NDArray[np.bool_]
    reuse_a: Shares
    reuse_b: Shares
    boilerplate_a: Shares
    boilerplate_b: Shares
    wording: list[Wording]

    def entries(self) -> Iterator[Reuse]:
        """The pairs one by one."""
        own: list[list[SharedSpan]] = [[] for _ in self.wording]
        common: list[list[SharedSpan]] = [[] for _ in self.wording]
        for is_common, pair, *span in zip(
            self.common.tolist(), *(column.tolist() for column in self.spans), strict=True
        ):
            (common if is_common else own)[pair].append(SharedSpan(*span))
        shares = (self.reuse_a, self.reuse_b, self.boilerplate_a, self.boilerplate_b)
        for k, (a, b, common_a, common_b) in enumerate(
            zip(*(column.tolist() for column in shares), strict=True)
        ):
            yield Reuse(a, b, self.wording[k], tuple(own[k]), common_a, common_b, tuple(common[k]))


def measure_reuses(
    clauses: Sequence[Clause],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    boilerplate: Boilerplate,
) -> ReuseBlock:
    """Measure what the clauses at ``first[i]`` and ``second[i]`` share word for word.

    Equals :func:`policycompare.reuse.measure_reuse` pair by pair.
    """
    texts = [measured_text(clause) for clause in clauses]
    spans = tile_pairs(texts, first, second, MIN_SPAN)
    in_a = first[spans.pair]
    pieces = [
        texts[clause][start : start + n]
        for clause, start, n in zip(in_a.tolist(), spans.a.tolist(), spans.n.tolist(), strict=True)
    ]
    distinct = list(dict.fromkeys(pieces))
    held = dict(zip(distinct, boilerplate.hold(distinct), strict=True))
    common = np.array([held[piece] for piece in pieces], dtype=np.bool_)
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    own_n, common_n = (
        np.bincount(spans.pair[kept], spans.n[kept], len(first)) for kept in (~common, common)
    )
    reuse_a, reuse_b, common_a, common_b = (
        np.divide(n, lengths[side], out=np.zeros(len(first)), where=lengths[side] > 0)
        for n in (own_n, common_n)
        for side in (first, second)
    )
    offsets = np.array([body_offset(clause) for clause in clauses], dtype=np.int64)
    return ReuseBlock(
        Spans(
            spans.pair,
            spans.a + offsets[in_a],
            spans.b + offsets[second[spans.pair]],
            spans.n,
        ),
        common,
        reuse_a,
        reuse_b,
        common_a,
        common_b,
        [
            classify_wording(share, total)
            for share, total in zip(
                np.maximum(reuse_a, reuse_b).tolist(),
                np.maximum(reuse_a + common_a, reuse_b + common_b).tolist(),
                strict=True,
            )
        ],
    )
