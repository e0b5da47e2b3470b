from __future__ import annotations

import pytest

import policycompare as pc
from policycompare.rivals import N_DIFFERENCES
from tests.explaining import (
    pair_ids,
)


def test_rivals_differ_by_what_their_rows_add_up_to(
    comparison: pc.Comparison,
) -> None:
    scored = comparison.scored
    at = {clause.clause_id: i for i, clause in enumerate(comparison.clauses)}
    n_ahead = 0
    for k in range(0, len(comparison.links), 20):
        a, b = pair_ids(comparison, k)
        explanation = comparison.explain(a, b)
        for one, rivals in ((at[a], explanation.a_rivals), (at[b], explanation.b_rivals)):
            for rival in rivals:
                other = at[rival.clause_id]
                row = scored.position[min(one, other), max(one, other)]
                log_odds = scored.same_base + scored.same_terms[row].sum()
                assert rival.same == pytest.approx(explanation.same_log_odds - log_odds, abs=1e-9)
                told = sum(d.same for d in rival.differences) + rival.same_others
                assert told == pytest.approx(rival.same, abs=1e-9)
                assert len(rival.differences) <= N_DIFFERENCES
                assert len(rival.differences) + rival.n_others == len(scored.feature_names)
                assert all((d.same > 0) == (rival.same >= 0) for d in rival.differences)
                n_ahead += rival.same < 0
    assert n_ahead > 0


def test_rivals_tell_the_one_that_is_ahead(comparison: pc.Comparison) -> None:
    for k in range(len(comparison.links)):
        explanation = comparison.explain(*pair_ids(comparison, k))
        if explanation.a_rivals[0].same < 0:
            break
    rows = [row for row in explanation.rows() if row["part"] == "rival for a"]
    assert f"ahead by {-explanation.a_rivals[0].same:.2f} log-odds" in str(rows[0]["text"])
    assert explanation.a_rivals[0].p_same > explanation.p_same
