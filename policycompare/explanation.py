"""Why two clauses match or not: contributions, shared words, shared text and rivals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from policycompare.boilerplate import index_boilerplate
from policycompare.contrasts import Contrasts
from policycompare.errors import UsageError
from policycompare.report.evidence import SourceLocator, find_shared_terms
from policycompare.report.explanation_rows import COLUMNS, explanation_rows
from policycompare.report.record import thresholds
from policycompare.reuse import Reuse, measure_reuse
from policycompare.rivals import Rival, find_rivals
from policycompare.sides import SIDES, read_sides

if TYPE_CHECKING:
    import pandas as pd

    from policycompare.comparison import Comparison
    from policycompare.datamodel import Clause, Contribution, Differences, Relation, ScoredPairs
    from policycompare.report.labels import Language
    from policycompare.report.protocol import ComparisonLike, Row


@dataclass(frozen=True, slots=True)
class SharedText:
    """Text that both clauses hold; offsets into their sources, None where it cannot be located.

    ``boilerplate``: it stands in three or more documents and does not count as reuse.
    """

    text: str
    a_span: tuple[int, int] | None
    b_span: tuple[int, int] | None
    boilerplate: bool = False


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
    same_threshold, overlap_threshold : float
        Probabilities in [0, 1] from which a pair may be a link.
    sides : mapping of str to (str, str)
        What each clause has by itself (:data:`policycompare.sides.SIDES`).
    below : mapping of str to float
        Share in [0, 1] of the scored pairs with a lower value, of each feature.
    differences : Differences or None
        What one clause has and the other has not; None: not looked for.
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
    same_threshold: float = 0.5
    overlap_threshold: float = 0.5
    sides: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    below: Mapping[str, float] = field(default_factory=dict)
    differences: Differences | None = None

    @property
    def same_log_odds(self) -> float:
        """Base and contributions to ``same`` added up."""
        return self.same_base + sum(part.same for part in self.contributions)

    @property
    def overlap_log_odds(self) -> float:
        """Base and contributions to ``same or partial`` added up."""
        return self.overlap_base + sum(part.overlap for part in self.contributions)

    def rows(self, *, fold: bool = False, language: Language = "en") -> Iterator[Row]:
        """Yield the explanation as rows of one shape; ``part`` says what a row is.

        The waterfall comes first: ``same`` and ``overlap`` hold what a row adds to the log-odds,
        ``same_sum`` and ``overlap_sum`` the sums so far. In the parts ``probability`` and
        ``rival`` they hold probabilities.

        Parameters
        ----------
        fold : bool
            Put the smaller contributions into one row that counts and names them, as every
            printed form does.
        language : str
            ``en`` or ``zh``: of the sentences in ``text``.
        """
        return explanation_rows(self, fold=fold, language=language)

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as a pandas frame."""
        import pandas as pd

        return pd.DataFrame(list(self.rows()), columns=list(COLUMNS))

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_html(self, *, fold: bool = True, language: Language = "en") -> str:
        """Render the rows as a piece of HTML that needs nothing beside it."""
        from policycompare.report.explanation_html import render_html

        return render_html(self, fold=fold, language=language)

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
    boilerplate = index_boilerplate(tuple(o.normalized.text for o in comparison.outlines))
    reuse = measure_reuse(clauses[i], clauses[j], boilerplate)
    sides = read_sides(clauses, i), read_sides(clauses, j)
    limits = thresholds(comparison)
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
        a_rivals=find_rivals(comparison, i, j),
        b_rivals=find_rivals(comparison, j, i),
        same_threshold=limits["same"],
        overlap_threshold=limits["overlap"],
        sides={name: (sides[0][name], sides[1][name]) for name in SIDES},
        below=_find_below(scored, row),
        differences=Contrasts(clauses, comparison.outlines, only=(i, j)).of(i, j),
    )


def find_clause(comparison: ComparisonLike, clause_id: str) -> int:
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
    hint = (
        f"did you mean {' or '.join(near)}?" if near else "list them with `policycompare outline`."
    )
    raise UsageError(f"There is no compared clause {clause_id}; {hint}")


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
            "clauses most like the other that a cut run scores; compare fewer "
            "documents with --documents or raise --neighbours."
        )
    return row


def _size(part: Contribution) -> tuple[float, str]:
    return -max(abs(part.same), abs(part.overlap)), part.feature


def _find_below(scored: ScoredPairs, row: int) -> dict[str, float]:
    shares = (scored.features < scored.features[row]).mean(axis=0)
    return dict(zip(scored.feature_names, map(float, shares), strict=True))


def _locate(comparison: Comparison, a: Clause, b: Clause, reuse: Reuse) -> tuple[SharedText, ...]:
    locator = SourceLocator({o.document.name: o.normalized for o in comparison.outlines})
    spans = [(span, False) for span in reuse.spans] + [(span, True) for span in reuse.boilerplate]
    return tuple(
        SharedText(
            a.text[span.a : span.a + span.n_chars],
            locator.locate(a, span.a, span.a + span.n_chars),
            locator.locate(b, span.b, span.b + span.n_chars),
            common,
        )
        for span, common in sorted(spans, key=lambda pair: pair[0].a)
    )
