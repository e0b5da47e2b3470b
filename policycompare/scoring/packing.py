"""Sparse rows as arrays with names, so that a spool can keep them, and rows of shards joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from policycompare.scoring.products import make_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from policycompare.scoring.spool import Arrays


def pack_rows(name: str, rows: sparse.csr_array) -> dict[str, NDArray[Any]]:
    """The arrays of a matrix, their names beginning with ``name``."""
    return {
        f"{name}.data": rows.data,
        f"{name}.indices": rows.indices,
        f"{name}.indptr": rows.indptr,
        f"{name}.n_columns": np.array(rows.shape[1]),
    }


def join_rows(name: str, parts: Sequence[Arrays]) -> sparse.csr_array:
    """The rows of packed matrices of one width, one below the other; of one, its own arrays."""
    width = int(parts[0][f"{name}.n_columns"])
    ends = _join_ends([part[f"{name}.indptr"] for part in parts])
    return make_rows(join(f"{name}.data", parts), join(f"{name}.indices", parts), ends, width)


def join(name: str, parts: Sequence[Arrays]) -> NDArray[Any]:
    """Arrays of one name, one behind the other."""
    return parts[0][name] if len(parts) == 1 else np.concatenate([part[name] for part in parts])


def join_limits(name: str, parts: Sequence[Arrays]) -> NDArray[Any]:
    """Arrays of limits, each from 0 on, as those of what is joined."""
    return _join_ends([part[name] for part in parts])


def _join_ends(ends: Sequence[NDArray[Any]]) -> NDArray[Any]:
    if len(ends) == 1:
        return ends[0]
    # Together they may be more than 4 bytes can count.
    starts = np.cumsum([0, *(int(one[-1]) for one in ends)], dtype=np.int64)
    behind = [one[1:] + start for one, start in zip(ends, starts[:-1], strict=True)]
    return np.concatenate([ends[0][:1], *behind])
