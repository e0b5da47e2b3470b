"""The compiled kernels against the plain ways: shared spans and shared sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policycompare.boilerplate import Boilerplate
from policycompare.compiling import can_compile
from policycompare.differences import SentenceWeights, align_sentences
from policycompare.reuse import find_shared_spans

WORDS = st.lists(
    st.sampled_from(["甲乙丙丁戊己", "子丑寅卯", "辰", "甲乙", " ", "\ud800", "到2025年"])
)
TEXTS = WORDS.map("".join)
CLAUSES = st.lists(TEXTS, max_size=4)


@given(TEXTS, TEXTS, st.integers(1, 8))
@settings(max_examples=300, deadline=None)
def test_tiling_compiled_finds_the_same_spans(a: str, b: str, min_span: int) -> None:
    plain = find_shared_spans(a, b, min_span=min_span)
    assert find_shared_spans(a, b, min_span=min_span, compiled=True) == plain


@given(CLAUSES, CLAUSES)
@settings(max_examples=200, deadline=None)
def test_tiling_compiled_sentences_align_alike(a: list[str], b: list[str]) -> None:
    plain = SentenceWeights.from_texts([*a, *b, "到2030年建设工厂"])
    compiled = plain.compiled()
    assert align_sentences(a, b, compiled) == align_sentences(a, b, plain)
    assert align_sentences(b, a, compiled) == align_sentences(b, a, plain)


def test_tiling_is_compiled_in_the_tests() -> None:
    if not can_compile():
        pytest.skip("numba is not installed")
    assert find_shared_spans("abcdefgh-ijklmn", "ijklmn+abcdefgh", compiled=True)


@given(st.lists(TEXTS, max_size=5), TEXTS)
@settings(max_examples=100, deadline=None)
def test_boilerplate_is_what_three_documents_hold(documents: list[str], text: str) -> None:
    squeezed = ["".join(document.split()) for document in documents]
    wanted = "".join(text.split())
    holds = bool(wanted) and sum(wanted in document for document in squeezed) >= 3
    assert (text in Boilerplate(documents)) == holds
