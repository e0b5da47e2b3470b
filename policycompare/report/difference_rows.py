"""Rows and cells of what one clause of a pair has and the other has not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from policycompare.datamodel import (
    Change,
    Differences,
    SharedSentence,
    SoleSentence,
    StrengthValue,
    UnitRelation,
)
from policycompare.differences import NOTHING
from policycompare.report.labels import Translate
from policycompare.report.protocol import Row
from policycompare.report.values import joined

DIFFERENCE_PARTS = (
    "lead units",
    "responsible units",
    "other role",
    "changed number",
    "changed deadline",
    "changed scope",
    "changed strength",
    "shared sentence",
    "sentence only in a",
    "sentence only in b",
    "uncompared sentences",
)
"""Parts of the explanation that tell of differences, in their order."""

NAMED = ("other role", "changed number", "changed deadline", "changed scope", "changed strength")
"""Parts whose name says what of: the indicator, the sentence."""

AGAINST = " ↔ "
"""Between what ``a`` and what ``b`` says in one cell."""

SHORT = 12
"""Characters of a sentence that name it."""


def difference_cells(differences: Differences) -> Row:
    """Cells of ``aligned_clauses.csv`` that tell how a pair differs."""
    d = differences
    return {
        **unit_cells(d.units),
        "a_strength": strength_counts(d.strengths("a")),
        "b_strength": strength_counts(d.strengths("b")),
        "changed_strength": joined(map(strength_change, d.strength_changes)),
        "n_shared_sentences": len(d.shared),
        "n_only_a": len(d.only_a),
        "n_only_b": len(d.only_b),
        "only_a": join_sentences(sole.sentence.text for sole in d.only_a),
        "only_b": join_sentences(sole.sentence.text for sole in d.only_b),
        "changed_numbers": joined(map(change_text, d.numbers)),
        "changed_deadlines": joined(map(change_text, d.deadlines)),
        "changed_scope": joined(map(change_text, scope_changes(d))),
        "n_uncompared_sentences": d.n_cut,
    }


def unit_cells(units: UnitRelation) -> Row:
    """Cells that tell how the units of a pair compare."""
    return {
        "lead_relation": units.lead,
        "units_shared": joined(units.shared),
        "units_other_role": joined(f"{unit}: {a}{AGAINST}{b}" for unit, a, b in units.other_role),
        "units_only_a": joined(units.only_a),
        "units_only_b": joined(units.only_b),
        "units_hint": joined(units.hints),
    }


def strength_counts(counts: Mapping[StrengthValue, int]) -> str:
    """Numbers of sentences by strength, in one cell."""
    return joined(f"{value} {n}" for value, n in counts.items())


def join_sentences(texts: Iterable[str]) -> str:
    """Sentences in one cell, without their closing marks."""
    return joined([text.rstrip("。;") for text in texts])


def change_text(change: Change) -> str:
    """What ``a`` and what ``b`` says of one indicator or sentence."""
    return f"{change.indicator}: {change.a}{AGAINST}{change.b}"


def strength_change(pair: SharedSentence) -> str:
    """How firmly each of two shared sentences promises."""
    return f"{_short(pair)}: {pair.a_strength}{AGAINST}{pair.b_strength}"


def scope_changes(differences: Differences) -> tuple[Change, ...]:
    """Other levels in targets of one indicator, then in shared sentences."""
    return (*differences.scopes, *map(scope_change, differences.scope_changes))


def scope_change(pair: SharedSentence) -> Change:
    """The levels that each of two shared sentences names."""
    return Change(_short(pair), _levels(pair.a_scope), _levels(pair.b_scope))


def difference_rows(differences: Differences, t: Translate) -> Iterator[Row]:
    """Rows of an explanation: units, figures, levels, strength, then every sentence.

    Of a shared sentence ``a_value`` and ``b_value`` hold the texts of both, ``value`` their
    likeness; of a sentence of one clause that clause's side holds it, and ``start``/``end`` its
    place.
    """
    d = differences
    yield from _unit_rows(d, t)
    for part, changes in (
        ("changed number", d.numbers),
        ("changed deadline", d.deadlines),
        ("changed scope", scope_changes(d)),
    ):
        text = t(f"{part.replace(' ', '_')}_row")
        for change in changes:
            yield _row(part, change.indicator, change.a, change.b, text)
    for pair in d.strength_changes:
        a, b = pair.a_strength, pair.b_strength
        yield _row(
            "changed strength", _short(pair), a, b, t("changed_strength_row", a=t(a), b=t(b))
        )
    for pair in d.shared:
        row = _row("shared sentence", "", pair.a.text, pair.b.text, t("shared_sentence_row"))
        yield {**row, "value": pair.similarity, "start": pair.a.start, "end": pair.a.end}
    for sole in d.only_a:
        yield _sole("a", sole, t)
    for sole in d.only_b:
        yield _sole("b", sole, t)
    if d.n_cut:
        row = _row("uncompared sentences", "", "", "", t("uncompared_row", n=d.n_cut))
        yield {**row, "value": d.n_cut}


def _unit_rows(d: Differences, t: Translate) -> Iterator[Row]:
    units = d.units
    leads = joined(units.a_leads), joined(units.b_leads)
    yield _row("lead units", units.lead, *leads, t(f"lead_{units.lead}"))
    if units.shared or units.only_a or units.only_b:
        text = t("units_row", shared=joined(units.shared) or NOTHING)
        if units.hints:
            text += t("units_hint", hints=joined(units.hints))
        name = joined(units.shared)
        yield _row("responsible units", name, joined(units.only_a), joined(units.only_b), text)
    for unit, a, b in units.other_role:
        yield _row("other role", unit, t(f"{a}_role"), t(f"{b}_role"), t("other_role_row"))


def _sole(side: str, sole: SoleSentence, t: Translate) -> Row:
    sentence = sole.sentence
    a, b = (sentence.text, "") if side == "a" else ("", sentence.text)
    text = t(f"only_{side}_row", strength=t(sole.strength))
    row = _row(f"sentence only in {side}", sole.strength, a, b, text)
    return {**row, "start": sentence.start, "end": sentence.end}


def _row(part: str, name: str, a_value: str, b_value: str, text: str) -> Row:
    return {"part": part, "name": name, "a_value": a_value, "b_value": b_value, "text": text}


def _levels(scope: Iterable[str]) -> str:
    return "、".join(scope) or NOTHING


def _short(pair: SharedSentence) -> str:
    """Name a pair of sentences by one of them, the same one in both directions."""
    text = min(pair.a.text, pair.b.text, key=lambda text: (len(text), text)).rstrip("。;")
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"
