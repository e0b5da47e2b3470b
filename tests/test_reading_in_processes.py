"""What is read of each clause in other processes is what is read here."""

from __future__ import annotations

from importlib import import_module

import pytest

import policycompare as pc
from policycompare.contrasts import Contrasts, read_sentence
from policycompare.targets import read_targets
from tests.conftest import CORPUS

NAMES = ("weihai-2021", "qingdao-2023", "ningbo-2017")


@pytest.fixture(scope="module")
def outlines() -> list[pc.Outline]:
    return [pc.outline(CORPUS / f"{name}.txt") for name in NAMES]


def test_any_number_of_workers_finds_the_same_targets(
    outlines: list[pc.Outline], monkeypatch: pytest.MonkeyPatch
) -> None:
    clauses = [clause for outline in outlines for clause in outline.compared()]
    plain = read_targets(clauses, outlines)
    assert len(plain.targets) > 20
    finding = import_module("policycompare.targets.finding")
    monkeypatch.setattr(finding, "MANY_CLAUSES", 1)
    monkeypatch.setattr(finding, "DOCUMENTS_AT_ONCE", 1)
    assert read_targets(clauses, outlines, n_workers=2) == plain


def test_workers_read_sentences_alike(
    outlines: list[pc.Outline], monkeypatch: pytest.MonkeyPatch
) -> None:
    contrasts = import_module("policycompare.contrasts")
    monkeypatch.setattr(contrasts, "CLAUSES_AT_ONCE", 7)
    clauses = [clause for outline in outlines for clause in outline.compared()]
    texts = [sentence.text for clause in clauses for sentence in clause.sentences]
    plain = [read_sentence(text) for text in texts]
    assert len(set(plain)) > 3
    for many, n_workers in ((50_000, 2), (1, 1), (1, 2)):
        monkeypatch.setattr(contrasts, "MANY_SENTENCES", many)
        kinds, codes = Contrasts(clauses, outlines, targets=()).read_all(n_workers)
        assert len(kinds) == len(set(kinds))
        assert [kinds[code] for code in codes.tolist()] == plain
