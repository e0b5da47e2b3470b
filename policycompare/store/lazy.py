"""A normalized text whose steps and offsets are unpacked when something asks for them.

A comparison reads texts and few offsets of each, a search neither; steps are read by ``normalize``
alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from policycompare.datamodel import NormalizedText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Damage

_LATE = frozenset({"steps", "starts", "ends"})


class StoredText(NormalizedText):
    """A normalized text from a store; it equals the text that was put in.

    Parameters
    ----------
    source, text, script, damage
        As of :class:`~policycompare.datamodel.NormalizedText`.
    unpack : callable
        Gives ``steps``, ``starts`` or ``ends``, told which.
    """

    def __init__(
        self,
        source: str,
        text: str,
        script: str,
        damage: tuple[Damage, ...],
        unpack: Callable[[str], Any],
    ) -> None:
        self.__dict__.update(source=source, text=text, script=script, damage=damage)
        self.__dict__["_unpack"] = unpack

    def __getattr__(self, name: str) -> Any:
        """Unpack what was not asked for so far."""
        if name not in _LATE or "_unpack" not in self.__dict__:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        value = self.__dict__["_unpack"](name)
        self.__dict__[name] = value
        return value

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
        """Sent to another process it is a plain normalized text."""
        return NormalizedText, (
            self.source,
            self.text,
            self.steps,
            self.starts,
            self.ends,
            self.damage,
            self.script,
        )


def pack_offsets(offsets: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Offsets as runs of equal differences: each difference, and how often it comes.

    Nearly every character of a text stands one behind the character before it.
    """
    differences = np.diff(offsets, prepend=0)
    begins = np.flatnonzero(np.diff(differences, prepend=differences[:1] - 1))
    return differences[begins], np.diff(begins, append=len(differences))


def unpack_offsets(differences: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The offsets that :func:`pack_offsets` packed."""
    return np.cumsum(np.repeat(differences, counts), dtype=np.int64)
