"""How the sheets of a workbook look: colours, widths of columns, form of numbers."""

from __future__ import annotations

FILLS = {"covered": "C6EFCE", "partial": "FFEB9C", "absent": "FFC7CE", "head": "D9E1F2"}
"""Colours by state, those of Excel's own good, neutral and bad; and of the head."""

WIDE = 60.0
MIDDLE = 28.0
NARROW = 12.0
"""Widths of columns in characters of the standard font."""

WIDTHS = {
    **dict.fromkeys(("a_text", "b_text", "nearest_text", "only_a", "only_b"), WIDE),
    **dict.fromkeys(
        ("label", "a_clause", "b_clause", "a_heading", "b_heading", "shared_terms", "clause_id",
         "nearest_clause", "nearest_heading", "measure_clauses", "present_in", "indicator",
         "printed_indicator", "quote", "text", "changed_numbers", "changed_strength", "unit",
         "units_only_a", "units_only_b", "units_shared", "printed", "hint"),
        MIDDLE,
    ),
}  # fmt: skip
"""Widths of the columns that need room; the others are narrow."""

SHARES = ("p_same", "p_overlap", "nearest_p_same", "nearest_p_overlap", "mean_p_same",
          "reuse_a", "reuse_b", "boilerplate_a", "boilerplate_b")  # fmt: skip
"""Columns of probabilities and shares; the cells hold six decimals and show two."""
