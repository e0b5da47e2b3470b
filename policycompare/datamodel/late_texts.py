"""Normalized texts whose steps and offsets are packed, and unpacked when something asks for them.

A comparison reads texts and few offsets of each, a search neither; steps are read by ``normalize``
alone. Laid out, they take more memory than all the rest of an outline. What was unpacked is kept
for few texts at a time, so that walking over a large corpus does not lay out all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from policycompare.datamodel.sent_texts import decode_text, encode_text
from policycompare.datamodel.texts import Edit, NormalizedText, Step

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel.texts import Damage

_LATE = frozenset({"steps", "starts", "ends"})

N_KEPT = 48
"""Unpacked fields that are kept, three of a text: both texts of a pair and some around them."""


class LateText(NormalizedText):
    """A normalized text that unpacks ``steps``, ``starts`` and ``ends`` when they are asked for.

    It equals the text that was packed. It is made by :func:`pack_text` or :func:`late_text`; made
    like a plain one, as :func:`dataclasses.replace` does, it holds its fields as they are.
    """

    def __getattr__(self, name: str) -> Any:
        """Unpack what is not laid out."""
        unpack = self.__dict__.get("_unpack")
        if name not in _LATE or unpack is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return _unpacked(unpack, name)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NormalizedText):
            return NotImplemented
        return (
            (self.source, self.text, self.script, self.damage, self.steps)
            == (other.source, other.text, other.script, other.damage, other.steps)
            and np.array_equal(self.starts, other.starts)
            and np.array_equal(self.ends, other.ends)
        )

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[object, ...]:
        """Packed, whatever it is unpacked from."""
        unpack = self.__dict__.get("_unpack")
        packed = unpack if isinstance(unpack, _Packed) else _pack(self)
        text = None if self.text is self.source else encode_text(self.text)
        return _received, (encode_text(self.source), text, self.script, self.damage, packed)


def late_text(
    source: str,
    text: str,
    script: str,
    damage: tuple[Damage, ...],
    unpack: Callable[[str], Any],
) -> LateText:
    """A normalized text whose other fields ``unpack`` gives, told the name of one.

    Parameters
    ----------
    source, text, script, damage
        As of :class:`~policycompare.datamodel.NormalizedText`.
    unpack : callable
        Gives ``steps``, ``starts`` or ``ends``. It is one object for each text.
    """
    made = object.__new__(LateText)
    # A clean text is its source: held once.
    text = source if text == source else text
    made.__dict__.update(source=source, text=text, script=script, damage=damage, _unpack=unpack)
    return made


def pack_text(normalized: NormalizedText) -> LateText:
    """An equal text whose steps and offsets are packed."""
    if isinstance(normalized, LateText) and "_unpack" in normalized.__dict__:
        return normalized
    kept = (normalized.source, normalized.text, normalized.script, normalized.damage)
    return late_text(*kept, _pack(normalized))


def _received(source: bytes, text: bytes | None, *rest: Any) -> LateText:
    known = decode_text(source)
    return late_text(known, known if text is None else decode_text(text), *rest)


@lru_cache(maxsize=N_KEPT)
def _unpacked(unpack: Callable[[str], Any], name: str) -> Any:
    return unpack(name)


_Runs = tuple["NDArray[np.int64]", "NDArray[np.int64]"]


@dataclass(frozen=True, slots=True, eq=False)
class _Packed:
    """Steps and offsets of one text in few arrays; each is told apart from any other.

    Attributes
    ----------
    names : tuple of (str, int)
        Name and number of edits of each step.
    edits : numpy.ndarray, shape (3, n_edits)
        Start, end and length of the replacement, of all steps.
    replacements : str
        All of them, one behind the other.
    starts, ends : tuple of numpy.ndarray
        As :func:`pack_offsets` gives them.
    """

    names: tuple[tuple[str, int], ...]
    edits: NDArray[np.int64]
    replacements: str
    starts: _Runs
    ends: _Runs

    def __call__(self, name: str) -> Any:
        if name == "steps":
            edits = self._edits()
            return tuple(
                Step(step, tuple(next(edits) for _ in range(n_edits)))
                for step, n_edits in self.names
            )
        offsets = unpack_offsets(*(self.starts if name == "starts" else self.ends))
        offsets.flags.writeable = False  # several readers share it
        return offsets

    def _edits(self) -> Iterator[Edit]:
        at = 0
        for start, end, length in zip(*self.edits.tolist(), strict=True):
            yield Edit(start, end, self.replacements[at : at + length])
            at += length


def _pack(normalized: NormalizedText) -> _Packed:
    edits = [edit for step in normalized.steps for edit in step.edits]
    columns = (
        [edit.start for edit in edits],
        [edit.end for edit in edits],
        [len(edit.replacement) for edit in edits],
    )
    return _Packed(
        tuple((step.name, len(step.edits)) for step in normalized.steps),
        _small(np.array(columns, dtype=np.int64)),
        "".join([edit.replacement for edit in edits]),
        _small_runs(normalized.starts),
        _small_runs(normalized.ends),
    )


def _small(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same numbers in as few bytes each as hold them all."""
    if not numbers.size:
        return numbers
    kinds = (np.min_scalar_type(number) for number in (numbers.min(), numbers.max()))
    return numbers.astype(np.result_type(*kinds))


def _small_runs(offsets: NDArray[np.int64]) -> _Runs:
    differences, counts = pack_offsets(offsets)
    return _small(differences), _small(counts)


def pack_offsets(offsets: NDArray[np.int64]) -> _Runs:
    """Offsets as runs of equal differences: each difference, and how often it comes.

    Nearly every character of a text stands one behind the character before it.
    """
    differences = np.diff(offsets, prepend=0)
    begins = np.flatnonzero(np.diff(differences, prepend=differences[:1] - 1))
    return differences[begins], np.diff(begins, append=len(differences))


def unpack_offsets(differences: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The offsets that :func:`pack_offsets` packed."""
    return np.cumsum(np.repeat(differences, counts), dtype=np.int64)
