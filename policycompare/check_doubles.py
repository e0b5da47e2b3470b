"""Rows of a check about documents that hold the same, or nearly the same, text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policycompare.check import CheckRow, Severity
from policycompare.datamodel import Outline
from policycompare.doubles import Double, find_pairs, make_print

_SEVERITY: dict[str, Severity] = {
    "exact": "error",
    "near": "doubt",
    "contains": "doubt",
    "contained": "doubt",
    "version": "note",
    "copy": "note",
    "much": "doubt",
}


def check_doubles(outlines: Sequence[Outline]) -> Iterator[CheckRow]:
    """Yield errors for the same text, doubts for nearly the same, notes for versions of a plan."""
    prints = [make_print(outline.document, outline.normalized) for outline in outlines]
    for name, double in find_pairs(prints):
        yield CheckRow(name, _SEVERITY[double.kind], "duplicate", _sentence(double))


def _sentence(double: Double) -> str:
    other, share, back = double.other, f"{double.share:.0%}", f"{double.other_share:.0%}"
    if double.kind == "exact":
        return (
            f"the same text as {other}: every clause would match itself; take one of them out of "
            "the manifest"
        )
    if double.kind == "version":
        return (
            f"may be another version of the plan in {other} ({share} of its text is there, {back} "
            f"of that text here): `policycompare diff` tells what changed"
        )
    if double.kind == "copy":
        return (
            f"much the same text as {other} of another jurisdiction ({share} of its text is there, "
            f"{back} of that text here): one was copied, or both follow one draft; keep both"
        )
    if double.kind == "much":
        return (
            f"{share} of its text is in {other}, {back} of that text here: a version, a damaged "
            "mirror, or a plan copied from the other; look at both"
        )
    return (
        f"{share} of its text is in {other}, {back} of that text here: a mirror, or one page that "
        "holds the other; keep one of them, or the shared measures count twice"
    )
