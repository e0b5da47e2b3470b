"""Many texts as one array of code points, for kernels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LINKS_AT_ONCE = 2_000
"""Linked pairs that one call of a kernel looks at: a few milliseconds of work for one thread."""


def join_texts(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The code points of texts, one behind the other, and where each text begins and the last ends.

    A lone surrogate may stand in a damaged text; it is a character like any other here.
    """
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    bounds = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in texts], out=bounds[1:])
    return codes, bounds


def stretches(n: int) -> Iterator[tuple[int, int]]:
    """The bounds of stretches of ``n`` links."""
    for first in range(0, n, LINKS_AT_ONCE):
        yield first, min(first + LINKS_AT_ONCE, n)
