"""Apply edits to a text and keep the way back to the source, character by character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from policycompare.datamodel import Edit, Step

if TYPE_CHECKING:
    from numpy.typing import NDArray


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Replace every edited span of ``text``.

    Raises
    ------
    ValueError
        If the edits are not ascending, overlap or leave the text.

    Examples
    --------
    >>> apply_edits("國(guó)家", [Edit(0, 1, "国"), Edit(1, 6, "")])
    '国家'
    """
    pieces = []
    at = 0
    for edit in edits:
        if not at <= edit.start <= edit.end <= len(text):
            raise ValueError(
                f"the edit {edit} overlaps the one before it or leaves the text of "
                f"{len(text)} characters; edits ascend and do not overlap"
            )
        pieces.append(text[at : edit.start])
        pieces.append(edit.replacement)
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)


def replay_steps(source: str, steps: Sequence[Step]) -> str:
    """Repeat logged steps on the text they were made for; gives the normalized text.

    Examples
    --------
    >>> replay_steps("ＡＢ", [Step("width", (Edit(0, 2, "AB"),))])
    'AB'
    """
    text = source
    for step in steps:
        text = apply_edits(text, step.edits)
    return text


@dataclass(frozen=True)
class MappedText:
    """A text on its way from source to normalized, with the source span of each character.

    Attributes
    ----------
    text : str
        The text after the steps so far.
    starts, ends : numpy.ndarray of int64, shape (n_characters + 1,)
        Source span of character ``i`` is ``[starts[i], ends[i + 1])``. The one entry too many,
        ``starts[-1] = len(source)`` and ``ends[0] = 0``, spares every border a special case.
    """

    text: str
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    @classmethod
    def from_source(cls, source: str) -> MappedText:
        """The untouched source: every character comes from itself."""
        places = np.arange(len(source) + 1, dtype=np.int64)
        return cls(source, places, places)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Source span of ``[start, end)`` of the current text."""
        first = int(self.starts[start])
        return (first, int(self.ends[end])) if end > start else (first, first)

    def edited(self, edits: Sequence[Edit]) -> MappedText:
        """The text after one step.

        A replacement as long as what it replaces maps character by character; any other maps
        each of its characters to the whole replaced span; an insertion maps to the empty span.
        """
        text = apply_edits(self.text, edits)
        first, last = _old_spans(len(self.text), len(text), edits)
        ends = np.empty(len(text) + 1, dtype=np.int64)
        ends[0] = 0
        ends[1:] = self.ends[last]
        starts = np.empty(len(text) + 1, dtype=np.int64)
        starts[-1] = self.starts[-1]
        # Only an insertion between two characters of overlapping spans can start after its end.
        starts[:-1] = np.minimum(self.starts[first], ends[1:])
        return MappedText(text, starts, ends)


def _old_spans(
    n_old: int, n_new: int, edits: Sequence[Edit]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Half-open span in the old text of every character of the new one."""
    n = len(edits)
    spans = np.fromiter(
        (value for e in edits for value in (e.start, e.end, len(e.replacement))),
        dtype=np.int64,
        count=3 * n,
    ).reshape(n, 3)
    starts, ends, lengths = spans[:, 0], spans[:, 1], spans[:, 2]
    # Kept and replaced stretches alternate: kept, replaced, kept, …, kept.
    begin = np.zeros(2 * n + 1, dtype=np.int64)
    begin[1::2] = starts
    begin[2::2] = ends
    stop = np.full(2 * n + 1, n_old, dtype=np.int64)
    stop[0:-1:2] = starts
    stop[1::2] = ends
    size = stop - begin
    one_to_one = np.ones(2 * n + 1, dtype=bool)
    one_to_one[1::2] = size[1::2] == lengths
    size[1::2] = lengths
    inside = np.arange(n_new, dtype=np.int64) - np.repeat(np.cumsum(size) - size, size)
    single = np.repeat(one_to_one, size)
    begins = np.repeat(begin, size)
    first = begins + np.where(single, inside, 0)
    last = np.where(single, first + 1, np.repeat(stop, size))
    return first, last
