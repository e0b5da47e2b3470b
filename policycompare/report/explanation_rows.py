"""The rows of ``explain``: a waterfall, terms, shared text, differences, rivals and both texts.

The only source of the terminal, CSV, JSON, Markdown, HTML and notebook forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from policycompare.report.difference_rows import difference_rows
from policycompare.report.folding import count_shown
from policycompare.report.labels import Language, Translate, translator
from policycompare.report.protocol import Row, Value
from policycompare.report.sentences import describe, fill_sentence, find_sides, show_value
from policycompare.report.values import joined

if TYPE_CHECKING:
    from policycompare.datamodel import Contribution
    from policycompare.explanation import Explanation
    from policycompare.rivals import Difference, Rival

COLUMNS = (
    "part",
    "name",
    "value",
    "a_value",
    "b_value",
    "same",
    "overlap",
    "same_sum",
    "overlap_sum",
    "start",
    "end",
    "text",
)
"""Columns of the rows."""

WATERFALL = ("base", "contribution", "small contributions", "sum", "probability")
"""Parts that make up the waterfall."""

TERMS = ("shared term", "further shared terms", "contained terms")
"""Parts that tell of shared terms."""

N_CONTRIBUTIONS = 12
"""Contributions that get a row of their own where rows are folded: what fits beside the texts."""

N_TERMS = 20
"""Shared terms shown where rows are folded; the others are counted."""

MARKS = {"": ("", ""), "reuse": ("[", "]"), "boilerplate": ("{", "}")}
"""Signs around shared text where there are no colours."""


def explanation_rows(
    explanation: Explanation, *, fold: bool = False, language: Language = "en"
) -> Iterator[Row]:
    """Yield the rows of an explanation; with ``fold`` small ones are counted and put together."""
    t = translator(language)
    yield from _waterfall(explanation, t, language, fold)
    yield from _terms(explanation.shared_terms, t, fold)
    yield from _shared(explanation)
    if explanation.differences is not None:
        for row in difference_rows(explanation.differences, t):
            yield _row(str(row["part"]), **{k: v for k, v in row.items() if k != "part"})
    for side, rivals in (("a", explanation.a_rivals), ("b", explanation.b_rivals)):
        for rival in rivals:
            yield from _rival(side, rival, t, language)
    for side, clause in (("a", explanation.a), ("b", explanation.b)):
        text = "".join(f"{MARKS[k][0]}{s}{MARKS[k][1]}" for s, k in split_text(explanation, side))
        span = {"start": clause.start, "end": clause.end}
        yield _row(f"clause {side}", clause.clause_id, text=text, **span)


def split_text(explanation: Explanation, side: str) -> list[tuple[str, str]]:
    """Cut the text of clause ``a`` or ``b`` into pieces: ``reuse``, ``boilerplate`` or neither."""
    clause = explanation.a if side == "a" else explanation.b
    spans = [
        (span.a if side == "a" else span.b, span.n_chars, kind)
        for kind, found in (
            ("reuse", explanation.reuse.spans),
            ("boilerplate", explanation.reuse.boilerplate),
        )
        for span in found
    ]
    pieces = []
    at = 0
    for start, n_chars, kind in sorted(spans):
        pieces += [(clause.text[at:start], ""), (clause.text[start : start + n_chars], kind)]
        at = start + n_chars
    return [piece for piece in (*pieces, (clause.text[at:], "")) if piece[0]]


def _waterfall(
    explanation: Explanation, t: Translate, language: Language, fold: bool
) -> Iterator[Row]:
    e = explanation
    same, overlap = e.same_base, e.overlap_base
    yield {**_row("base", same=same, overlap=overlap, text=t("base_row")), **_sums(same, overlap)}
    n_all = len(e.contributions)
    n_shown = count_shown(n_all, N_CONTRIBUTIONS) if fold else n_all
    for part in e.contributions[:n_shown]:
        same, overlap = same + part.same, overlap + part.overlap
        yield {**_contribution(e, part, t, language), **_sums(same, overlap)}
    same, overlap = e.same_log_odds, e.overlap_log_odds
    if n_shown < n_all:
        yield {**_small(e.contributions[n_shown:], t), **_sums(same, overlap)}
    yield {**_row("sum", same=same, overlap=overlap, text=t("sum_row")), **_sums(same, overlap)}
    limits = {"same": f"{e.same_threshold:.3f}", "overlap": f"{e.overlap_threshold:.3f}"}
    text = t("probability_row", verdict=t(e.relation or "not_linked"), **limits)
    name = e.relation or "not linked"
    yield _row("probability", name, same=e.p_same, overlap=e.p_overlap, text=text)


def _sums(same: float, overlap: float) -> Row:
    return {"same_sum": same, "overlap_sum": overlap}


def _contribution(e: Explanation, part: Contribution, t: Translate, language: Language) -> Row:
    a_value, b_value = e.sides.get(find_sides(part.feature), ("", ""))
    return _row(
        "contribution",
        part.feature,
        value=part.value,
        a_value=a_value,
        b_value=b_value,
        same=part.same,
        overlap=part.overlap,
        text=describe(part.feature, part.value, e.below.get(part.feature), t, language),
    )


def _small(parts: Sequence[Contribution], t: Translate) -> Row:
    most = max(max(abs(part.same), abs(part.overlap)) for part in parts)
    names = ", ".join(part.feature for part in parts)
    return _row(
        "small contributions",
        value=len(parts),
        same=sum(part.same for part in parts),
        overlap=sum(part.overlap for part in parts),
        text=t("small_row", n=len(parts), most=f"{most:.3f}", names=names),
    )


def _terms(terms: Sequence[tuple[str, float]], t: Translate, fold: bool) -> Iterator[Row]:
    """Shared terms by weight; one inside another shared term says nothing more."""
    names = [term for term, _ in terms]
    contained = {x for x in names if any(x != other and x in other for other in names)}
    kept = [(term, weight) for term, weight in terms if term not in contained]
    n_shown = N_TERMS if fold else len(kept)
    for term, weight in kept[:n_shown]:
        yield _row("shared term", term, value=weight)
    if kept[n_shown:]:
        n = len(kept) - n_shown
        yield _row("further shared terms", value=n, text=t("more_terms", n=n))
    if contained:
        listed = joined(term for term in names if term in contained)
        text = t("contained_terms", n=len(contained), terms=listed)
        yield _row("contained terms", value=len(contained), text=text)


def _shared(explanation: Explanation) -> Iterator[Row]:
    reuse = explanation.reuse
    yield _row("reuse of a", reuse.wording, value=reuse.reuse_a)
    yield _row("reuse of b", reuse.wording, value=reuse.reuse_b)
    yield _row("boilerplate of a", value=reuse.boilerplate_a)
    yield _row("boilerplate of b", value=reuse.boilerplate_b)
    for shared in explanation.shared_texts:
        for side, span in (("a", shared.a_span), ("b", shared.b_span)):
            start, end = (None, None) if span is None else span
            name = "boilerplate" if shared.boilerplate else "reuse"
            yield _row(f"shared text in {side}", name, start=start, end=end, text=shared.text)


def _rival(side: str, rival: Rival, t: Translate, language: Language) -> Iterator[Row]:
    key = "rival_behind" if rival.same >= 0 else "rival_ahead"
    margin = t(key, margin=f"{abs(rival.same):.2f}")
    yield _row(
        f"rival for {side}",
        rival.clause_id,
        value=rival.same,
        same=rival.p_same,
        overlap=rival.p_overlap,
        text=f"{rival.heading}; {margin}" if rival.heading else margin,
    )
    for difference in rival.differences:
        yield _difference(side, difference, t, language)
    yield _row(
        f"rival for {side}: other differences",
        value=rival.n_others,
        same=rival.same_others,
        overlap=rival.overlap_others,
        text=t("other_features", n=rival.n_others),
    )


def _difference(side: str, d: Difference, t: Translate, language: Language) -> Row:
    here, there = show_value(d.feature, d.value, t), show_value(d.feature, d.rival_value, t)
    shown = t("here_and_there", here=here, there=there)
    return _row(
        f"rival for {side}: difference",
        d.feature,
        value=d.rival_value,
        same=d.same,
        overlap=d.overlap,
        text=fill_sentence(d.feature, shown, language),
    )


def _row(part: str, name: Value = "", **values: Value) -> Row:
    """Build a row with every column; text columns are empty, the others None where not given."""
    empty: Row = dict.fromkeys(COLUMNS)
    return {**empty, "a_value": "", "b_value": "", "text": "", "part": part, "name": name} | values
