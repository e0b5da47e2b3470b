"""The compiled kernels against the plain ways: shared spans and shared sentences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policycompare import boilerplate, code_points, tiling
from policycompare.boilerplate import Boilerplate
from policycompare.compiling import can_compile, use_threads
from policycompare.differences import SentenceWeights, align_sentences, blocks, pair_weights
from policycompare.differences.blocks import SentenceBlocks
from policycompare.reuse import SharedSpan, find_shared_spans
from policycompare.tiling import tile_pairs

WORDS = st.lists(
    st.sampled_from(["甲乙丙丁戊己", "子丑寅卯", "辰", "甲乙", " ", "\ud800", "到2025年"])
)
TEXTS = WORDS.map("".join)
CLAUSES = st.lists(TEXTS, max_size=4)


PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=8)


@given(st.lists(TEXTS, min_size=4, max_size=4), PAIRS, st.integers(1, 8))
@settings(max_examples=300, deadline=None)
def test_tiling_pairs_have_the_same_spans(
    texts: list[str], pairs: list[tuple[int, int]], min_span: int
) -> None:
    first, second = np.array(pairs, dtype=np.int64).T.copy()
    spans = tile_pairs(texts, first, second, min_span)
    found: list[list[SharedSpan]] = [[] for _ in pairs]
    for pair, *span in zip(*(column.tolist() for column in spans), strict=True):
        found[pair].append(SharedSpan(*span))
    for (i, j), own in zip(pairs, found, strict=True):
        assert tuple(own) == find_shared_spans(texts[i], texts[j], min_span=min_span)


@given(st.lists(CLAUSES, min_size=4, max_size=4), PAIRS)
@settings(max_examples=200, deadline=None)
def test_tiling_sentences_of_pairs_align_alike(
    clauses: list[list[str]], pairs: list[tuple[int, int]]
) -> None:
    clauses = [*clauses, ["到2030.5年建设工厂"]]
    weights = SentenceWeights.from_texts(text for clause in clauses for text in clause)
    first, second = np.array(pairs, dtype=np.int64).T.copy()
    block = SentenceBlocks(clauses).align(first, second)
    found: list[list[tuple[int, int, float]]] = [[] for _ in pairs]
    for pair, i, j, similarity in zip(*(c.tolist() for c in block[:4]), strict=True):
        found[pair].append((i, j, similarity))
    for (a, b), own in zip(pairs, found, strict=True):
        assert tuple(own) == align_sentences(clauses[a], clauses[b], weights).shared
    assert not block.n_cut.any()


def test_tiling_in_little_room_and_many_stretches_finds_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [f"支持企业建设智能工厂{n}家,引进人才{n}名。" * 5 for n in range(12)]
    first, second = (side.ravel() for side in np.indices((12, 12)))
    split = [text.split(",") for text in texts]
    sentences = SentenceBlocks(split)
    spans, shared = tile_pairs(texts, first, second, 6), sentences.align(first, second)
    monkeypatch.setattr(code_points, "LINKS_AT_ONCE", 5)
    monkeypatch.setattr(tiling, "SPANS_AT_ONCE", 1)
    monkeypatch.setattr(blocks, "SENTENCES_AT_ONCE", 1)
    monkeypatch.setattr(pair_weights, "SENTENCES_AT_ONCE", 7)
    sentences = SentenceBlocks(split)
    with use_threads(2):
        again = tile_pairs(texts, first, second, 6), sentences.align(first, second)
    assert len(spans.pair) > 144
    assert len(shared.pair) > 144
    for one, two in zip((*spans, *shared), (*again[0], *again[1]), strict=True):
        np.testing.assert_array_equal(one, two)


def test_tiling_of_sentences_with_rare_characters_aligns_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pair_weights, "SENTENCES_AT_ONCE", 1)
    clauses = [["建设智能工厂。"], ["建设𠀀智能工厂。", "建设智能工厂。"], ["建设𠀀智能车间。"], []]
    weights = SentenceWeights.from_texts(text for clause in clauses for text in clause)
    first, second = (side.ravel() for side in np.indices((4, 4)))
    block = SentenceBlocks(clauses).align(first, second)
    found: list[list[tuple[int, int, float]]] = [[] for _ in first]
    for pair, i, j, similarity in zip(*(c.tolist() for c in block[:4]), strict=True):
        found[pair].append((i, j, similarity))
    for a, b, own in zip(first.tolist(), second.tolist(), found, strict=True):
        assert tuple(own) == align_sentences(clauses[a], clauses[b], weights).shared
    assert sum(map(len, found)) > 6


def test_tiling_of_huge_clauses_pairs_equal_sentences_and_says_so() -> None:
    long = [f"第{i}项支持企业建设智能工厂。" for i in range(1000)]
    other = [*long[:10], *(f"第{i}项鼓励企业引进人才。" for i in range(1000))]
    block = SentenceBlocks([long, other, long[:3]]).align(np.array([0, 0]), np.array([1, 2]))
    plain = align_sentences(long, other, SentenceWeights({}, 1))
    assert plain.n_cut > 0
    assert block.n_cut.tolist() == [plain.n_cut, 0]
    of_first = [(i, j) for pair, i, j in zip(*block[:3], strict=True) if pair == 0]
    assert of_first == [(i, j) for i, j, _ in plain.shared]
    assert (block.pair == 1).sum() == 3


def test_tiling_is_compiled_in_the_tests() -> None:
    if not can_compile():
        pytest.skip("numba is not installed")
    spans = tile_pairs(["abcdefgh-ijklmn", "ijklmn+abcdefgh"], np.array([0]), np.array([1]), 6)
    assert spans.n.tolist() == [8, 6]


@given(st.lists(TEXTS, max_size=5), TEXTS)
@settings(max_examples=100, deadline=None)
def test_boilerplate_is_what_three_documents_hold(documents: list[str], text: str) -> None:
    squeezed = ["".join(document.split()) for document in documents]
    wanted = "".join(text.split())
    holds = bool(wanted) and sum(wanted in document for document in squeezed) >= 3
    assert (text in Boilerplate(documents)) == holds


@given(st.lists(TEXTS, max_size=5), st.lists(st.lists(TEXTS, max_size=6), max_size=4))
@settings(max_examples=100, deadline=None)
def test_boilerplate_of_many_texts_is_that_of_each(
    documents: list[str], asked: list[list[str]]
) -> None:
    plain = [[text in Boilerplate(documents) for text in texts] for texts in asked]
    with pytest.MonkeyPatch.context() as patch:
        # little is kept, so that it is let go on the way
        patch.setattr(boilerplate, "N_KNOWN", 3)
        known = Boilerplate(documents)
        assert [known.hold(texts) for texts in asked] == plain
        assert len(known._known) <= 3
