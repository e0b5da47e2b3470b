"""The features of a cut run: the pairs of two shards at a time, a tile, whose rows fit into memory.

Tiles are independent tasks. A sample of document pairs is measured first, all pairs of it: it tells
what clauses of a rival's document are taken to be that are in no pair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

import numpy as np

from policycompare.compiling import expect_much_work
from policycompare.scoring.facts import Facts, find_facts
from policycompare.scoring.features import NO_RESTS, complete, find_likenesses, measure_pairs
from policycompare.scoring.names import FEATURE_NAMES
from policycompare.scoring.rivals import find_contests
from policycompare.scoring.shards import RowMaker, ShardClauses, WordSplitter, cut_shards
from policycompare.scoring.spool import MemorySpool, Spool, is_address, open_spool
from policycompare.scoring.unscored import ContestTotals, Scatter, measure_scatter
from policycompare.tasks import end_workers, map_tasks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause
    from policycompare.document_pairs import Sample
    from policycompare.vectors import FieldMatrices

    Values = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Pairs = tuple[Whole, Whole]

LARGE = 250_000_000
"""Bytes of feature values from which they are kept in a file instead of memory."""


@dataclass(frozen=True)
class Workplace:
    """Where the tasks of a large run are done.

    Attributes
    ----------
    n_workers : int
        Processes on this machine; 1 means none beside this one.
    scheduler : str or None
        Address of a Dask scheduler, whose workers do the work instead.
    scratch : str or None
        Folder or fsspec address for intermediate results, which all workers reach; by default the
        folder for temporary files.
    """

    n_workers: int = 1
    scheduler: str | None = None
    scratch: str | None = None

    def run(self, work: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
        """Yield ``work(item)`` of each item, in order."""
        return map_tasks(work, items, n_workers=self.n_workers, scheduler=self.scheduler)


HERE = Workplace()
"""This process alone."""


@dataclass(frozen=True, eq=False)
class Tile:
    """The pairs of two shards, or of one.

    Attributes
    ----------
    shards : tuple of str
    facts : Facts
        Of the clauses of the shards, one behind the other.
    a, b : numpy.ndarray of int64, shape (n_pairs,)
        Positions among these clauses.
    is_one_of_many : bool
        Whether other tiles have pairs too, so that kernels are worth compiling.
    """

    shards: tuple[str, ...]
    facts: Facts
    a: Whole
    b: Whole
    is_one_of_many: bool = False


def measure_cut_features(
    clauses: Sequence[Clause],
    pairs: Pairs,
    sample: Sample,
    matrices: FieldMatrices,
    tokenizer: WordSplitter,
    workplace: Workplace = HERE,
    tell: Callable[[Whole, Values], None] | None = None,
) -> tuple[Values, Values]:
    """Values of the features of some pairs, and of sampled document pairs as if all were taken.

    Parameters
    ----------
    clauses : sequence of Clause
        Those of a document together.
    pairs : two arrays of int64, shape (n_pairs,)
        Sorted, the smaller position first.
    sample : Sample
        It may hold some of the pairs.
    workplace : Workplace
        It changes no value.
    tell : callable, optional
        Told the values of each tile and the rows of its pairs, as soon as they are known.

    Returns
    -------
    numpy.ndarray, shape (n_pairs, n_features)
        Of a file that goes with it, if it is large.
    numpy.ndarray, shape (n_sampled_pairs, n_features)
    """
    facts = find_facts(clauses)
    shards = cut_shards(facts.documents)
    sampled_clauses = np.unique(np.r_[sample.a, sample.b])
    apart = ShardClauses("sample", sampled_clauses)
    with _spool_for(shards, workplace) as (spool, run):
        maker = RowMaker(clauses, matrices, tokenizer, spool, run)
        maker.make(shards, documents=facts.documents, apart=[apart])
        a, b = (np.searchsorted(sampled_clauses, side) for side in (sample.a, sample.b))
        tile = Tile((apart.name,), facts.take(sampled_clauses), a, b)
        sampled, scatter = _measure_sample(tile, sample.find_rows(*pairs) < 0, spool)
        tiles = list(_cut_tiles(facts, shards, pairs))
        work = partial(measure_tile, spool=spool, scatter=scatter)
        measured = run(work, [tile for tile, _ in tiles])
        with closing(_make_room(len(pairs[0]), workplace)) as room:
            for (_, rows), found in zip(tiles, measured, strict=True):
                room.fill(rows, found)
                if tell is not None:
                    tell(rows, found)
            return room.finish(), sampled


def measure_tile(tile: Tile, spool: Spool, scatter: Scatter | None) -> Values:
    """Values of the features of a tile's pairs, shape (n_pairs, n_features)."""
    with expect_much_work() if tile.is_one_of_many else nullcontext():
        return _measure_tile(tile, spool, scatter)


def _measure_tile(tile: Tile, spool: Spool, scatter: Scatter | None) -> Values:
    pairs = tile.a, tile.b
    contests = find_contests(*pairs, tile.facts.documents)
    totals = ContestTotals(contests)
    found = measure_pairs(tile.shards, pairs, spool, totals)
    rests = NO_RESTS if scatter is None else totals.expect_rests(find_likenesses(found), scatter)
    return complete(tile.facts, pairs, found, contests, rests, witnesses=False)


def _measure_sample(
    tile: Tile, unscored: NDArray[np.bool_], spool: Spool
) -> tuple[Values, Scatter | None]:
    """Values of the sample's pairs, and how those scatter that are no candidates, if any are."""
    pairs, documents = (tile.a, tile.b), tile.facts.documents
    found, scatter = measure_pairs(tile.shards, pairs, spool), None
    if unscored.any():
        others = {name: values[unscored] for name, values in found.items()}
        rest_pairs = tile.a[unscored], tile.b[unscored]
        scatter = measure_scatter(find_likenesses(others), rest_pairs, documents)
    contests = find_contests(*pairs, documents)
    return complete(tile.facts, pairs, found, contests, witnesses=True), scatter


@contextmanager
def _spool_for(
    shards: Sequence[ShardClauses], workplace: Workplace
) -> Iterator[tuple[Spool, Callable[..., Iterator[Any]]]]:
    """The spool of a run, and how its tasks are run: one shard needs neither file nor process."""
    if len(shards) == 1:
        yield MemorySpool(), map
        return
    with open_spool(workplace.scratch) as spool:
        yield spool, workplace.run
    # Each holds what it compiled and loaded, and the next stages need none.
    end_workers()


def _cut_tiles(
    facts: Facts, shards: Sequence[ShardClauses], pairs: Pairs
) -> Iterator[tuple[Tile, Whole]]:
    """Each tile that has pairs, with the rows of its pairs."""
    starts = np.array([shard.clauses[0] for shard in shards])
    of_a, of_b = (np.searchsorted(starts, side, side="right") - 1 for side in pairs)
    keys = of_a * len(shards) + of_b
    order = np.argsort(keys, kind="stable")
    held = keys[order]
    for key in np.unique(held).tolist():
        rows = order[np.searchsorted(held, key) : np.searchsorted(held, key, side="right")]
        one, other = shards[key // len(shards)], shards[key % len(shards)]
        both = (one,) if one is other else (one, other)
        # Positions of the second shard follow those of the first.
        shift = starts[key % len(shards)] - (0 if one is other else len(one.clauses))
        yield (
            Tile(
                tuple(shard.name for shard in both),
                facts.take(np.concatenate([shard.clauses for shard in both])),
                pairs[0][rows] - starts[key // len(shards)],
                pairs[1][rows] - shift,
                is_one_of_many=len(shards) > 1,
            ),
            rows,
        )


class _Room:
    """Room in memory for the values of all pairs."""

    def __init__(self, n_pairs: int) -> None:
        self._values = np.empty((n_pairs, len(FEATURE_NAMES)))

    def fill(self, rows: Whole, values: Values) -> None:
        """Put the values of some pairs."""
        self._values[rows] = values

    def finish(self) -> Values:
        """All values."""
        return self._values

    def close(self) -> None:
        """Let go of what the values do not need."""


class _FileRoom(_Room):
    """Room in a file without a name, which is gone with the array of its values."""

    def __init__(self, n_pairs: int, folder: str | None) -> None:
        self._shape = n_pairs, len(FEATURE_NAMES)
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115  # kept open for the values
        self._file.truncate(8 * n_pairs * len(FEATURE_NAMES))

    def fill(self, rows: Whole, values: Values) -> None:
        """Put the values of some pairs; what was written before is not kept in memory."""
        self._map("r+")[rows] = values

    def finish(self) -> Values:
        """All values, read where they are asked for."""
        return self._map("r")

    def close(self) -> None:
        """Close the file, which stays as long as the values are mapped."""
        self._file.close()

    def _map(self, mode: Any) -> Values:
        return np.memmap(self._file, dtype=np.float64, mode=mode, shape=self._shape)


def _make_room(n_pairs: int, workplace: Workplace) -> _Room:
    if 8 * n_pairs * len(FEATURE_NAMES) < LARGE:
        return _Room(n_pairs)
    scratch = workplace.scratch
    return _FileRoom(n_pairs, None if scratch is None or is_address(scratch) else scratch)
