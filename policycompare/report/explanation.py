"""Why two clauses match: every contribution, the shared terms, both texts with what they share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from policycompare.datamodel import Clause
from policycompare.errors import UsageError
from policycompare.report.evidence import find_shared_terms
from policycompare.report.labels import Language, translator
from policycompare.report.protocol import ComparisonLike, Row
from policycompare.reuse import Reuse, measure_reuse

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


def find_pair(comparison: ComparisonLike, a: str, b: str) -> tuple[int, int, int]:
    """Find two clauses by id; return their positions and their row among the scored pairs.

    Raises
    ------
    UsageError
        If an id is not compared, both are of one group, or the pair was cut.
    """
    positions = {clause.clause_id: i for i, clause in enumerate(comparison.clauses)}
    for clause_id in (a, b):
        if clause_id not in positions:
            raise UsageError(
                f"No compared clause has the id {clause_id!r}; take one of the column clause_id of "
                "clauses.csv or of the command outline."
            )
    i, j = positions[a], positions[b]
    if comparison.groups[i] == comparison.groups[j]:
        raise UsageError(
            f"The clauses {a} and {b} are both of {comparison.groups[i]}, and only clauses of "
            "different groups are compared; choose another or compare with --between document."
        )
    row = comparison.scored.position.get((min(i, j), max(i, j)))
    if row is None:
        raise UsageError(
            f"The pair {a} and {b} was cut before scoring because both have nearer neighbours; "
            "compare fewer documents with --documents to have it scored."
        )
    return i, j, row


def explanation_rows(comparison: ComparisonLike, a: str, b: str) -> Iterator[Row]:
    """Rows of the explanation: base, contributions by size, their sum and the probability.

    ``same`` and ``overlap`` hold log-odds, but for the last row, which holds probabilities; they
    are not rounded, so that they add up to the sum to 1e-9.
    """
    *_, row = find_pair(comparison, a, b)
    scored = comparison.scored
    contributions = scored.contributions(row)
    yield _feature_row("(base)", None, scored.same_base, scored.overlap_base)
    for part in sorted(contributions, key=lambda part: (-abs(part.same), part.feature)):
        yield _feature_row(part.feature, part.value, part.same, part.overlap)
    same = scored.same_base + sum(part.same for part in contributions)
    overlap = scored.overlap_base + sum(part.overlap for part in contributions)
    yield _feature_row("(sum: log-odds)", None, same, overlap)
    p_same, p_overlap = float(scored.p_same[row]), float(scored.p_overlap[row])
    yield _feature_row("(probability)", None, p_same, p_overlap)


def _feature_row(feature: str, value: float | None, same: float, overlap: float) -> Row:
    return {"feature": feature, "value": value, "same": float(same), "overlap": float(overlap)}


def mark_spans(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Put brackets around spans ``(start, n_chars)`` of a text.

    Examples
    --------
    >>> mark_spans("支持企业建设智能工厂", [(2, 4)])
    '支持[企业建设]智能工厂'
    """
    return "".join(f"[{part}]" if shared else part for part, shared in _parts(text, spans))


def _parts(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    at = 0
    for start, n_chars in sorted(spans):
        yield text[at:start], False
        yield text[start : start + n_chars], True
        at = start + n_chars
    yield text[at:], False


def shared_spans(reuse: Reuse) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Split the shared spans into those of ``a`` and those of ``b``, each in its text's order."""
    spans = reuse.spans
    return [(s.a, s.n_chars) for s in spans], sorted((s.b, s.n_chars) for s in spans)


def print_explanation(
    comparison: ComparisonLike, a: str, b: str, console: Console, *, language: Language = "en"
) -> None:
    """Print why two clauses match, or why they do not.

    Raises
    ------
    UsageError
        As :func:`find_pair`.
    """
    from rich.text import Text

    from policycompare.report.tables import build_table

    t = translator(language)
    i, j, row = find_pair(comparison, a, b)
    one, two = comparison.clauses[i], comparison.clauses[j]
    rows = list(explanation_rows(comparison, a, b))
    names = {"(base)": "base", "(sum: log-odds)": "log_odds", "(probability)": "probability"}
    cells = [
        [
            t(names[str(r["feature"])]) if str(r["feature"]) in names else str(r["feature"]),
            "" if r["value"] is None else f"{r['value']:.3f}",
            f"{r['same']:+.3f}" if r is not rows[-1] else f"{r['same']:.3f}",
            f"{r['overlap']:+.3f}" if r is not rows[-1] else f"{r['overlap']:.3f}",
        ]
        for r in rows
    ]
    header = [t(key) for key in ("feature", "value", "same_term", "overlap_term")]
    console.print(Text(t("explanation", a=a, b=b), style="bold"))
    console.print(build_table(header, cells, right=(1, 2, 3)))
    relation = next((link.relation for link in comparison.links if link.row == row), None)
    console.print(
        Text(
            t(
                "verdict",
                p_same=f"{float(comparison.scored.p_same[row]):.3f}",
                p_overlap=f"{float(comparison.scored.p_overlap[row]):.3f}",
                verdict=t(relation or "not_linked"),
            )
        )
    )
    terms = find_shared_terms(comparison.matrices, i, j)
    console.print(Text(t("shared_terms", n=len(terms), terms=", ".join(term for term, _ in terms))))
    _print_texts(one, two, console, language)


def _print_texts(a: Clause, b: Clause, console: Console, language: Language) -> None:
    from rich.text import Text

    t = translator(language)
    reuse = measure_reuse(a, b)
    shares = {"share_a": f"{reuse.reuse_a:.0%}", "share_b": f"{reuse.reuse_b:.0%}"}
    console.print(Text(t("shared_text", **shares, wording=t(reuse.wording))))
    for clause, spans in zip((a, b), shared_spans(reuse), strict=True):
        console.print()
        console.print(Text(clause.clause_id, style="bold"))
        console.print(_marked(clause.text, spans))


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> Text:
    from rich.text import Text

    marked = Text()
    for part, shared in _parts(text, spans):
        marked.append(f"[{part}]" if shared else part, style="green" if shared else "")
    return marked
