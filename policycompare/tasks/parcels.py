"""What all tasks of a run share, packed once: the function and the value given to each worker.

Arrays are kept beside the rest, so that they reach a worker without being copied into one more
string of bytes; on one machine all workers map the same file.
"""

from __future__ import annotations

import mmap
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any

from policycompare.errors import PolicyCompareError

_ALIGNMENT = 64
"""Bytes to which arrays are aligned in a file, as those that numpy makes mostly are."""


@dataclass(frozen=True)
class Parcel:
    """A function and a value, packed.

    Attributes
    ----------
    head : bytes
        Everything but the arrays.
    buffers : sequence of bytes-like
        Memory of the arrays.
    """

    head: bytes
    buffers: Sequence[Any]

    def open(self) -> Callable[[Any], Any]:
        """The function of one item."""
        work, shared = ForkingPickler.loads(self.head, buffers=self.buffers)
        return bind(work, shared)


def bind(work: Callable[..., Any], shared: object) -> Callable[[Any], Any]:
    """The function of one item: with ``shared`` before the item, unless it is None."""
    return work if shared is None else partial(work, shared)


def pack(work: Callable[..., Any], shared: object) -> Parcel:
    """Pack a function and what is given to it before each item."""
    head, buffers = BytesIO(), list[Any]()
    ForkingPickler(head, 5, True, buffers.append).dump((work, shared))
    return Parcel(head.getvalue(), [buffer.raw() for buffer in buffers])


@dataclass(frozen=True)
class KeptParcel:
    """A parcel as it is told to a worker of this machine: arrays are in a file.

    Attributes
    ----------
    head : bytes
    path : Path or None
        None where there is no array.
    sizes : tuple of int
        Bytes of each array, in the order of the file.
    """

    head: bytes
    path: Path | None
    sizes: tuple[int, ...]

    def open(self) -> Callable[[Any], Any]:
        """The function of one item; arrays are mapped, and what a task changes in them is its own.

        Raises
        ------
        OSError
            If the file is gone.
        """
        buffers: list[memoryview] = []
        if self.path is not None:
            with self.path.open("rb") as stream:
                whole = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_COPY))
            at = _ALIGNMENT
            for size in self.sizes:
                buffers.append(whole[at : at + size])
                at += size + -size % _ALIGNMENT
        return Parcel(self.head, buffers).open()


@contextmanager
def keep(parcel: Parcel) -> Iterator[KeptParcel]:
    """Put the arrays of a parcel into a temporary file for the time of the block.

    Raises
    ------
    PolicyCompareError
        If it cannot be written.
    """
    if not parcel.buffers:
        yield KeptParcel(parcel.head, None, ())
        return
    # On Windows a file that a worker still maps stays until the system cleans up.
    with tempfile.TemporaryDirectory(prefix="policycompare-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "shared"
        try:
            _write(path, parcel.buffers)
        except OSError as error:
            raise PolicyCompareError(
                f"What the workers share cannot be written to {folder} ({error}); make room there, "
                "name another folder with TMPDIR, or use one worker."
            ) from error
        yield KeptParcel(parcel.head, path, tuple(buffer.nbytes for buffer in parcel.buffers))


def _write(path: Path, buffers: Sequence[memoryview]) -> None:
    with path.open("wb") as stream:
        stream.write(bytes(_ALIGNMENT))  # a file without a byte cannot be mapped
        for buffer in buffers:
            stream.write(buffer)
            stream.write(bytes(-buffer.nbytes % _ALIGNMENT))
