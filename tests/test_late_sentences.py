"""Sentences that are cut out of their document when they are asked for are the same sentences."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

import policycompare as pc
from policycompare.datamodel import Sentence
from policycompare.datamodel.late_sentences import (
    LateSentences,
    SentenceTexts,
    late_sentences,
    pack_sentences,
    sentence_texts,
)
from policycompare.datamodel.sending import Sent
from tests.conftest import CORPUS


@pytest.fixture(scope="module", params=["weihai-2023", "shandong-2023"])
def outline(request: pytest.FixtureRequest) -> pc.Outline:
    return pc.outline(CORPUS / f"{request.param}.txt")


def test_sent_sentences_are_late_and_equal(outline: pc.Outline) -> None:
    received = pickle.loads(pickle.dumps(Sent(outline))).outline
    assert sum(len(clause.sentences) for clause in outline.clauses) > 10
    for clause, same in zip(outline.clauses, received.clauses, strict=True):
        assert isinstance(same.sentences, LateSentences)
        assert same == clause
        assert clause == same
        assert hash(same) == hash(clause)
        assert tuple(same.sentences) == clause.sentences
        assert same.sentences[:2] == clause.sentences[:2]
        assert sentence_texts(same) == sentence_texts(clause)
        assert sentence_texts(same) == [one.text for one in same.sentences]
    assert list(SentenceTexts(received.clauses)) == list(SentenceTexts(outline.clauses))


def test_late_sentences_are_sent_again(outline: pc.Outline) -> None:
    once = pickle.loads(pickle.dumps(Sent(outline))).outline
    some = replace(once, clauses=once.clauses[3:9])
    again = pickle.loads(pickle.dumps(Sent(some))).outline
    assert again.clauses == outline.clauses[3:9]
    assert isinstance(again.clauses[0].sentences, LateSentences)


def test_a_single_clause_is_sent_with_its_own_sentences(outline: pc.Outline) -> None:
    received = pickle.loads(pickle.dumps(Sent(outline))).outline
    clause = max(received.clauses, key=lambda one: len(one.sentences))
    alone = pickle.loads(pickle.dumps(clause))
    assert alone == clause
    assert type(alone.sentences) is tuple


def test_sentences_of_another_text_are_sent_as_they_are(outline: pc.Outline) -> None:
    changed = Sentence("没有写在文件里的话。", 3, 9)
    clause = replace(outline.clauses[0], sentences=(changed,))
    edited = replace(outline, clauses=(clause, *outline.clauses[1:]))
    assert pack_sentences(outline.normalized.text, (c.sentences for c in edited.clauses)) is None
    received = pickle.loads(pickle.dumps(Sent(edited))).outline
    assert received.clauses == edited.clauses


def test_a_text_may_stand_twice_and_out_of_order() -> None:
    text = "加强领导。完善政策。加强领导。"
    one, two = Sentence("完善政策。", 5, 10), Sentence("加强领导。", 0, 5)
    packed = pack_sentences(text, [(one, two), (), (two,)])
    assert packed is not None
    assert list(late_sentences(text, packed)) == [(one, two), (), (two,)]
