"""Measures, gaps and coverage: what the links between clauses say about whole documents.

A pair of different groups that was not scored (cut by the candidates stage) counts as probability 0
everywhere here; how many there are is in ``ScoredPairs.n_cut`` and in every report.
"""

from __future__ import annotations

from collections.abc import Sequence

from policycompare.datamodel import Clause, Findings, Link, ScoredPairs
from policycompare.findings.evidence import count_coverage, find_gaps, find_states
from policycompare.findings.measures import build_measures, rank_clauses
from policycompare.findings.merging import MERGE_THRESHOLD
from policycompare.findings.sides import Evidence

__all__ = ["MERGE_THRESHOLD", "find_findings", "rank_clauses"]


def find_findings(
    clauses: Sequence[Clause],
    groups: Sequence[str],
    group_order: Sequence[str],
    scored: ScoredPairs,
    links: Sequence[Link],
    *,
    same_threshold: float = 0.5,
) -> Findings:
    """Find measures, gaps and coverage from scored and linked pairs.

    Parameters
    ----------
    clauses : sequence of Clause
        The compared clauses.
    groups : sequence of str
        The group of each clause.
    group_order : sequence of str
        All groups, also those without a clause, in the order of the corpus.
    scored : ScoredPairs
        Scores of pairs of different groups; a pair that is not there counts as probability 0.
    links : sequence of Link
        The pairs that count.
    same_threshold : float
        The ``p_same`` in [0, 1] from which a pair was linked as ``same``.

    Returns
    -------
    Findings
        Measures by number of groups, then mean ``p_same`` (both descending), then place; gaps by
        group and measure; one state per clause and other group, by clause and group; coverage of
        each ordered pair of groups.
    """
    measures = build_measures(
        clauses, groups, group_order, scored, links, same_threshold=same_threshold
    )
    evidence = Evidence(rank_clauses(clauses), groups, group_order, scored, links)
    states = find_states(evidence)
    return Findings(
        measures,
        find_gaps(evidence, measures),
        states,
        count_coverage(evidence, states),
    )
