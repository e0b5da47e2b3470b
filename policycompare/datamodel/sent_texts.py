"""Texts on their way to another process: as bytes, all of a sequence together.

A text that is pickled keeps its UTF-8 beside its characters for as long as it lives, which makes it
more than twice as large. In a large run all texts are sent, and stay.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise


class SentTexts(tuple[str, ...]):
    """Texts that are sent as bytes where they are sent at all.

    Examples
    --------
    >>> import pickle
    >>> pickle.loads(pickle.dumps(SentTexts(["制造业", "", "5G"])))
    ('制造业', '', '5G')
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[Callable[..., SentTexts], tuple[bytes, array[int]]]:
        return _received, (encode_text("".join(self)), array("q", map(len, self)))


def encode_text(text: str) -> bytes:
    """The bytes of a text, in which a lone surrogate of a damaged one may stand."""
    return text.encode("utf-8", "surrogatepass")


def decode_text(data: bytes) -> str:
    """The text of such bytes."""
    return data.decode("utf-8", "surrogatepass")


def _received(data: bytes, lengths: Sequence[int]) -> SentTexts:
    return SentTexts(_cut(decode_text(data), lengths))


def _cut(text: str, lengths: Sequence[int]) -> Iterator[str]:
    for start, end in pairwise(accumulate(lengths, initial=0)):
        yield text[start:end]
