"""Why two clauses match, as a piece of HTML: the rows of ``explain`` with every text escaped."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from policycompare.report.difference_rows import DIFFERENCE_PARTS, NAMED
from policycompare.report.explanation_rows import TERMS, WATERFALL, explanation_rows, split_text
from policycompare.report.labels import Language, translator
from policycompare.report.phrases import boilerplate_line, format_number, reuse_line

if TYPE_CHECKING:
    from policycompare.explanation import Explanation


def render_html(explanation: Explanation, *, fold: bool = True, language: Language = "en") -> str:
    """Render an explanation as one ``div`` with its own style, for a page or a notebook."""
    t = translator(language)
    rows = list(explanation_rows(explanation, fold=fold, language=language))
    reuse = explanation.reuse
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = resources.files("policycompare").joinpath("data", "explanation.html")
    return environment.from_string(source.read_text(encoding="utf-8")).render(
        e=explanation,
        t=t,
        number=format_number,
        waterfall=[row for row in rows if row["part"] in WATERFALL],
        terms=[row for row in rows if row["part"] in TERMS],
        differences=[row for row in rows if row["part"] in DIFFERENCE_PARTS],
        named=NAMED,
        rivals=[row for row in rows if str(row["part"]).startswith("rival for ")],
        shared_text=reuse_line(reuse, t, signs=False),
        boilerplate=boilerplate_line(reuse, t, signs=False),
        texts=[
            (side, clause, split_text(explanation, side))
            for side, clause in (("a", explanation.a), ("b", explanation.b))
        ],
    )
