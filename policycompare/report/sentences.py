"""What a feature says of a pair in a sentence, from the table ``data/feature_sentences.tsv``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp

from policycompare.report.labels import Language, Translate

RANKED_KINDS = ("likeness", "standing", "signed")
"""Kinds whose number says little by itself: the share of pairs below it is told as well."""

_FORMS: Mapping[str, Callable[[float], str]] = {
    "likeness": lambda value: f"{value:.2f}",
    "standing": lambda value: f"{value:+.1f}",
    "signed": lambda value: f"{value:+.2f}",
    "place": lambda value: f"{1 / value:.0f}" if value > 0 else "-",
    "share": lambda value: f"{value:.0%}",
    "times": lambda value: f"{exp(value):.1f}",
    "adjustment": lambda value: "",
}
"""How the value of each kind but ``flag`` is shown.

A place is kept as 1 / place, a length ratio as its logarithm.
"""

KINDS = (*_FORMS, "flag")
"""All kinds of the table."""


@dataclass(frozen=True, slots=True)
class FeatureSentence:
    """One line of the table; ``sides`` is empty where the feature belongs to the pair only."""

    kind: str
    sides: str
    en: str
    zh: str


@cache
def read_sentences() -> Mapping[str, FeatureSentence]:
    """Read the shipped table: the sentence of each feature by its name."""
    source = resources.files("policycompare").joinpath("data", "feature_sentences.tsv")
    lines = source.read_text(encoding="utf-8").splitlines()
    table: dict[str, FeatureSentence] = {}
    for line in lines:
        if line and not line.startswith("#"):
            feature, kind, sides, en, zh = line.split("\t")
            table[feature] = FeatureSentence(kind, "" if sides == "-" else sides, en, zh)
    return table


def find_sides(feature: str) -> str:
    """Name what each clause itself has of a feature, such as ``heading``; empty for none."""
    sentence = read_sentences().get(feature)
    return sentence.sides if sentence else ""


def describe(
    feature: str, value: float, below: float | None, t: Translate, language: Language
) -> str:
    """Say what a feature's value means.

    Parameters
    ----------
    below : float or None
        Share in [0, 1] of the scored pairs with a lower value; None where it is not known.
    """
    shown = show_value(feature, value, t)
    sentence = read_sentences().get(feature)
    if sentence is not None and below is not None and sentence.kind in RANKED_KINDS:
        shown += t("more_than_pairs", share=_whole_percent(below)) if below else t("no_pair_less")
    return fill_sentence(feature, shown, language)


def fill_sentence(feature: str, shown: str, language: Language) -> str:
    """Put a shown value into the sentence; a model's own feature is told by its name."""
    sentence = read_sentences().get(feature)
    if sentence is None:
        return f"{feature}: {shown}"
    return (sentence.en if language == "en" else sentence.zh).format(value=shown)


def show_value(feature: str, value: float, t: Translate) -> str:
    """Show the value of a feature in the form of its kind."""
    sentence = read_sentences().get(feature)
    if sentence is None:
        return f"{value:.3f}"
    if sentence.kind == "flag":
        return t("yes") if value else t("no")
    return _FORMS[sentence.kind](value)


def _whole_percent(share: float) -> str:
    """Rounded down, so that 100 % is said only where it is so; below 1 % said as such."""
    percent = int(share * 100 + 1e-9)
    return f"{percent}%" if percent else "<1%"
