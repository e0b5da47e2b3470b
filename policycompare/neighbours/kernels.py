"""The inner loops of the search for nearest clauses, as kernels.

A row meets others through the posting lists of its terms. Products of rounded weights are added as
whole numbers, so no order of addition and no machine changes which clauses come out best; those are
measured again with the weights themselves, in the order of the columns, as scipy does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from policycompare.compiling import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Small = NDArray[np.int32]
    Short = NDArray[np.int16]
    Values = NDArray[np.float64]

CHUNK = 64
"""Sums looked at in one go; one by one only where any of them is great enough."""


@kernel
def count_rarest(
    terms: Whole, starts: Whole, rows: Any, allowed: Values, met: Whole, counts: Whole
) -> None:
    """Count the terms that each row uses.

    Parameters
    ----------
    terms : numpy.ndarray of int64, shape (n_terms,)
        From the rarest on.
    starts, rows : numpy.ndarray
        The rows that hold each term: ``rows[starts[t] : starts[t + 1]]``.
    allowed : numpy.ndarray of float64, shape (n_rows,)
        Rows that a row may meet.
    met, counts : numpy.ndarray of int64, shape (n_rows,)
        Zeros, filled: rows that each row meets, and terms that it uses.
    """
    for term in terms:
        size = starts[term + 1] - starts[term]
        for place in range(starts[term], starts[term + 1]):
            row = rows[place]
            if counts[row] == 0 or met[row] + size <= allowed[row]:
                met[row] += size
                counts[row] += 1


@kernel
def keep_rarest(
    terms: Whole,
    starts: Whole,
    rows: Any,
    weights: Short,
    ends: Whole,
    fill: Whole,
    used: Small,
    used_weights: Short,
) -> None:
    """Write the terms that each row uses, the rarest first, as :func:`count_rarest` counted them.

    Parameters
    ----------
    ends, fill : numpy.ndarray of int64, shape (n_rows,)
        End and start of each row's terms in ``used``; ``fill`` is changed.
    used, used_weights : numpy.ndarray
        Filled: the terms and their weights.
    """
    for term in terms:
        for place in range(starts[term], starts[term + 1]):
            row = rows[place]
            if fill[row] < ends[row]:
                used[fill[row]] = term
                used_weights[fill[row]] = weights[place]
                fill[row] += 1


@kernel
def meet(
    clauses: Whole,
    limits: Whole,
    bounds: Whole,
    used: Small,
    used_weights: Short,
    starts: Whole,
    rows: Any,
    weights: Short,
    owner: Small,
    codes: Whole,
    wanted: Whole,
    margins: Whole,
    sums: Small,
    touched: Small,
    best: Small,
    heap: Whole,
    partners: Small,
    ends: Whole,
    is_whole: bool,
) -> int:
    """Find the clauses that come out best for each of ``clauses``.

    Parameters
    ----------
    clauses : numpy.ndarray of int64, shape (n,)
    limits : numpy.ndarray of int64, shape (n_clauses + 1,)
        First row of each clause, and the number of rows.
    bounds, used, used_weights
        The terms that each row uses: ``used[bounds[row] : bounds[row + 1]]``.
    starts, rows, weights
        The rows that hold each term, and with which weight.
    owner : numpy.ndarray of int32, shape (n_rows,)
        Clause of each row.
    codes : numpy.ndarray of int64, shape (n_clauses,)
        Group of each clause.
    wanted, margins : numpy.ndarray of int64, shape (n,)
        How many are wanted, and how far below the last of them others are taken too; without a
        margin (-1) no more than wanted, equal ones by position.
    sums, touched, best
        Room for the sums and numbers of rows and for the sums of clauses, each a little longer;
        ``sums`` and ``best`` zeros, left as zeros. Where each clause has one row, ``best`` is
        ``sums``.
    heap : numpy.ndarray of int64
        Room for the most that are wanted of one clause.
    partners, ends : numpy.ndarray
        Filled: what was found, one clause after the other, and where each ends.
    is_whole : bool
        Whether row k is the one row of clause k, for every k.

    Returns
    -------
    int
        How many of ``clauses`` are done; fewer than all when ``partners`` is full.
    """
    n_clauses = len(codes)
    n_found = 0
    for k in range(len(clauses)):
        clause = clauses[k]
        for row in range(limits[clause], limits[clause + 1]):
            n_touched = 0
            for entry in range(bounds[row], bounds[row + 1]):
                # Whole numbers of 32 bits: a sum is at most 2 ** 30 and a little.
                weight = np.int32(used_weights[entry])
                term = used[entry]
                if is_whole:
                    for place in range(starts[term], starts[term + 1]):
                        sums[rows[place]] += weight * np.int32(weights[place])
                else:
                    for place in range(starts[term], starts[term + 1]):
                        other = rows[place]
                        before = sums[other]
                        touched[n_touched] = other
                        n_touched += before == 0
                        sums[other] = before + weight * np.int32(weights[place])
            for place in range(n_touched):
                other = touched[place]
                partner = owner[other]
                best[partner] = max(best[partner], sums[other])
                sums[other] = 0
        # Loops over chunks are written so that the compiler uses vector instructions: unsigned
        # places, sums of 32 bits.
        # The best so far as a heap, the least on top; a key is unlike any other.
        size = wanted[k]
        for place in range(size):
            heap[place] = -1
        for chunk in range(0, n_clauses if size else 0, CHUNK):
            enough = np.int32(max(heap[0] >> 32, 1))
            n_enough = np.int32(0)
            for at in range(np.uint64(chunk), np.uint64(chunk + CHUNK)):
                n_enough = np.int32(n_enough + np.int32(best[at] >= enough))
            if n_enough == 0:
                continue
            for partner in range(chunk, min(chunk + CHUNK, n_clauses)):
                key = (np.int64(best[partner]) << 32) + (n_clauses - partner)
                if key < heap[0] or best[partner] == 0 or codes[partner] == codes[clause]:
                    continue
                node = 0
                while True:
                    child = 2 * node + 1
                    if child >= size:
                        break
                    if child + 1 < size and heap[child + 1] < heap[child]:
                        child += 1
                    if heap[child] >= key:
                        break
                    heap[node] = heap[child]
                    node = child
                heap[node] = key
        least = heap[0] if size else 0
        if margins[k] >= 0:
            least = ((least >> 32) - margins[k]) << 32
        enough = np.int32(max(least >> 32, 1))
        for chunk in range(0, n_clauses, CHUNK):
            n_enough = np.int32(0)
            for at in range(np.uint64(chunk), np.uint64(chunk + CHUNK)):
                n_enough = np.int32(n_enough + np.int32(best[at] >= enough))
            if n_enough > 0 and size > 0:
                for partner in range(chunk, min(chunk + CHUNK, n_clauses)):
                    key = (np.int64(best[partner]) << 32) + (n_clauses - partner)
                    if key < least or best[partner] == 0 or codes[partner] == codes[clause]:
                        continue
                    if n_found < len(partners):
                        partners[n_found] = partner
                    n_found += 1
            for at in range(np.uint64(chunk), np.uint64(chunk + CHUNK)):
                best[at] = 0
        if n_found > len(partners):
            return k
        ends[k] = n_found
    return len(clauses)


@kernel
def choose(
    clauses: Whole,
    limits: Whole,
    bounds: Whole,
    terms: Any,
    values: Values,
    partners: Small,
    ends: Whole,
    dense: Values,
    similarity: Values,
    nearest: Small,
    cosines: Values,
) -> None:
    """Measure what :func:`meet` found with all terms and choose the nearest.

    Parameters
    ----------
    clauses, limits, partners, ends
        As there.
    bounds, terms, values
        The rows themselves, as in a CSR array.
    dense : numpy.ndarray of float64, shape (n_terms,)
        Zeros, left as zeros.
    similarity : numpy.ndarray of float64
        Room for as many as ``partners`` has.
    nearest, cosines : numpy.ndarray, shape (n, n_wanted)
        Filled: -1 and 0 where there are no more.
    """
    n_wanted = nearest.shape[1]
    start = 0
    for k in range(len(clauses)):
        stop = ends[k]
        for place in range(start, stop):
            similarity[place] = 0.0
        for row in range(limits[clauses[k]], limits[clauses[k] + 1]):
            for entry in range(bounds[row], bounds[row + 1]):
                dense[terms[entry]] = values[entry]
            for place in range(start, stop):
                for other in range(limits[partners[place]], limits[partners[place] + 1]):
                    total = 0.0
                    for entry in range(bounds[other], bounds[other + 1]):
                        total += values[entry] * dense[terms[entry]]
                    similarity[place] = max(similarity[place], total)
            for entry in range(bounds[row], bounds[row + 1]):
                dense[terms[entry]] = 0.0
        n_kept = 0
        for place in range(start, stop):
            value, partner = similarity[place], partners[place]
            if value <= 0.0:
                continue
            node = n_kept
            while node > 0 and (
                cosines[k, node - 1] < value
                or (cosines[k, node - 1] == value and nearest[k, node - 1] > partner)
            ):
                if node < n_wanted:
                    cosines[k, node], nearest[k, node] = cosines[k, node - 1], nearest[k, node - 1]
                node -= 1
            if node < n_wanted:
                cosines[k, node], nearest[k, node] = value, partner
                n_kept = min(n_kept + 1, n_wanted)
        start = stop
