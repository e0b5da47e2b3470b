"""Which counterparts moved: out of the common order, or from one section to another."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from policycompare.datamodel.versions import Move

Pair = tuple[int, int]


def find_moves(
    pairs: Sequence[Pair], sections_a: Sequence[str], sections_b: Sequence[str]
) -> dict[Pair, tuple[Move, ...]]:
    """Tell how each counterpart moved; an empty tuple where it did not.

    Parameters
    ----------
    pairs : sequence of (int, int)
        Counterparts one to one: positions of the clauses in their documents.
    sections_a, sections_b : sequence of str
        The section of every clause of either document, in a form that equal ones share.

    Examples
    --------
    >>> find_moves([(0, 2), (1, 0), (2, 1)], ["", "", ""], ["", "", ""])
    {(0, 2): ('order',), (1, 0): (), (2, 1): ()}
    """
    ordered = sorted(pairs)
    steady = set(find_longest_increasing([b for _, b in ordered]))
    out_of_order = {pair for k, pair in enumerate(ordered) if k not in steady}
    elsewhere = _find_section_moves(ordered, sections_a, sections_b)
    moves: dict[Pair, tuple[Move, ...]] = {}
    for pair in ordered:
        order: tuple[Move, ...] = ("order",) if pair in out_of_order else ()
        section: tuple[Move, ...] = ("section",) if pair in elsewhere else ()
        moves[pair] = order + section
    return moves


def find_longest_increasing(values: Sequence[int]) -> list[int]:
    """Positions of one longest increasing subsequence (patience sorting, n log n).

    Examples
    --------
    >>> find_longest_increasing([2, 0, 1, 3])
    [1, 2, 3]
    """
    tops: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for i, value in enumerate(values):
        pile = bisect_left(tops, value)
        before.append(at[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [value]
        at[pile : pile + 1] = [i]
    chain = []
    i = at[-1] if at else -1
    while i >= 0:
        chain.append(i)
        i = before[i]
    return chain[::-1]


def _find_section_moves(
    pairs: Sequence[Pair], sections_a: Sequence[str], sections_b: Sequence[str]
) -> set[Pair]:
    """Pairs that left a section which lives on, or joined one that lived before.

    A section lives on in the one of its name, or else in the one that has most of its clauses and
    whose clauses are mostly its own; so a section that is renamed moves nothing. Neither does a
    document without sections.
    """
    both = [(sections_a[i], sections_b[j]) for i, j in pairs]
    heirs = {name: name for name in set(sections_a) & set(sections_b)}
    to_b, to_a = _most(both), _most([(b, a) for a, b in both])
    taken = set(heirs)
    for a, b in to_b.items():
        if a not in heirs and b not in taken and to_a[b] == a:
            heirs[a] = b
    forebears = {b: a for a, b in heirs.items()}
    return {
        pair
        for pair, (a, b) in zip(pairs, both, strict=True)
        if a and b and (heirs.get(a, b) != b or forebears.get(b, a) != a)
    }


def _most(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """For each first name the most frequent second one; ties to the one met first."""
    counts: dict[str, Counter[str]] = {}
    for a, b in pairs:
        counts.setdefault(a, Counter())[b] += 1
    return {a: count.most_common(1)[0][0] for a, count in counts.items()}
