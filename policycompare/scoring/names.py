"""The features of the model by name, with what each means to a reader."""

from __future__ import annotations

FLOOR = "same_implies_overlap"
"""Raises the log-odds of ``same or partial`` to those of ``same`` where they would fall below."""

LIMIT = "certainty_limit"
"""Takes off what exceeds the greatest log-odds: no pair is more certain than can be measured."""

ADJUSTMENTS = (LIMIT, FLOOR)
"""Features without a value of their own: they follow from the sum of the others."""

FEATURES: dict[str, str] = {
    "heading_words": "the headings share words",
    "heading_pairs": "the headings share pairs of characters",
    "heading_characters": "the headings share characters",
    "heading_concepts": "the headings name related things",
    "heading_core": "the headings share characters beside the usual verbs",
    "body_words": "the bodies share words",
    "body_pairs": "the bodies share pairs of characters",
    "body_characters": "the bodies share characters",
    "body_concepts": "the bodies name related things",
    "whole_words": "heading and body, counted alike, share words",
    "whole_pairs": "heading and body, counted alike, share pairs of characters",
    "whole_characters": "heading and body, counted alike, share characters",
    "whole_concepts": "heading and body, counted alike, name related things",
    "heading_to_whole_least": "each heading is like the other clause",
    "heading_to_whole_most": "one heading is like the other clause",
    "heading_found_least": "each heading stands in the other clause",
    "heading_found_most": "one heading stands in the other clause",
    "contained_least": "the longer clause stands in the shorter",
    "contained_most": "the shorter clause stands in the longer",
    "sentences_least": "each clause's sentences have a like one in the other",
    "sentences_most": "one clause's sentences have a like one in the other",
    "sentence_best": "the two most similar sentences",
    "standing_least": "stands out among all pairs of either clause, the less",
    "standing_most": "stands out among all pairs of either clause, the more",
    "lead": "leads the three best rivals in both documents",
    "rank_least": "place among the rivals in either document, the worse",
    "rank_most": "place among the rivals in either document, the better",
    "heading_standing_least": "the headings stand out among all pairs of either, the less",
    "heading_standing_most": "the headings stand out among all pairs of either, the more",
    "heading_lead": "the headings lead the three best rivals in both documents",
    "heading_rank_least": "place of the headings among the rivals, the worse",
    "sentences_standing_least": "the sentences stand out among all pairs of either, the less",
    "sentences_standing_most": "the sentences stand out among all pairs of either, the more",
    "sentences_lead": "the sentences lead the three best rivals in both documents",
    "witness": "a clause of a third document stands out with both, though they do not together",
    "section": "the headings above share pairs of characters",
    "role_differs": "the clauses play different roles",
    "both_general": "both are principles or both are goals",
    "one_general": "one of them only is principles or goals",
    "position_gap": "they stand at different places of their documents",
    "length_gap": "one is much longer than the other",
    LIMIT: "no pair is called more certain than can be measured",
    FLOOR: "a pair that is the same is never less than partly the same",
}
"""Feature name to a phrase for reports; the order is that of the columns of ``ScoredPairs``."""

FEATURE_NAMES: tuple[str, ...] = tuple(FEATURES)

SEMANTIC_FEATURES: dict[str, str] = {
    "semantic_heading": "the headings mean the like",
    "semantic_body": "the bodies mean the like",
    "semantic_sentences": "the sentences mean the like",
    "semantic_standing_least": "stands out by meaning among all pairs of either clause, the less",
    "semantic_standing_most": "stands out by meaning among all pairs of either clause, the more",
    "semantic_lead": "leads the three best rivals in both documents by meaning",
}
"""Features that a run with an embedder has beside the others, in the order of their columns."""

SEMANTIC_NAMES: tuple[str, ...] = tuple(SEMANTIC_FEATURES)

ALL_NAMES: tuple[str, ...] = (*FEATURE_NAMES, *SEMANTIC_NAMES)
"""Columns of a run with an embedder."""
