from __future__ import annotations

import re
import string

import pytest

from policycompare.report.labels import translator
from policycompare.report.sentences import KINDS, describe, read_sentences
from policycompare.scoring import FEATURE_NAMES, load_model
from policycompare.sides import SIDES

ENGLISH, CHINESE = translator("en"), translator("zh")


def test_sentences_cover_every_feature_of_the_model() -> None:
    table = read_sentences()
    used = {column.feature for column in load_model().columns} | set(FEATURE_NAMES)
    assert used <= set(table), "add a line to data/feature_sentences.tsv for each of these"


@pytest.mark.parametrize("feature", sorted(read_sentences()))
def test_sentences_are_there_in_both_languages(feature: str) -> None:
    sentence = read_sentences()[feature]
    assert sentence.kind in KINDS
    assert sentence.sides in ("", *SIDES)
    for text in (sentence.en, sentence.zh):
        fields = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        assert fields == ([] if sentence.kind == "adjustment" else ["value"])
    assert re.search("[一-鿿]", sentence.zh)


def feature_of(kind: str) -> str:
    return next(name for name, sentence in read_sentences().items() if sentence.kind == kind)


@pytest.mark.parametrize(
    ("kind", "value", "below", "english", "chinese"),
    [
        ("likeness", 0.5, 0.974, ": 0.50 (more than in 97% of pairs)", "：0.50（高于97%的条款对）"),
        ("likeness", 0.0, 0.0, ": 0.00 (no pair has less)", "：0.00（没有更低的条款对）"),
        ("likeness", 0.1, 0.001, ": 0.10 (more than in <1% of pairs)", "：0.10（高于<1%的条款对）"),
        ("standing", 2.26, None, ": +2.3", "：+2.3"),
        ("signed", -0.1, None, ": -0.10", "：-0.10"),
        ("place", 1 / 3, 0.9, ": 3", "：第3"),
        ("place", 0.0, 0.9, ": -", "：第-"),
        ("share", 0.07, 0.9, ": 7%", "：7%"),
        ("times", 0.6931471805599453, 0.9, ": 2.0", "：2.0"),
        ("flag", 1.0, 0.9, ": yes", "：是"),
        ("flag", 0.0, 0.0, ": no", "：否"),
    ],
)
def test_sentences_show_each_kind_in_its_form(
    kind: str, value: float, below: float | None, english: str, chinese: str
) -> None:
    assert describe(feature_of(kind), value, below, ENGLISH, "en").endswith(english)
    assert describe(feature_of(kind), value, below, CHINESE, "zh").endswith(chinese)


def test_sentences_of_an_unknown_feature_name_it() -> None:
    assert describe("own_feature", 0.25, 0.5, ENGLISH, "en") == "own_feature: 0.250"
