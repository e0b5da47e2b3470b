"""The sentences of the summary on the order of adoption and on shared wording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from policycompare.report.page.told import (
    Linked,
    Piece,
    Sentence,
    folded,
    link,
    measure_link,
    pair_link,
)
from policycompare.report.protocol import ComparisonLike, Row

N_PAIRS = 3
"""Pairs of documents named with most text in common."""


def diffusion_sentences(
    comparison: ComparisonLike, rows: Mapping[str, Sequence[Row]]
) -> Iterator[Sentence]:
    """Tell who was first, who shares whose words, and what a common superior's text has."""
    dyads = rows["dyads.csv"]
    if not dyads:
        yield Sentence("page_no_dyads")
        return
    yield from _first(comparison, rows["diffusion.csv"])
    most = sorted(dyads, key=lambda row: (-_literal(row), str(row["measure"])))[:N_PAIRS]
    pairs = tuple(_pair(row) for row in most if _literal(row) > 0)
    if pairs:
        yield Sentence("page_most_reuse", {"pairs": pairs})
    states = Counter(str(row["parent_state"]) for row in dyads)
    kinds = ("covered", "partly", "absent", "unknown")
    counted: dict[str, Piece | tuple[Piece, ...]] = {kind: states[kind] for kind in kinds}
    yield Sentence("page_parents", {"n": link(len(dyads), "diffusion"), **counted})


def _first(comparison: ComparisonLike, rows: Sequence[Row]) -> Iterator[Sentence]:
    shared = [row for row in rows if int(row["n_groups"] or 0) > 1]
    movers = Counter(str(row["first_mover"]) for row in shared if row["first_mover"])
    told = folded(
        [
            Linked(group, "#diffusion", f" {movers[group]}")
            for group in sorted(comparison.group_order, key=lambda group: -movers[group])
            if movers[group]
        ]
    )
    yield Sentence(
        "page_first_movers",
        {
            "n_known": link(movers.total(), "diffusion"),
            "n": link(len(shared), "diffusion"),
            "movers": (Sentence("page_movers", {"movers": told}),) if told else "",
        },
    )
    dated = Counter(str(row["first_dated"]) for row in shared if row["first_dated"])
    if dated.total() > movers.total():
        first = [
            Linked(group, "#diffusion", f" {n}")
            for group, n in sorted(dated.items(), key=lambda item: (-item[1], item[0]))
        ]
        yield Sentence("page_first_dated", {"first": folded(first)})
    undated = [o.document.name for o in comparison.outlines if not o.document.metadata.issued]
    if undated:
        yield Sentence("page_undated", {"documents": folded(undated)})


def _pair(row: Row) -> Sentence:
    a, b = (str(row[f"{side}_clauses"]).split("; ")[0] for side in "ab")
    return Sentence(
        "page_reuse_pair",
        {
            "a": str(row["a_document"]),
            "b": str(row["b_document"]),
            "measure": measure_link(row["label"], row["measure"]),
            "share": pair_link(f"{_literal(row):.0%}", a, b),
        },
    )


def _literal(row: Row) -> float:
    """The larger share of shared text, boilerplate included."""
    return max(float(row["shared_a"] or 0), float(row["shared_b"] or 0))
