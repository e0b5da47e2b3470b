"""Count the words of many texts at once: what a text repeats, and what texts share, is cut once.

The texts of a block fall into pieces (runs of Chinese characters, numbers, Latin words). Each
different run of Chinese characters is cut once, all runs in one call of the engine, and the words
of the texts follow as a product of two sparse tables of counts: pieces of texts, words of pieces.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import chain, compress
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

Item = TypeVar("Item", bound=Hashable)

SEPARATOR = "\n"
"""Stands between runs that are cut together; both engines end a word there and give it back."""


class WordCounts(NamedTuple):
    """How often each word stands in each text.

    Attributes
    ----------
    words : list of str
        In code-point order, each of them in at least one text.
    counts : scipy.sparse.csr_array of int32, shape (n_texts, n_words)
        Columns ascending in each row.
    """

    words: list[str]
    counts: sparse.csr_array


def count_lists(lists: Sequence[Sequence[str]]) -> WordCounts:
    """Count the words of texts that are cut already."""
    words, numbers = _number(chain.from_iterable(lists))
    order = sorted(range(len(words)), key=words.__getitem__)
    place = np.empty(len(words), dtype=np.int64)
    place[order] = np.arange(len(words))
    ends = _ends([len(one) for one in lists])
    counts = sparse.csr_array(
        (np.ones(len(numbers), dtype=np.int32), place[numbers], ends), (len(lists), len(words))
    )
    counts.sum_duplicates()
    return WordCounts([words[k] for k in order], counts)


def count_pieces(
    pieces_of_texts: Sequence[Sequence[str]],
    is_run: Callable[[str], bool],
    cut: Callable[[str], list[str]],
    words_of_token: Callable[[str], Sequence[str]],
) -> WordCounts:
    """Count the words of texts that are split into pieces.

    Parameters
    ----------
    is_run : callable
        Whether a piece is a run of Chinese characters, which is cut; any other is a token.
    cut : callable
        Cuts runs with :data:`SEPARATOR` between them into tokens, the separators among them.
    words_of_token : callable
        The words that a token counts as: none, one or several.
    """
    pieces, piece = _number(chain.from_iterable(pieces_of_texts))
    owner, tokens, token = _cut_pieces(pieces, is_run, cut)
    telling = count_lists([words_of_token(one) for one in tokens])
    # Rows of tables multiply: pieces of a text, tokens of a piece, words of a token.
    words_of_piece = _table(owner, token, (len(pieces), len(tokens))) @ telling.counts
    ends = _ends([len(one) for one in pieces_of_texts])
    texts = sparse.csr_array(
        (np.ones(len(piece), dtype=np.int32), piece, ends), (len(ends) - 1, len(pieces))
    )
    counts = sparse.csr_array(texts @ words_of_piece)
    counts.sort_indices()
    return WordCounts(telling.words, counts)


def _cut_pieces(
    pieces: Sequence[str], is_run: Callable[[str], bool], cut: Callable[[str], list[str]]
) -> tuple[Integers, list[str], Integers]:
    """Tokens of the pieces: the piece of each, all different tokens, the number of each."""
    run = np.array([is_run(piece) for piece in pieces], dtype=bool)
    runs, others = np.flatnonzero(run), np.flatnonzero(~run)
    found = cut(SEPARATOR.join(compress(pieces, run))) if len(runs) else []
    # The separator comes first, so that it has the number 0.
    tokens, token = _number(chain((SEPARATOR,), found, compress(pieces, ~run)))
    token, alone = token[1 : len(found) + 1], token[len(found) + 1 :]
    between = token == 0
    owner = runs[np.cumsum(between)[~between]] if len(runs) else runs
    return np.concatenate([owner, others]), tokens, np.concatenate([token[~between], alone])


def _number(items: Iterable[Item]) -> tuple[list[Item], Integers]:
    """The different items in the order in which they come, and the number of each item."""
    numbers: defaultdict[Item, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    given = np.fromiter(map(numbers.__getitem__, items), dtype=np.int64)
    return list(numbers), given


def _ends(lengths: Sequence[int]) -> Integers:
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)


def _table(row: Integers, column: Integers, shape: tuple[int, int]) -> sparse.csr_array:
    ones = np.ones(len(row), dtype=np.int32)
    return sparse.csr_array(sparse.coo_array((ones, (row, column)), shape).tocsr())
