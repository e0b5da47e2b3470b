"""An outline that was sent to another process is the outline that was made there."""

from __future__ import annotations

import gc
import pickle
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from policycompare.corpus import read_corpus
from policycompare.datamodel.late_texts import pack_text
from policycompare.datamodel.outlines import Outline
from policycompare.datamodel.sending import Sent, collector_at_rest
from policycompare.datamodel.sent_texts import SentTexts
from policycompare.preparation import prepare_documents
from policycompare.settings import Settings
from tests.conftest import CORPUS
from tests.storing import flat, outlines_of


def sent(outline: Outline) -> Outline:
    back = pickle.loads(pickle.dumps(Sent(outline)))
    assert isinstance(back, Sent)
    return back.outline


def test_sending_keeps_every_field() -> None:
    outlines = outlines_of(CORPUS)
    assert any(clause.lead_units for outline in outlines for clause in outline.clauses)
    assert any(not clause.lead_units for outline in outlines for clause in outline.clauses)
    for outline in outlines:
        back = sent(outline)
        assert flat(back) == flat(outline)
        assert repr(back.clauses) == repr(outline.clauses)
        assert back.normalized.source is back.document.text


def test_sending_keeps_an_outline_without_parts(tmp_path: Path) -> None:
    (outline,) = outlines_of(_with(tmp_path, "没有编号"))
    bare = Outline(outline.document, outline.normalized, (), (), (), ("no clause was found",))
    assert flat(sent(bare)) == flat(bare)


@pytest.mark.parametrize(
    "texts", [[], [""], ["制造业", "", "5G", "𠮷\ud83d"], ["a" * 70_000, "二"]]
)
def test_sending_texts_keeps_them_and_leaves_them_as_large_as_they_were(texts: list[str]) -> None:
    made = ["".join(list(text)) for text in texts]
    sizes = [sys.getsizeof(text) for text in made]
    back = pickle.loads(pickle.dumps(SentTexts(made)))
    assert isinstance(back, SentTexts)
    assert list(back) == texts
    assert [sys.getsizeof(text) for text in made] == sizes


def test_sending_an_outline_leaves_its_texts_as_large_as_they_were() -> None:
    for outline in outlines_of(CORPUS):
        held = [outline.document.text, outline.normalized.text, outline.normalized.source]
        held += [clause.body for clause in outline.clauses]
        held += [sentence.text for clause in outline.clauses for sentence in clause.sentences]
        sizes = [sys.getsizeof(text) for text in held]
        sent(replace(outline, normalized=pack_text(outline.normalized)))
        assert [sys.getsizeof(text) for text in held] == sizes


def test_sending_from_workers_changes_nothing() -> None:
    corpus = read_corpus(CORPUS)
    alone, _ = prepare_documents(corpus, Settings(workers=1))
    many, _ = prepare_documents(corpus, Settings(workers=2))
    assert many == alone


def test_sending_leaves_the_collector_as_it_was() -> None:
    assert gc.isenabled()
    with collector_at_rest():
        assert not gc.isenabled()
        with collector_at_rest():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


@pytest.mark.parametrize(("workers", "on"), [(1, True), (2, False)])
def test_sending_lets_the_collector_rest_while_others_read(workers: int, on: bool) -> None:
    states: list[bool] = []
    prepare_documents(
        read_corpus(CORPUS),
        Settings(workers=workers),
        lambda work, done, total: states.append(gc.isenabled()) if done else None,
    )
    assert set(states) == {on}
    assert gc.isenabled()


def _with(folder: Path, text: str) -> Path:
    (folder / "甲市-2021.txt").write_text(text, "utf-8")
    return folder
