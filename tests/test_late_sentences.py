"""Sentences that are cut out of their document when they are asked for are the same sentences."""

from __future__ import annotations

import pickle
import random
from dataclasses import replace

import numpy as np
import pytest

import policycompare as pc
from policycompare.contrasts import Contrasts
from policycompare.datamodel import Sentence
from policycompare.datamodel.late_sentences import (
    LateSentences,
    SentenceTexts,
    late_sentences,
    pack_sentences,
    sentence_texts,
)
from policycompare.datamodel.sending import Sent
from policycompare.differences.blocks import _rank
from policycompare.store.writing import encode_outline
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


def test_late_sentences_are_stored_alike(outline: pc.Outline) -> None:
    received = pickle.loads(pickle.dumps(Sent(outline))).outline
    assert encode_outline("key", received) == encode_outline("key", outline)


def test_late_sentences_are_shown_like_a_tuple(outline: pc.Outline) -> None:
    received = pickle.loads(pickle.dumps(Sent(outline))).outline
    assert repr(received.clauses[0].sentences) == repr(outline.clauses[0].sentences)


def test_differences_of_late_sentences_share_them(outline: pc.Outline) -> None:
    received = pickle.loads(pickle.dumps(Sent(outline))).outline
    clauses = received.clauses[:6]
    pairs = [(i, j) for i in range(6) for j in range(i + 1, 6)]
    plain = Contrasts(outline.clauses[:6], [outline], targets=())
    late = Contrasts(clauses, [received], targets=())
    told = [late.of(i, j) for i, j in pairs]
    assert told == [plain.of(i, j) for i, j in pairs]
    of_first = [sole.sentence for one in told[:5] for sole in one.only_a]
    assert len({id(sentence) for sentence in of_first}) <= len(clauses[0].sentences)


def test_ranks_are_those_of_the_whole_clauses() -> None:
    rng = random.Random(5)
    texts = [[rng.choice("甲乙丙\ud800") for _ in range(rng.randrange(4))] for _ in range(300)]
    order = sorted(range(300), key=texts.__getitem__)
    rank = _rank(texts)
    assert [texts[i] for i in np.argsort(rank).tolist()] == [texts[i] for i in order]
    assert sorted(rank.tolist()) == list(range(300))
    assert len(_rank([])) == 0
