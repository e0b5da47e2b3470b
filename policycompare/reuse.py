"""Literal reuse of a linked pair: which characters two clauses share word for word.

Shared text is found by greedy string tiling (M. J. Wise, "String similarity via greedy string
tiling and running Karp-Rabin matching", 1993): again and again the longest common span of at
least ``MIN_SPAN`` characters that is still free in both texts is taken, until none is left. Each
character counts at most once, and text that was moved inside a clause counts as reused. An order-
preserving alignment (longest common subsequence) was measured against it: on the 126 gold pairs
labelled ``same`` it sees shared spans in 69 in place of 90, because text moved inside a clause
escapes it and its single matching characters break long spans apart.

A shared span that stands in three or more documents of the run is boilerplate and counted apart
(:mod:`policycompare.boilerplate`).
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from policycompare.boilerplate import Boilerplate
from policycompare.datamodel import Clause, Wording

MIN_SPAN = 6
"""Characters of the shortest shared span that counts.

Shorter ones are names and formulae that all texts share. corpus/gold: of the unrelated pairs
(label 0) 33 % have a shared span at 4 characters, 17 % at 5, 8 % at 6; of those labelled same
92, 79 and 71 %.
"""

COPIED_SHARE = 0.80
"""Larger share in [0, 1] from which a pair is ``copied``; boilerplate counts here.

corpus/gold, 126 pairs labelled same: the larger of the two shares leaves a hole from 0.79 to 0.94.
Boilerplate counts, because a clause that three documents have word for word is copied, not
reworded.
"""

ADAPTED_SHARE = 0.30
"""Larger share in [0, 1], without boilerplate, from which a pair is ``adapted``, not ``reworded``.

corpus/gold: a hole from 0.28 to 0.42 among the pairs labelled same; the highest of the 5,572
unrelated pairs (label 0) is 0.22. Taking boilerplate out moves no gold pair across.
"""


N_KEPT = 512
"""Clause texts whose 6-grams are kept: a clause meets many others, one after the other.

About 60 KB each, so 30 MB at most; it makes the measuring four times as fast.
"""

_DECIMALS = 9
"""Two shares are added up before they are compared; a last bit must not decide."""


@dataclass(frozen=True, slots=True)
class SharedSpan:
    """The same characters at ``[a, a + n_chars)`` and ``[b, b + n_chars)`` of two clause texts."""

    a: int
    b: int
    n_chars: int


@dataclass(frozen=True, slots=True)
class Reuse:
    """Literally shared text of a pair of clauses.

    Attributes
    ----------
    reuse_a, reuse_b : float
        Share in [0, 1] of the characters of each body that lie in ``spans``; 0 where there are
        none.
    wording : str
        ``copied`` where the larger share, with boilerplate, is at least ``COPIED_SHARE``,
        ``adapted`` where the larger one without it is at least ``ADAPTED_SHARE``, else
        ``reworded``.
    spans : tuple of SharedSpan
        In the order of ``a``; offsets into ``Clause.text``; no two overlap in either text.
    boilerplate_a, boilerplate_b : float
        Share in [0, 1] of the characters of each body that lie in ``boilerplate``.
    boilerplate : tuple of SharedSpan
        Shared spans that stand in three or more documents of the run; none of them in ``spans``.
    """

    reuse_a: float
    reuse_b: float
    wording: Wording
    spans: tuple[SharedSpan, ...]
    boilerplate_a: float = 0.0
    boilerplate_b: float = 0.0
    boilerplate: tuple[SharedSpan, ...] = ()


NO_BOILERPLATE = Boilerplate()
"""For two clauses alone: nothing is known of other documents."""


def measure_reuse(a: Clause, b: Clause, boilerplate: Boilerplate = NO_BOILERPLATE) -> Reuse:
    """Measure what the bodies of two clauses share word for word; swapping them mirrors the result.

    A clause without a body is measured by its text. Many pairs are measured alike, many times as
    fast, by :mod:`policycompare.reuse_blocks`.

    Examples
    --------
    >>> text = "支持企业建设智能工厂和数字化车间。"
    >>> clause = Clause("x/1", "x", "", "1", "", "", "task", text, text, 0, 17)
    >>> reuse = measure_reuse(clause, clause)
    >>> reuse.reuse_a, reuse.reuse_b, reuse.wording, reuse.spans
    (1.0, 1.0, 'copied', (SharedSpan(a=0, b=0, n_chars=17),))
    """
    text_a, text_b = measured_text(a), measured_text(b)
    own: list[SharedSpan] = []
    common: list[SharedSpan] = []
    for span in find_shared_spans(text_a, text_b):
        (common if text_a[span.a : span.a + span.n_chars] in boilerplate else own).append(span)
    at_a, at_b = body_offset(a), body_offset(b)
    reuse_a, reuse_b = _share(own, text_a), _share(own, text_b)
    boilerplate_a, boilerplate_b = _share(common, text_a), _share(common, text_b)
    return Reuse(
        reuse_a,
        reuse_b,
        classify_wording(
            max(reuse_a, reuse_b), max(reuse_a + boilerplate_a, reuse_b + boilerplate_b)
        ),
        tuple(SharedSpan(s.a + at_a, s.b + at_b, s.n_chars) for s in own),
        boilerplate_a,
        boilerplate_b,
        tuple(SharedSpan(s.a + at_a, s.b + at_b, s.n_chars) for s in common),
    )


def classify_wording(larger_share: float, with_boilerplate: float) -> Wording:
    """Name the kind of wording from the larger of the two shares, without and with boilerplate."""
    if round(with_boilerplate, _DECIMALS) >= COPIED_SHARE:
        return "copied"
    return "adapted" if larger_share >= ADAPTED_SHARE else "reworded"


def find_shared_spans(
    text_a: str, text_b: str, *, min_span: int = MIN_SPAN
) -> tuple[SharedSpan, ...]:
    """Find the shared spans of two texts by greedy string tiling, in the order of ``text_a``.

    Examples
    --------
    >>> find_shared_spans("abcdefgh-ijklmn", "ijklmn+abcdefgh")
    (SharedSpan(a=0, b=7, n_chars=8), SharedSpan(a=9, b=0, n_chars=6))
    """
    if text_b < text_a:  # one order for both directions, so that ties fall alike
        mirrored = find_shared_spans(text_b, text_a, min_span=min_span)
        return _sorted_spans(SharedSpan(s.b, s.a, s.n_chars) for s in mirrored)
    waiting = sorted(_maximal_matches(text_a, text_b, min_span))
    free_a, free_b = [True] * len(text_a), [True] * len(text_b)
    taken: list[SharedSpan] = []
    while waiting:
        minus_length, start_a, start_b = waiting.pop(0)
        runs = list(_free_runs(free_a, free_b, start_a, start_b, -minus_length))
        if runs == [(0, -minus_length)]:
            taken.append(SharedSpan(start_a, start_b, -minus_length))
            free_a[start_a : start_a - minus_length] = [False] * -minus_length
            free_b[start_b : start_b - minus_length] = [False] * -minus_length
            continue
        for offset, length in runs:
            if length >= min_span:
                insort(waiting, (-length, start_a + offset, start_b + offset))
    return _sorted_spans(taken)


def _maximal_matches(text_a: str, text_b: str, min_span: int) -> Iterator[tuple[int, int, int]]:
    """Every common span that cannot be extended, as (-length, start in a, start in b)."""
    places_a, places_b = _find_places(text_a, min_span), _find_places(text_b, min_span)
    for gram in places_a.keys() & places_b.keys():
        for i, j in product(places_a[gram], places_b[gram]):
            if i and j and text_a[i - 1] == text_b[j - 1]:
                continue
            length = min_span
            while text_a[i + length : i + length + 1] == text_b[j + length : j + length + 1] != "":
                length += 1
            yield -length, i, j


@lru_cache(maxsize=N_KEPT)
def _find_places(text: str, n: int) -> Mapping[str, Sequence[int]]:
    """Where each piece of ``n`` characters begins in a text."""
    places: dict[str, list[int]] = {}
    for i in range(len(text) - n + 1):
        places.setdefault(text[i : i + n], []).append(i)
    return places


def _free_runs(
    free_a: Sequence[bool], free_b: Sequence[bool], start_a: int, start_b: int, length: int
) -> Iterator[tuple[int, int]]:
    """Yield the runs (offset, length) of a match that are free in both texts."""
    begin: int | None = None
    for k in range(length + 1):
        free = k < length and free_a[start_a + k] and free_b[start_b + k]
        if free and begin is None:
            begin = k
        elif not free and begin is not None:
            yield begin, k - begin
            begin = None


def _sorted_spans(spans: Iterator[SharedSpan] | Sequence[SharedSpan]) -> tuple[SharedSpan, ...]:
    return tuple(sorted(spans, key=lambda span: span.a))


def _share(spans: Sequence[SharedSpan], text: str) -> float:
    return sum(span.n_chars for span in spans) / len(text) if text else 0.0


def measured_text(clause: Clause) -> str:
    """The text that is measured: the body, or all there is where a clause has none."""
    return clause.body or clause.text


def body_offset(clause: Clause) -> int:
    """Where the measured text begins inside the clause text: it is the end of it."""
    return max(clause.text.rfind(measured_text(clause)), 0)
