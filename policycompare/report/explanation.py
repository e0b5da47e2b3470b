"""Why two clauses match: every contribution, the shared terms, both texts with what they share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from policycompare.report.labels import Language, Translate, translator
from policycompare.report.protocol import ComparisonLike, ExplanationLike
from policycompare.report.tables import build_table, print_part

N_TERMS = 20
"""Shared terms shown; their number is told."""


def print_explanation(
    comparison: ComparisonLike, a: str, b: str, console: Console, *, language: Language = "en"
) -> None:
    """Print why two clauses match, or why they do not.

    Raises
    ------
    UsageError
        If a clause is not known, both are of one group, or the pair was not scored.
    """
    t = translator(language)
    for part in _parts(comparison.explain(a, b), t):
        print_part(console, part)


def mark_spans(text: str, spans: Sequence[tuple[int, int]]) -> Text:
    """Put brackets around the spans ``(start, n_chars)`` of a text, and colour where there is any.

    Examples
    --------
    >>> mark_spans("支持企业建设智能工厂", [(2, 4)]).plain
    '支持[企业建设]智能工厂'
    """
    marked = Text()
    at = 0
    for start, n_chars in sorted(spans):
        marked.append(text[at:start])
        marked.append(f"[{text[start : start + n_chars]}]", style="green")
        at = start + n_chars
    return marked.append(text[at:])


def _parts(explanation: ExplanationLike, t: Translate) -> Iterator[Table | Text]:
    a, b, reuse = explanation.a, explanation.b, explanation.reuse
    yield Text(t("explanation", a=a.clause_id, b=b.clause_id), style="bold")
    yield _contribution_table(explanation, t)
    terms = [term for term, _ in explanation.shared_terms]
    shown = ", ".join(terms[:N_TERMS]) + (" …" if len(terms) > N_TERMS else "")
    yield Text(t("shared_terms", n=len(terms), terms=shown))
    shares = {"share_a": f"{reuse.reuse_a:.0%}", "share_b": f"{reuse.reuse_b:.0%}"}
    yield Text(t("shared_text", **shares, wording=t(reuse.wording)))
    for clause, spans in (
        (a, [(s.a, s.n_chars) for s in reuse.spans]),
        (b, [(s.b, s.n_chars) for s in reuse.spans]),
    ):
        yield Text(f"\n{clause.clause_id}", style="bold")
        yield mark_spans(clause.text, spans)


def _contribution_table(explanation: ExplanationLike, t: Translate) -> Table:
    """Base, contributions, their sum, and the probability that comes of it."""
    e = explanation
    verdict = t(e.relation or "not_linked")
    rows = [
        [t("base"), "", f"{e.same_base:+.3f}", f"{e.overlap_base:+.3f}"],
        *(
            [part.feature, f"{part.value:.3f}", f"{part.same:+.3f}", f"{part.overlap:+.3f}"]
            for part in e.contributions
        ),
        [t("log_odds"), "", f"{e.same_log_odds:+.3f}", f"{e.overlap_log_odds:+.3f}"],
        [t("probability"), verdict, f"{e.p_same:.3f}", f"{e.p_overlap:.3f}"],
    ]
    header = [t(key) for key in ("feature", "value", "same_term", "overlap_term")]
    return build_table(header, rows, right=(1, 2, 3), short=(1, 2, 3))
