"""The meetings of clauses through the posting lists of their terms, as a kernel.

Products of rounded weights are added as whole numbers, so no order of addition and no machine
changes which clauses come out best. What a clause costs follows the rows that it meets, not the
number of all clauses: the rows met are written down, and only their sums are looked at and reset.
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
    Places = NDArray[np.uint32]


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
    owner: Places,
    codes: Whole,
    wanted: Whole,
    margins: Whole,
    sums: Small,
    best: Small,
    touched: Places,
    met: Places,
    scores: Small,
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
    owner : numpy.ndarray of uint32, shape (n_rows,)
        Clause of each row.
    codes : numpy.ndarray of int64, shape (n_clauses,)
        Group of each clause.
    wanted, margins : numpy.ndarray of int64, shape (n,)
        How many are wanted, and how far below the last of them others are taken too; without a
        margin (-1) no more than wanted, equal ones by position.
    sums, best : numpy.ndarray of int32, shapes (n_rows,) and (n_clauses,)
        Zeros, left as zeros: sums of rows and of clauses. Where each clause has one row, ``best``
        is ``sums``.
    touched, met, scores : numpy.ndarray, shapes (n_rows + 1,), (n_clauses + 1,), (n_clauses + 1,)
        Room for the rows and clauses met and for the sums of the clauses met. Where each clause has
        one row, ``met`` is ``touched``.
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
    # Numbers of 32 bits and unsigned places: the compiler makes the shortest loops of them. A sum
    # is at most 2 ** 30 and a little.
    n_clauses = len(codes)
    n_found = 0
    for k in range(len(clauses)):
        clause = clauses[k]
        size = wanted[k]
        for place in range(size):
            heap[place] = -1
        floor, n_met = np.int64(1), np.int64(0)
        for row in range(limits[clause], limits[clause + 1] if size else 0):
            n_meetings = 0
            for entry in range(bounds[row], bounds[row + 1]):
                n_meetings += starts[used[entry] + 1] - starts[used[entry]]
            n_touched = np.uint64(0)
            is_crowded = is_whole and n_meetings >= n_clauses
            for entry in range(bounds[row], bounds[row + 1]):
                weight = np.int32(used_weights[entry])
                term = used[entry]
                start, stop = np.uint64(starts[term]), np.uint64(starts[term + 1])
                if is_crowded:
                    # To write down who is met takes longer than to look at everybody.
                    for place in range(start, stop):
                        sums[rows[place]] += weight * np.int32(weights[place])
                else:
                    # Written down before it is known to be new: no branch.
                    for place in range(start, stop):
                        other = rows[place]
                        before = sums[other]
                        touched[n_touched] = other
                        n_touched += np.uint64(before == 0)
                        sums[other] = before + weight * np.int32(weights[place])
            if is_crowded:
                for partner in range(n_clauses):
                    met[n_met] = partner
                    scores[n_met] = sums[partner]
                    n_met += sums[partner] > 0
                    sums[partner] = 0
            elif is_whole:
                n_met = np.int64(n_touched)
                for place in range(n_met):
                    scores[place] = sums[met[place]]
                    sums[met[place]] = 0
            else:
                # Nobody below the last that is wanted so far will be among them.
                for at in range(np.uint64(0), n_touched):
                    other = touched[at]
                    score = sums[other]
                    sums[other] = 0
                    if score < floor:
                        continue
                    partner = owner[other]
                    before = best[partner]
                    met[n_met] = partner
                    n_met += before == 0
                    best[partner] = max(before, score)
                n_kept = np.int64(0)
                for place in range(n_met):
                    partner = met[place]
                    score = best[partner]
                    met[n_kept] = partner
                    scores[n_kept] = score
                    n_kept += score >= floor
                    best[partner] = score if score >= floor else np.int32(0)
                n_met = n_kept
            # The best so far as a heap, the least on top; a key is unlike any other.
            for place in range(size):
                heap[place] = -1
            enough = np.int64(1)
            for place in range(n_met):
                total, member = np.int64(scores[place]), np.int64(met[place])
                if total < enough:
                    continue
                key = (total << 32) + (n_clauses - member)
                if key < heap[0] or codes[member] == codes[clause]:
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
                enough = max(heap[0] >> 32, np.int64(1))
            floor = max((heap[0] >> 32) - max(margins[k], np.int64(0)), np.int64(1))
        if not is_whole:
            for place in range(n_met):
                best[met[place]] = 0
        if margins[k] < 0:
            for place in range(size):
                if heap[place] < 0:
                    continue
                if n_found < len(partners):
                    partners[n_found] = n_clauses - (heap[place] & 0xFFFFFFFF)
                n_found += 1
        else:
            for place in range(n_met):
                if scores[place] < floor or codes[met[place]] == codes[clause]:
                    continue
                if n_found < len(partners):
                    partners[n_found] = met[place]
                n_found += 1
        if n_found > len(partners):
            return k
        ends[k] = n_found
    return len(clauses)
