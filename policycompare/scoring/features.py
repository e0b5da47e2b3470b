"""The named features of a pair of clauses, each symmetric in the two by construction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from policycompare.compiling import map_in_threads
from policycompare.scoring.facts import Facts, find_facts
from policycompare.scoring.fields import FieldFeatures
from policycompare.scoring.likeness import BLEND, both, match_pairs
from policycompare.scoring.names import ADJUSTMENTS, FEATURE_NAMES
from policycompare.scoring.packing import join, join_limits, join_rows
from policycompare.scoring.readings import READINGS
from policycompare.scoring.rivals import Contests, Rest, find_contests
from policycompare.scoring.shards import RowMaker, ShardClauses, WordSplitter
from policycompare.scoring.spool import MemorySpool, Spool
from policycompare.scoring.unscored import ContestTotals
from policycompare.scoring.weighing import rows_of
from policycompare.scoring.witnesses import find_witnesses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from policycompare.datamodel import Clause
    from policycompare.vectors import FieldMatrices

    Values = NDArray[np.float64]
    Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


NO_RESTS: Sequence[Mapping[str, Rest]] = ({}, {})
"""Every clause of a rival's document is in a pair, or counts with likeness 0."""


def measure_features(
    clauses: Sequence[Clause], pairs: Pairs, matrices: FieldMatrices, tokenizer: WordSplitter
) -> Values:
    """Values of all features, shape (n_pairs, n_features), columns as in ``FEATURE_NAMES``.

    Parameters
    ----------
    pairs : two arrays of int64, shape (n_pairs,)
        Positions of the clauses of each pair. Rivals are sought among the pairs; a clause of a
        rival's document that is in no pair counts with likeness 0.
    """
    spool, whole = MemorySpool(), ShardClauses("all", np.arange(len(clauses)))
    RowMaker(clauses, matrices, tokenizer, spool).make([whole])
    facts = find_facts(clauses)
    contests = find_contests(*pairs, facts.documents)
    measured = measure_pairs([whole.name], pairs, spool)
    return complete(facts, pairs, measured, contests, witnesses=True)


def measure_pairs(
    shards: Sequence[str], pairs: Pairs, spool: Spool, totals: ContestTotals | None = None
) -> dict[str, Values]:
    """What pairs show of themselves, without their rivals; fills ``totals`` on the way.

    Parameters
    ----------
    shards : sequence of str
        Names of the shards whose rows are in the spool, one or two.
    pairs : two arrays of int64, shape (n_pairs,)
        Positions among the clauses of the shards, one behind the other.
    """
    fields = FieldFeatures(pairs)
    for name in READINGS:
        parts = [spool.get(rows_of(shard, name)) for shard in shards]
        rows, lengths = join_rows("fields", parts), join("lengths", parts)
        fields.add(name, rows, lengths)
        if totals is not None:
            totals.add(name, rows, lengths, join_rows("sums", parts))
        if name == "pairs":
            sums = (join(f"of_{of}", parts) for of in ("headings", "clauses"))
            fields.add_shares(join_rows("shown", parts), *sums)
        # Let go before the next ones are read: they are large.
        del parts, rows
    for name, reading in (("heading_core", "cores"), ("section", "sections")):
        fields.add_cosine(
            name, join_rows("rows", [spool.get(rows_of(shard, reading)) for shard in shards])
        )
    parts = [spool.get(rows_of(shard, "sentences")) for shard in shards]
    weights, limits = join("weights", parts), join_limits("limits", parts)
    rows = join_rows("rows", parts)
    del parts
    return {**fields.finish(), **match_pairs(rows, weights, limits, pairs)}


def complete(
    facts: Facts,
    pairs: Pairs,
    found: dict[str, Values],
    contests: tuple[Contests, Contests],
    rests: Sequence[Mapping[str, Rest]] = NO_RESTS,
    *,
    witnesses: bool,
) -> Values:
    """Add the features of places and rivals to those measured, and put all side by side.

    ``found`` is emptied: a column is let go as soon as it is copied, so that the columns never
    stand in memory twice.

    Parameters
    ----------
    witnesses : bool
        Whether third clauses speak for a pair. Where most pairs are not scored most witnesses are
        not known, and the few that are would stand out: without them a cut run is nearer to one
        without a cut (docs/scale.md).
    """
    found.update(_places(facts, pairs))
    found.update(_rivals(find_likenesses(found), contests, rests))
    found["witness"] = (
        find_witnesses(pairs, found["standing_least"], contests)
        if witnesses
        else np.zeros(len(pairs[0]))
    )
    found.update(dict.fromkeys(ADJUSTMENTS, np.zeros(len(pairs[0]))))
    values = np.empty((len(pairs[0]), len(FEATURE_NAMES)))
    for k, name in enumerate(FEATURE_NAMES):
        values[:, k] = found.pop(name)
    return values


def _places(facts: Facts, pairs: Pairs) -> dict[str, Values]:
    a, b = pairs
    roles, general = facts.roles, facts.general
    same_role = roles[a] == roles[b]
    return {
        "role_differs": (~same_role).astype(np.float64),
        "both_general": (same_role & general[a]).astype(np.float64),
        "one_general": (general[a] != general[b]).astype(np.float64),
        "position_gap": np.abs(facts.positions[a] - facts.positions[b]),
        "length_gap": np.abs(facts.lengths[a] - facts.lengths[b]),
    }


def find_likenesses(found: Mapping[str, Values]) -> dict[str, Values]:
    """The likenesses by which pairs are ranked, each in [0, 1]."""
    return {
        "whole": np.sum([share * found[f"whole_{name}"] for name, share in BLEND.items()], axis=0),
        "heading": (found["heading_to_whole_least"] + found["heading_to_whole_most"]) / 2,
        "sentences": (found["sentences_least"] + found["sentences_most"]) / 2,
    }


def _rivals(
    likenesses: Mapping[str, Values],
    contests: tuple[Contests, Contests],
    rests: Sequence[Mapping[str, Rest]],
) -> dict[str, Values]:
    def place(of: tuple[str, int]) -> tuple[Values, Values, Values | None]:
        """Standing, lead and, but for sentences, rank of the pairs, seen from one side."""
        name, k = of
        side, likeness, rest = contests[k], likenesses[name], rests[k].get(name)
        return (
            side.find_standing(likeness, rest),
            side.find_lead(likeness, rest),
            None if name == "sentences" else side.find_rank(likeness, rest),
        )

    rivals: dict[str, Values] = {}
    placed = map_in_threads(place, [(name, k) for name in likenesses for k in (0, 1)])
    for name in likenesses:
        one, other = next(placed), next(placed)
        prefix = "" if name == "whole" else f"{name}_"
        rivals.update(both(f"{prefix}standing", (one[0], other[0])))
        rivals[f"{prefix}lead"] = one[1] + other[1]
        if one[2] is not None and other[2] is not None:
            rivals.update(both(f"{prefix}rank", (one[2], other[2])))
    del rivals["heading_rank_most"]
    return rivals
