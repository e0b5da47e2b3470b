"""The features of the model by name, with what each means to a reader."""

from __future__ import annotations

FLOOR = "same_implies_overlap"
"""Raises the log-odds of ``same or partial`` to those of ``same`` where they would fall below."""

FEATURES: dict[str, str] = {
    "heading_words": "the headings share words",
    "heading_core": "the headings share characters beside the usual verbs",
    "heading_chars": "the headings share strings of two and three characters",
    "heading_found_least": "each heading's words stand in the other clause",
    "heading_found_most": "one heading's words stand in the other clause",
    "core_found_least": "each heading's core stands in the other clause",
    "core_found_most": "one heading's core stands in the other clause",
    "whole_words": "heading and body together share words, the heading counted four times",
    "body_words": "the bodies share words",
    "body_words_rare": "the bodies share words that are rare in general Chinese",
    "body_chars": "the bodies share strings of two to four characters",
    "copied": "the bodies share strings of six characters",
    "contained_most": "the shorter clause's words stand in the longer",
    "contained_least": "the longer clause's words stand in the shorter",
    "sentences_least": "each clause's sentences have a like sentence in the other",
    "sentences_most": "one clause's sentences have a like sentence in the other",
    "sentence_best": "the two most similar sentences",
    "heading_concepts": "the headings name related things",
    "heading_concepts_found_least": "each heading names things related to the other clause",
    "heading_concepts_found_most": "one heading names things related to the other clause",
    "text_concepts": "the clauses name related things",
    "section": "the headings above share strings of characters",
    "role_differs": "the clauses play different roles",
    "both_general": "both are principles or both are goals",
    "one_general": "one of them only is principles or goals",
    "position_gap": "they stand at different places of their documents",
    "length_gap": "one is much longer than the other",
    "margin_least": "lead over the best rival in either document, the smaller",
    "margin_most": "lead over the best rival in either document, the larger",
    "rank_least": "place among the rivals in either document, the worse",
    "rank_most": "place among the rivals in either document, the better",
    "heading_margin_least": "lead of the headings over the best rival, the smaller",
    "body_margin_least": "lead of the bodies over the best rival, the smaller",
    FLOOR: "a pair that is the same is never less than partly the same",
}
"""Feature name to a phrase for reports; the order is that of the columns of ``ScoredPairs``."""

FEATURE_NAMES: tuple[str, ...] = tuple(FEATURES)
