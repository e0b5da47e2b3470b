"""The summary of the page: sentences that answer the questions of ``docs/design.md`` §1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from policycompare.report.page.summary_diffusion import diffusion_sentences
from policycompare.report.page.summary_targets import target_sentences
from policycompare.report.page.summary_trust import trust_sentences
from policycompare.report.page.told import Linked, Piece, Sentence, link, measure_link, pair_link
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.report.rows import worst_gap_key
from policycompare.report.summaries import coverage_rows

N_WIDEST = 5
"""Measures named as the most widely shared."""

N_GROUPS = 8
"""Groups whose gaps are told; the others are counted."""

N_CERTAIN = 3
"""Gaps named as the most certain of a group."""


def summary_sentences(
    comparison: ComparisonLike, rows: Mapping[str, Sequence[Row]]
) -> list[tuple[str, list[Sentence]]]:
    """Answer each question: the key of its words, and the sentences with their numbers."""
    answers = (
        _overlap(comparison, rows),
        _gaps(comparison, rows["gaps.csv"]),
        target_sentences(rows),
        diffusion_sentences(comparison, rows),
        trust_sentences(comparison),
    )
    return [
        (f"page_question_{number}", list(answer)) for number, answer in enumerate(answers, start=1)
    ]


def _overlap(comparison: ComparisonLike, rows: Mapping[str, Sequence[Row]]) -> Iterator[Sentence]:
    measures = rows["measures.csv"]
    n_groups = len(comparison.group_order)
    shared = [row for row in measures if _whole(row["n_groups"]) > 1]
    n_all = sum(_whole(row["n_groups"]) == n_groups for row in measures)
    yield Sentence(
        "page_shared" if n_groups > 2 else "page_shared_two",
        {
            "n_shared": link(len(shared), "comparison", n=2),
            "n_measures": link(len(measures), "comparison", n=1),
            "n_groups": n_groups,
            "n_all": link(n_all, "comparison", n=n_groups),
        },
    )
    if shared:
        widest = tuple(
            measure_link(row["label"], row["measure_id"], f" ({row['n_groups']})")
            for row in shared[:N_WIDEST]
        )
        yield Sentence("page_widest", {"measures": widest})
    aligned = rows["aligned_clauses.csv"]
    counted = Counter(str(row[name]) for row in aligned for name in ("relation", "wording"))
    names = ("same", "partial", "copied", "adapted", "reworded")
    yield Sentence(
        "page_pairs", {f"n_{name}": link(counted[name], "pairs", kind=name) for name in names}
    )
    yield from _coverage(comparison)


def _coverage(comparison: ComparisonLike) -> Iterator[Sentence]:
    known = [row for row in coverage_rows(comparison) if row["covered_share"] is not None]
    if len(known) > 1:
        high = max(known, key=_covered_share)
        low = min(known, key=_covered_share)
        yield Sentence(
            "page_most_covered",
            {
                "a": str(high["a"]), "b": str(high["b"]), "share": _share_link(high),
                "low_a": str(low["a"]), "low_b": str(low["b"]), "low_share": _share_link(low),
            },
        )  # fmt: skip


def _covered_share(row: Row) -> float:
    return float(row["covered_share"] or 0)


def _share_link(row: Row) -> Linked:
    return link(f"{_covered_share(row):.0%}", "coverage")


def _gaps(comparison: ComparisonLike, rows: Sequence[Row]) -> Iterator[Sentence]:
    of_group: dict[str, list[Row]] = {group: [] for group in comparison.group_order}
    for row in rows:
        of_group[str(row["group"])].append(row)
    told = list(of_group.items())
    for group, gaps in told[:N_GROUPS]:
        states = Counter(str(row["state"]) for row in gaps)
        values: dict[str, Piece | tuple[Piece, ...]] = {
            "group": group,
            "n_absent": link(states["absent"], "gaps", group=group, state="absent"),
            "n_partial": link(states["partial"], "gaps", group=group, state="partial"),
        }
        absent = sorted((row for row in gaps if row["state"] == "absent"), key=worst_gap_key)
        certain = tuple(map(_certain, absent[:N_CERTAIN]))
        key = "page_lacks" if certain else "page_lacks_nothing"
        yield Sentence(key, {**values, "measures": certain})
    if len(told) > N_GROUPS:
        yield Sentence("page_more_groups", {"n": link(len(told) - N_GROUPS, "gaps")})
    if rows:
        yield Sentence("page_gap_note")


def _certain(row: Row) -> Linked:
    """The measure, with the probability that the nearest clause overlaps it."""
    p_overlap = row["nearest_p_overlap"]
    remark = "" if p_overlap is None else f" ({float(p_overlap):.2f})"
    clause = str(row["measure_clauses"]).split("; ")[0]
    if not row["nearest_clause"]:
        return measure_link(row["label"], row["measure_id"], remark)
    return pair_link(row["label"], clause, row["nearest_clause"], remark)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
