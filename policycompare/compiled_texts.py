"""The inner loop of :mod:`policycompare.gram_index`: which texts stand in enough documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policycompare.compiling import kernel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]


@kernel
def find_held(
    codes: Any,
    starts: Numbers,
    at: Any,
    texts: NDArray[np.uint32],
    bounds: Numbers,
    first: Numbers,
    stop: Numbers,
    offset: Numbers,
    least: int,
    held: NDArray[np.bool_],
) -> None:
    """Find the texts that at least ``least`` documents hold.

    Parameters
    ----------
    codes : numpy.ndarray of unsigned integers
        The documents, one behind the other, with what no text holds between them.
    starts : numpy.ndarray of int64, shape (n_documents,)
        Where each begins.
    at : numpy.ndarray of unsigned integers
        Places in ``codes``.
    texts, bounds
        The texts, as :func:`policycompare.code_points.join_texts` gives them.
    first, stop, offset : numpy.ndarray of int64, shape (n_texts,)
        A text may stand ``offset`` before the places ``at[first:stop]``, which ascend.
    held : numpy.ndarray of bool, shape (n_texts,)
        Filled.
    """
    for text in range(len(first)):
        n_found, last = 0, -1
        size = bounds[text + 1] - bounds[text]
        for place in range(first[text], stop[text]):
            begin = at[place] - offset[text]
            if begin < 0 or begin + size > len(codes):
                continue
            n_equal = 0
            while n_equal < size and codes[begin + n_equal] == texts[bounds[text] + n_equal]:
                n_equal += 1
            if n_equal < size:
                continue
            low, high = max(last, 0), len(starts)
            while high - low > 1:
                middle = (low + high) // 2
                if starts[middle] <= begin:
                    low = middle
                else:
                    high = middle
            if low != last:
                n_found, last = n_found + 1, low
                if n_found == least:
                    break
        held[text] = n_found == least
