"""Why two clauses match or not: contributions, shared words, shared text and rivals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from html import escape
from typing import TYPE_CHECKING

from policycompare.errors import UsageError
from policycompare.report.evidence import SourceLocator, find_shared_terms
from policycompare.reuse import Reuse, measure_reuse

if TYPE_CHECKING:
    import pandas as pd

    from policycompare.comparison import Comparison
    from policycompare.datamodel import Clause, Contribution, Relation
    from policycompare.report.protocol import Row

N_RIVALS = 3
"""Rivals told for each of the two clauses."""

COLUMNS = ("part", "name", "value", "same", "overlap", "start", "end", "text")
"""Columns of :meth:`Explanation.rows`."""


@dataclass(frozen=True, slots=True)
class Rival:
    """Another clause of the partner's group that might match; probabilities in [0, 1]."""

    clause_id: str
    heading: str
    p_same: float
    p_overlap: float


@dataclass(frozen=True, slots=True)
class SharedText:
    """Text that both clauses hold; offsets into their sources, None where it cannot be located."""

    text: str
    a_span: tuple[int, int] | None
    b_span: tuple[int, int] | None


@dataclass(frozen=True, eq=False)
class Explanation:
    """Everything that speaks for or against a pair of clauses.

    Attributes
    ----------
    a, b : Clause
    a_group, b_group : str
    relation : str or None
        ``same``, ``partial`` or None: the pair is no link.
    p_same, p_overlap : float
        Probabilities in [0, 1].
    same_base, overlap_base : float
        Log-odds of a pair whose contributions are all 0.
    contributions : tuple of Contribution
        Largest first; they and the base add up to the log-odds of the probabilities.
    shared_terms : tuple of (str, float)
        Words of both clauses with what each adds to their likeness, largest first.
    reuse : Reuse
        Shares of literally shared text in [0, 1], and the wording.
    shared_texts : tuple of SharedText
        Literally shared text in the order of ``a``.
    a_rivals, b_rivals : tuple of Rival
        The clauses of ``b_group`` nearest to ``a`` beside ``b``, and of ``a_group`` to ``b``.
    """

    a: Clause
    b: Clause
    a_group: str
    b_group: str
    relation: Relation | None
    p_same: float
    p_overlap: float
    same_base: float
    overlap_base: float
    contributions: tuple[Contribution, ...]
    shared_terms: tuple[tuple[str, float], ...]
    reuse: Reuse
    shared_texts: tuple[SharedText, ...]
    a_rivals: tuple[Rival, ...]
    b_rivals: tuple[Rival, ...]

    @property
    def same_log_odds(self) -> float:
        """Base and contributions to ``same`` added up."""
        return self.same_base + sum(part.same for part in self.contributions)

    @property
    def overlap_log_odds(self) -> float:
        """Base and contributions to ``same or partial`` added up."""
        return self.overlap_base + sum(part.overlap for part in self.contributions)

    def rows(self) -> Iterator[Row]:
        """Yield the explanation as rows of one shape; ``part`` says what a row is.

        ``same`` and ``overlap`` hold log-odds in the parts ``base``, ``contribution`` and ``sum``,
        probabilities in ``probability`` and in the rivals.
        """
        yield _row("base", same=self.same_base, overlap=self.overlap_base)
        for part in self.contributions:
            yield _row("contribution", part.feature, part.value, part.same, part.overlap)
        yield _row("sum", same=self.same_log_odds, overlap=self.overlap_log_odds)
        relation = self.relation or "not linked"
        yield _row("probability", relation, None, self.p_same, self.p_overlap)
        for term, weight in self.shared_terms:
            yield _row("shared term", term, weight)
        yield _row("reuse of a", self.reuse.wording, self.reuse.reuse_a)
        yield _row("reuse of b", self.reuse.wording, self.reuse.reuse_b)
        for shared in self.shared_texts:
            yield _row("shared text in a", span=shared.a_span, text=shared.text)
            yield _row("shared text in b", span=shared.b_span, text=shared.text)
        for side, rivals in (("a", self.a_rivals), ("b", self.b_rivals)):
            for rival in rivals:
                name = f"rival for {side}"
                yield _row(
                    name, rival.clause_id, None, rival.p_same, rival.p_overlap, text=rival.heading
                )
        for side, clause in (("a", self.a), ("b", self.b)):
            span = (clause.start, clause.end)
            yield _row(f"clause {side}", clause.clause_id, span=span, text=clause.text)

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as a pandas frame."""
        import pandas as pd

        return pd.DataFrame(list(self.rows()), columns=list(COLUMNS))

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.frame.to_html(na_rep='')}"

    def __repr__(self) -> str:
        return (
            f"<Explanation of {self.a.clause_id} and {self.b.clause_id}: "
            f"{self.relation or 'not linked'}, p_same {self.p_same:.3f}, "
            f"p_overlap {self.p_overlap:.3f}, {self.reuse.wording}>"
        )


def explain_pair(comparison: Comparison, a: str, b: str) -> Explanation:
    """Explain the pair of clauses with the ids ``a`` and ``b``.

    Raises
    ------
    UsageError
        If a clause is not known, both are of one group, or the pair was not scored.
    """
    i, j = find_clause(comparison, a), find_clause(comparison, b)
    row = _find_row(comparison, i, j)
    scored, clauses, groups = comparison.scored, comparison.clauses, comparison.groups
    reuse = measure_reuse(clauses[i], clauses[j])
    relations = {link.row: link.relation for link in comparison.links}
    return Explanation(
        a=clauses[i],
        b=clauses[j],
        a_group=groups[i],
        b_group=groups[j],
        relation=relations.get(row),
        p_same=float(scored.p_same[row]),
        p_overlap=float(scored.p_overlap[row]),
        same_base=float(scored.same_base),
        overlap_base=float(scored.overlap_base),
        contributions=tuple(sorted(scored.contributions(row), key=_size)),
        shared_terms=tuple(find_shared_terms(comparison.matrices, i, j)),
        reuse=reuse,
        shared_texts=_locate(comparison, clauses[i], clauses[j], reuse),
        a_rivals=_find_rivals(comparison, i, j),
        b_rivals=_find_rivals(comparison, j, i),
    )


def find_clause(comparison: Comparison, clause_id: str) -> int:
    """Return the position of a compared clause by its id; an unknown one is told its likes."""
    ids = [clause.clause_id for clause in comparison.clauses]
    if clause_id in ids:
        return ids.index(clause_id)
    others = {c.clause_id: c.role for o in comparison.outlines for c in o.clauses}
    if clause_id in others:
        raise UsageError(
            f"The clause {clause_id} has the role {others[clause_id]}, which is not compared; "
            f"add the role with --roles."
        )
    near = get_close_matches(clause_id, ids, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}" if near else "list them with `policycompare outline`"
    raise UsageError(f"There is no compared clause {clause_id}; {hint}?")


def _find_row(comparison: Comparison, i: int, j: int) -> int:
    clauses, groups = comparison.clauses, comparison.groups
    names = f"{clauses[i].clause_id} and {clauses[j].clause_id}"
    if groups[i] == groups[j]:
        raise UsageError(
            f"The clauses {names} both belong to {groups[i]}, but only clauses of different groups "
            "are compared; choose another clause or other groups with --between."
        )
    row = comparison.scored.position.get((min(i, j), max(i, j)))
    if row is None:
        raise UsageError(
            f"The pair {names} was not scored, because neither is among the "
            f"{comparison.settings.neighbours} clauses most like the other; compare fewer "
            "documents with --documents or raise --neighbours."
        )
    return row


def _size(part: Contribution) -> tuple[float, str]:
    return -max(abs(part.same), abs(part.overlap)), part.feature


def _locate(comparison: Comparison, a: Clause, b: Clause, reuse: Reuse) -> tuple[SharedText, ...]:
    locator = SourceLocator({o.document.name: o.normalized for o in comparison.outlines})
    return tuple(
        SharedText(
            a.text[span.a : span.a + span.n_chars],
            locator.locate(a, span.a, span.a + span.n_chars),
            locator.locate(b, span.b, span.b + span.n_chars),
        )
        for span in reuse.spans
    )


def _find_rivals(comparison: Comparison, one: int, partner: int) -> tuple[Rival, ...]:
    """Find the clauses of the partner's group that are nearest to ``one``, the partner left out."""
    scored, groups = comparison.scored, comparison.groups
    found: list[tuple[float, float, int]] = []
    for k in _others(groups, groups[partner], partner):
        row = scored.position.get((min(one, k), max(one, k)))
        if row is not None:
            found.append((-float(scored.p_same[row]), -float(scored.p_overlap[row]), k))
    clauses = comparison.clauses
    return tuple(
        Rival(clauses[k].clause_id, clauses[k].heading, -same, -overlap)
        for same, overlap, k in sorted(found)[:N_RIVALS]
    )


def _others(groups: Sequence[str], group: str, without: int) -> Iterator[int]:
    return (k for k, name in enumerate(groups) if name == group and k != without)


def _row(
    part: str,
    name: str = "",
    value: float | None = None,
    same: float | None = None,
    overlap: float | None = None,
    *,
    span: tuple[int, int] | None = None,
    text: str = "",
) -> Row:
    start, end = (None, None) if span is None else span
    cells = (part, name, value, same, overlap, start, end, text)
    return dict(zip(COLUMNS, cells, strict=True))
