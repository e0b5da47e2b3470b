"""Why two clauses match, as a piece of HTML: the rows of ``explain`` with every text escaped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from policycompare.report.difference_rows import DIFFERENCE_PARTS, NAMED
from policycompare.report.explanation_rows import TERMS, WATERFALL, explanation_rows
from policycompare.report.labels import Language, translator
from policycompare.report.marked_texts import Piece, marked_pieces
from policycompare.report.notebook import render_view
from policycompare.report.phrases import boilerplate_line, reuse_line
from policycompare.report.protocol import Row
from policycompare.report.waterfall import Bar, waterfall_bars

if TYPE_CHECKING:
    from policycompare.datamodel import Clause
    from policycompare.explanation import Explanation


@dataclass(frozen=True, slots=True)
class Side:
    """One clause of the pair with its marked text."""

    side: str
    clause: Clause
    group: str
    pieces: list[Piece]


def render_html(explanation: Explanation, *, fold: bool = True, language: Language = "en") -> str:
    """Render an explanation as one ``div`` with its own style, for a page or a notebook."""
    e, t = explanation, translator(language)
    rows = list(explanation_rows(e, fold=fold, language=language))
    sides = [
        Side("a", e.a, e.a_group, marked_pieces(e.a.text, e.b.text, e.reuse, "a")),
        Side("b", e.b, e.b_group, marked_pieces(e.b.text, e.a.text, e.reuse, "b")),
    ]
    return render_view(
        "explanation.html",
        language=language,
        e=e,
        verdict=next(str(row["text"]) for row in rows if row["part"] == "probability"),
        sides=sides,
        numbers_marked=any("number" in kinds for side in sides for _, kinds in side.pieces),
        waterfall=_waterfall(explanation, rows),
        terms=[row for row in rows if row["part"] in TERMS],
        differences=[row for row in rows if row["part"] in DIFFERENCE_PARTS],
        named=NAMED,
        rivals=[row for row in rows if str(row["part"]).startswith("rival for ")],
        shared_text=reuse_line(e.reuse, t, signs=False),
        boilerplate=boilerplate_line(e.reuse, t, signs=False),
    )


def _waterfall(explanation: Explanation, rows: list[Row]) -> list[tuple[Row, Bar, Bar]]:
    """Rows of the waterfall with their bars, of ``same`` and of ``overlap``."""
    shown = [row for row in rows if row["part"] in WATERFALL]
    same = waterfall_bars(shown, "same", explanation.same_threshold)
    overlap = waterfall_bars(shown, "overlap", explanation.overlap_threshold)
    return list(zip(shown, same, overlap, strict=True))
