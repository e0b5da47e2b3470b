"""Pair targets found with those of the gold, and measure what agrees.

A target found matches one of the gold in the same clause whose value, unit (scaled) and comparator
agree (corpus/gold/README.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import isclose
from pathlib import Path
from typing import TYPE_CHECKING

from policycompare.errors import GoldError
from policycompare.targets import key_of, scale

if TYPE_CHECKING:
    from policycompare.datamodel import Target
    from policycompare.report.protocol import Row

FIGURE_NAMES = ("precision", "recall", "f1", "kind", "deadline_year", "indicator")
"""The figures, each in [0, 1]; the last three are shares of the matched targets."""


@dataclass(frozen=True, slots=True)
class GoldTarget:
    """A target of the gold."""

    clause: str
    quote: str
    indicator: str
    value: float
    value_max: float | None
    unit: str
    comparator: str
    kind: str
    deadline_year: int | None


Pairs = Sequence[tuple["Target", GoldTarget | None]]


def read_gold_targets(
    folder: Path, clauses: Mapping[str, str]
) -> tuple[tuple[GoldTarget, ...], str]:
    """Read ``targets.jsonl`` and its SHA-256.

    Raises
    ------
    GoldError
        If the file is missing or malformed, or names an unknown clause.
    """
    path = folder / "targets.jsonl"
    try:
        raw = path.read_bytes()
        lines = raw.decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(
            f"The gold file {path} cannot be read as UTF-8 text ({error}); --targets needs it."
        ) from error
    found = [_parse(path, k, line, clauses) for k, line in enumerate(lines, 1) if line.strip()]
    return tuple(found), sha256(raw).hexdigest()


def _parse(path: Path, number: int, line: str, clauses: Mapping[str, str]) -> GoldTarget:
    try:
        row = json.loads(line)
        most, year = row.get("value_max"), row.get("deadline_year")
        one = GoldTarget(
            row["clause"], row["quote"], row["indicator"], float(row["value"]),
            None if most is None else float(most), row["unit"], row["comparator"], row["kind"],
            None if year is None else int(year),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoldError(
            f"Line {number} of {path} is no target ({error!r}); it needs clause, quote, indicator, "
            "value, unit, comparator and kind."
        ) from error
    if one.clause not in clauses:
        raise GoldError(
            f"Line {number} of {path} names the clause {one.clause!r}, which clauses.jsonl does "
            "not hold; mend the id."
        )
    return one


def match_targets(
    found: Sequence[Target], expected: Sequence[GoldTarget], stands_for: Mapping[str, str]
) -> tuple[list[tuple[Target, GoldTarget | None]], list[GoldTarget]]:
    """Pair each target found with one of the gold, and list the gold's that none was found for.

    Of several that match, the one whose indicator shares most characters is taken, then the first.
    """
    left: dict[str, list[GoldTarget]] = {}
    for one in expected:
        left.setdefault(one.clause, []).append(one)
    pairs: list[tuple[Target, GoldTarget | None]] = []
    for target in found:
        here = left.get(stands_for[target.clause_id], [])
        alike = [one for one in here if _agrees(target, one)]
        best = max(alike, key=lambda one: _likeness(target.indicator, one.indicator), default=None)
        if best is not None:
            here.remove(best)
        pairs.append((target, best))
    return pairs, [one for rest in left.values() for one in rest]


def _agrees(target: Target, one: GoldTarget) -> bool:
    value, unit = scale(one.value, one.unit)
    most = None if one.value_max is None else scale(one.value_max, one.unit)[0]
    same_unit = unit == target.base_unit and isclose(value, target.base_value, rel_tol=1e-9)
    return same_unit and most == target.base_value_max and one.comparator == target.comparator


def _likeness(a: str, b: str) -> float:
    union = set(a) | set(b)
    return len(set(a) & set(b)) / len(union) if union else 0.0


def measure_targets(pairs: Pairs, missed: Sequence[GoldTarget]) -> dict[str, float]:
    """Precision, recall and F1 of targets, and of the matched the shares that agree."""
    matched = [(target, one) for target, one in pairs if one is not None]
    n_found, n_gold = len(pairs), len(matched) + len(missed)
    return {
        "precision": _share(len(matched), n_found),
        "recall": _share(len(matched), n_gold),
        "f1": _share(2 * len(matched), n_found + n_gold),
        "kind": _share(sum(t.kind == one.kind for t, one in matched), len(matched)),
        "deadline_year": _share(
            sum(t.deadline_year == one.deadline_year for t, one in matched), len(matched)
        ),
        "indicator": _share(sum(_same_indicator(t, one) for t, one in matched), len(matched)),
    }


def _same_indicator(target: Target, one: GoldTarget) -> bool:
    return target.indicator_key == key_of(one.indicator)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def document_row(
    document: str, pairs: Pairs, missed: Sequence[GoldTarget], document_of: Mapping[str, str]
) -> Row:
    """The figures of one document."""
    own = [(target, one) for target, one in pairs if target.document == document]
    lost = [one for one in missed if document_of[one.clause] == document]
    return {
        "document": document,
        "n_found": len(own),
        "n_gold": sum(one is not None for _, one in own) + len(lost),
        **measure_targets(own, lost),
    }


def mistake_rows(pairs: Pairs) -> Iterator[Row]:
    """Each target that the gold lacks, and each matched one that is read differently."""
    for target, one in pairs:
        if one is None:
            yield _mistake("invented", target.clause_id, target.text, f"{target.value:g}", "")
            continue
        for what, a, b in (
            ("kind", target.kind, one.kind),
            ("deadline_year", target.deadline_year, one.deadline_year),
            ("indicator", target.indicator_key, key_of(one.indicator)),
        ):
            if a != b:
                yield _mistake(what, target.clause_id, target.text, str(a or ""), str(b or ""))


def missed_row(one: GoldTarget) -> Row:
    """A target of the gold that was not found."""
    return _mistake("missed", one.clause, one.quote, "", f"{one.comparator}{one.value:g}{one.unit}")


def _mistake(what: str, clause: str, text: str, found: str, gold: str) -> Row:
    return {"mistake": what, "clause": clause, "text": text, "found": found, "gold": gold}
