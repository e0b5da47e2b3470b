"""Which clauses a term stands in, and how often: a part of a corpus that is searched as a whole.

A part is counted once and kept; weights depend on the whole corpus and are made when it is
searched. Terms have an order of their own that does not depend on the part, and sums run in that
order, so how a corpus falls into parts changes no bit of a similarity.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from scipy import sparse

from policycompare.store.sidecars import DamagedFileError, warn_damaged
from policycompare.vectors.chars import CharNgramSpace, NgramSplitter
from policycompare.vectors.weights import measure_idf
from policycompare.vectors.words import WordSpace, WordSplitter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause
    from policycompare.store.sidecars import Arrays

Term: TypeAlias = Any
"""A word or the code of an n-gram; those of one field are of one kind and have an order."""

Terms: TypeAlias = "list[str] | NDArray[np.uint64]"

FIELDS = ("heading_words", "body_words", "heading_chars", "body_chars")
"""The fields of a clause that are searched."""

N_MIN, N_MAX = 2, 4
"""Characters of the n-grams, as of :class:`~policycompare.vectors.CharNgramSpace`."""

_SURROGATES = 0b11011 << 59
"""Codes from here stand for n-grams with a character beyond U+FFFF: no character has them."""


@dataclass(frozen=True, eq=False)
class Postings:
    """One field of the clauses of a part.

    Attributes
    ----------
    terms : list of str, or numpy.ndarray of uint64, shape (n_terms,)
        Words or codes of n-grams, ascending.
    ends : numpy.ndarray of int64, shape (n_terms + 1,)
        Where the clauses of each term begin in ``rows``.
    rows : numpy.ndarray of int32, shape (n_postings,)
        Numbers of clauses, ascending for each term.
    counts : numpy.ndarray of unsigned integers, shape (n_postings,)
        How often the term stands in the clause.
    """

    terms: Terms
    ends: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[Any]

    def find(self, term: Term) -> slice:
        """The postings of a term; an empty slice if it is not there."""
        if isinstance(self.terms, list):
            at = bisect_left(self.terms, str(term))
        else:
            at = int(np.searchsorted(self.terms, np.array(term, dtype=np.uint64)))
        if at < len(self.terms) and self.terms[at] == term:
            return slice(int(self.ends[at]), int(self.ends[at + 1]))
        return slice(0, 0)

    def count_clauses(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many of the chosen clauses hold each term, shape (n_terms,)."""
        if chosen.all():
            return np.diff(self.ends)
        total = np.concatenate([[0], np.cumsum(chosen[self.rows], dtype=np.int64)])
        return np.diff(total[self.ends])


@dataclass(frozen=True, eq=False)
class Part:
    """Clauses of some documents.

    Attributes
    ----------
    n_clauses : int
    fields : mapping of str to Postings
        One for each of :data:`FIELDS`; read when it is asked for.
    """

    n_clauses: int
    fields: Mapping[str, Postings]


class LatePostings(Mapping[str, Postings]):
    """Postings by field, each read on first use.

    Parameters
    ----------
    arrays : Arrays
        The file of the part.
    make : callable
        Counts the part anew where the file turns out to be damaged.
    """

    def __init__(self, arrays: Arrays, make: Callable[[], Part]) -> None:
        self._arrays = arrays
        self._make = make
        self._known: dict[str, Postings] = {}

    def __getitem__(self, field: str) -> Postings:
        """Read one field."""
        if field not in self._known:
            try:
                self._known[field] = _read_postings(self._arrays, field)
                if len(self._known) == len(FIELDS):
                    self._arrays.close()
            except DamagedFileError:
                warn_damaged(self._arrays.path)
                self._known = dict(self._make().fields)
        return self._known[field]

    def __iter__(self) -> Iterator[str]:
        return iter(FIELDS)

    def __len__(self) -> int:
        return len(FIELDS)


def _read_postings(arrays: Mapping[str, NDArray[Any]], field: str) -> Postings:
    terms, sizes = arrays[f"{field}-terms"], arrays[f"{field}-sizes"]
    ends = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)
    rows, counts = arrays[f"{field}-rows"], arrays[f"{field}-counts"]
    if field.endswith("words"):
        words = terms.tobytes().decode().split("\n") if len(ends) > 1 else []
        return Postings(words, ends, rows, counts)
    return Postings(terms, ends, rows, counts)


def count_part(clauses: Sequence[Clause], tokenizer: WordSplitter) -> Part:
    """Count the words and n-grams of headings and bodies."""
    texts = {
        "heading": [clause.heading for clause in clauses],
        "body": [clause.body for clause in clauses],
    }
    fields = {}
    for name in FIELDS:
        field, kind = name.split("_")
        if kind == "words":
            words = WordSpace(tokenizer=tokenizer)
            counts = words.learn(texts[field])
            fields[name] = _as_postings(words.terms_, counts)
        else:
            space = CharNgramSpace(n_min=N_MIN, n_max=N_MAX)
            counts = space.learn(texts[field])
            space.idf_ = measure_idf(counts)  # without it the space counts as not fitted
            fields[name] = _as_postings(_codes_of(space), counts)
    return Part(len(clauses), fields)


def pack_part(part: Part) -> dict[str, NDArray[Any]]:
    """The arrays of a part under names of their own, for a file; words as one text."""
    arrays: dict[str, NDArray[Any]] = {}
    for field in FIELDS:
        postings = part.fields[field]
        terms = postings.terms
        if isinstance(terms, list):  # no word holds a line break
            terms = np.frombuffer("\n".join(terms).encode(), dtype=np.uint8)
        arrays |= {
            f"{field}-terms": terms,
            f"{field}-sizes": np.diff(postings.ends).astype(_small(np.diff(postings.ends))),
            f"{field}-rows": postings.rows,
            f"{field}-counts": postings.counts,
        }
    return arrays


def query_terms(text: str, field: str, tokenizer: WordSplitter) -> list[tuple[Term, int]]:
    """The terms of a text with their counts, in the order of the terms of a field."""
    if field.endswith("words"):
        return sorted(Counter(tokenizer.words(text)).items())
    grams = Counter(NgramSplitter(N_MIN, N_MAX).words(text))
    return sorted((code_ngram(gram), count) for gram, count in grams.items())


def code_ngram(ngram: str) -> int:
    """The number of an n-gram of up to four characters, in the order of the strings.

    One with a character beyond U+FFFF, which four times do not fit into 64 bits, has a hash of 59
    bits: of the thousands that a large corpus may hold no two meet but once in 10**11 corpora.
    """
    points = [ord(character) for character in ngram]
    if max(points) > 0xFFFF:
        digest = hashlib.blake2b(ngram.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return _SURROGATES | int.from_bytes(digest, "little") >> 5
    return sum(point << 16 * (N_MAX - 1 - place) for place, point in enumerate(points))


def _codes_of(space: CharNgramSpace) -> NDArray[np.uint64]:
    """Codes of the learnt n-grams in the order of the columns."""
    strings = space.get_feature_names_out()
    letters = np.array(strings.tolist(), dtype=f"<U{N_MAX}").view(np.uint32)
    letters = letters.reshape(len(strings), N_MAX).astype(np.uint64)
    codes = np.zeros(len(strings), dtype=np.uint64)
    for place in range(N_MAX):
        codes |= letters[:, place] << np.uint64(16 * (N_MAX - 1 - place))
    for row in np.flatnonzero((letters > 0xFFFF).any(axis=1)).tolist():
        codes[row] = code_ngram(strings[row])
    return codes


def _as_postings(terms: Terms, counts: sparse.csr_array) -> Postings:
    by_term = sparse.csc_array(counts)
    if not isinstance(terms, list) and not (terms[1:] > terms[:-1]).all():
        order = np.argsort(terms, kind="stable")  # hashes stand behind the other codes
        terms, by_term = terms[order], sparse.csc_array(by_term[:, order])
    by_term.sort_indices()
    return Postings(
        terms=terms,
        ends=by_term.indptr.astype(np.int64),
        rows=by_term.indices.astype(np.int32),
        counts=by_term.data.astype(_small(by_term.data)),
    )


def _small(numbers: NDArray[Any]) -> np.dtype[Any]:
    """The smallest kind of unsigned integer that holds the numbers."""
    return np.min_scalar_type(int(numbers.max(initial=1)))


def count_everywhere(
    parts: Iterable[Postings], chosen: Iterable[NDArray[np.bool_]]
) -> list[NDArray[np.int64]]:
    """For the terms of each part: how many chosen clauses of all parts hold them."""
    parts = list(parts)
    own = [part.count_clauses(one) for part, one in zip(parts, chosen, strict=True)]
    if len(parts) == 1:
        return own
    number = _number([part.terms for part in parts])
    total = np.zeros(int(number.max(initial=-1)) + 1, dtype=np.int64)
    np.add.at(total, number, np.concatenate(own))
    ends = np.cumsum([0, *(len(part.terms) for part in parts)])
    return [total[number[ends[k] : ends[k + 1]]] for k in range(len(parts))]


def _number(lists: Sequence[Terms]) -> NDArray[np.int64]:
    """A number for each term of all lists; equal terms have the same."""
    if any(isinstance(terms, list) for terms in lists):
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__
        found = map(numbers.__getitem__, chain.from_iterable(lists))
        return np.fromiter(found, dtype=np.int64)
    joined = np.concatenate(lists)
    order = np.argsort(joined, kind="stable")
    begins = np.ones(len(joined), dtype=np.int64)
    begins[1:] = joined[order[1:]] != joined[order[:-1]]
    number = np.empty(len(joined), dtype=np.int64)
    number[order] = np.cumsum(begins) - 1
    return number
