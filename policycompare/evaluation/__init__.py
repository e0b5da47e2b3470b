"""Score a run against a gold folder, by the definitions of ``corpus/gold/README.md``."""

from __future__ import annotations

from policycompare.evaluation.figures import (
    Figures,
    Judgement,
    evaluate_links,
    judge_links,
    measure_calibration,
    measure_figures,
)
from policycompare.evaluation.folds import (
    documents_left_out,
    find_relations,
    folds_by_pair,
    judge_folds,
    number_document_pairs,
)
from policycompare.evaluation.gold import Gold, GoldClause, map_clauses, read_gold

__all__ = [
    "Figures",
    "Gold",
    "GoldClause",
    "Judgement",
    "documents_left_out",
    "evaluate_links",
    "find_relations",
    "folds_by_pair",
    "judge_folds",
    "judge_links",
    "map_clauses",
    "measure_calibration",
    "measure_figures",
    "number_document_pairs",
    "read_gold",
]
