from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policycompare import gram_index
from policycompare.boilerplate import MIN_DOCUMENTS, Boilerplate, index_boilerplate
from policycompare.datamodel import Clause
from policycompare.reuse import MIN_SPAN, find_shared_spans, measure_reuse

# few characters make ties and overlapping matches, more make what texts look like
texts = st.text(alphabet="企业创新。", max_size=40) | st.text(alphabet="创新", max_size=30)


def make_clause(body: str, heading: str = "") -> Clause:
    text = f"{heading}。{body}" if heading else body
    return Clause("d/1", "d", "", "1", "", heading, "task", text, body, 0, len(text))


def test_reuse_offsets_point_into_the_clause_text() -> None:
    a = make_clause("支持企业建设智能工厂和数字车间", "智能制造")
    b = make_clause("到2025年,支持企业建设智能工厂", "数字转型升级")
    reuse = measure_reuse(a, b)
    (span,) = reuse.spans
    assert a.text[span.a : span.a + span.n_chars] == "支持企业建设智能工厂"
    assert b.text[span.b : span.b + span.n_chars] == "支持企业建设智能工厂"
    assert reuse.reuse_a == pytest.approx(10 / len(a.body))


def test_reuse_five_shared_characters_do_not_count() -> None:
    assert measure_reuse(make_clause("甲高质量发展乙"), make_clause("丙高质量发展丁")).spans == ()


def test_reuse_finds_text_that_moved() -> None:
    one, two = "培育一批链主企业。", "建设数字化转型促进中心。"
    reuse = measure_reuse(make_clause(one + two), make_clause(two + one))
    assert (reuse.reuse_a, reuse.reuse_b, reuse.wording) == (1.0, 1.0, "copied")


def test_reuse_a_repeated_text_counts_once() -> None:
    once = "推进企业智能化改造"
    reuse = measure_reuse(make_clause(once * 2), make_clause(once))
    assert (reuse.reuse_a, reuse.reuse_b) == (0.5, 1.0)


def test_reuse_wording_grows_with_the_larger_share() -> None:
    shared = "推进企业智能化改造"
    other = make_clause(shared)
    assert measure_reuse(make_clause(shared + "甲"), other).wording == "copied"
    long = make_clause("甲" * 10 + shared + "乙" * 9)
    assert measure_reuse(long, make_clause("丙" * 9 + shared + "丁" * 9)).wording == "adapted"
    assert measure_reuse(long, make_clause("丙" * 40)).wording == "reworded"


def test_reuse_clause_without_body_is_measured_by_its_text() -> None:
    clause = replace(make_clause("推进企业智能化改造"), body="")
    assert measure_reuse(clause, clause).reuse_a == 1.0


def test_reuse_empty_clauses_share_nothing() -> None:
    reuse = measure_reuse(make_clause(""), make_clause(""))
    assert (reuse.reuse_a, reuse.reuse_b, reuse.wording, reuse.spans) == (0.0, 0.0, "reworded", ())


def test_reuse_takes_the_rest_of_a_match_that_a_longer_one_cuts_to_six() -> None:
    one, two = "ABCDEFGHIJ123456", "xABCDEFGHIJ.IJ123456y"
    assert [s.n_chars for s in find_shared_spans(one, two)] == [10, 6]


@given(texts, texts)
@settings(max_examples=300, deadline=None)
def test_reuse_spans_are_shared_free_of_overlap_and_mirrored(one: str, two: str) -> None:
    spans = find_shared_spans(one, two, min_span=3)
    mirrored = find_shared_spans(two, one, min_span=3)
    assert sorted((s.b, s.a, s.n_chars) for s in spans) == [(s.a, s.b, s.n_chars) for s in mirrored]
    for text, starts in ((one, [s.a for s in spans]), (two, [s.b for s in spans])):
        used = [
            i
            for start, s in zip(starts, spans, strict=True)
            for i in range(start, start + s.n_chars)
        ]
        assert len(used) == len(set(used))
        assert all(0 <= i < len(text) for i in used)
    for s in spans:
        assert s.n_chars >= 3
        assert one[s.a : s.a + s.n_chars] == two[s.b : s.b + s.n_chars]


@given(texts, texts)
@settings(max_examples=300, deadline=None)
def test_reuse_leaves_no_free_span_behind(one: str, two: str) -> None:
    spans = find_shared_spans(one, two)
    rest_one, rest_two = list(one), list(two)
    for s in spans:
        rest_one[s.a : s.a + s.n_chars] = "<" * s.n_chars
        rest_two[s.b : s.b + s.n_chars] = ">" * s.n_chars
    left, right = "".join(rest_one), "".join(rest_two)
    grams = {left[i : i + MIN_SPAN] for i in range(len(left) - MIN_SPAN + 1)}
    assert not any(right[i : i + MIN_SPAN] in grams for i in range(len(right) - MIN_SPAN + 1))


FORMULA = "推动制造业高质量发展"
OWN = "支持企业建设智能工厂"


def test_reuse_counts_boilerplate_apart() -> None:
    a, b = make_clause(f"{FORMULA}甲,{OWN}"), make_clause(f"{OWN}乙{FORMULA}乙")
    known = Boilerplate([a.text, b.text, f"为{FORMULA}而作"])
    reuse = measure_reuse(a, b, known)
    assert [a.text[s.a : s.a + s.n_chars] for s in reuse.spans] == [OWN]
    assert [b.text[s.b : s.b + s.n_chars] for s in reuse.boilerplate] == [FORMULA]
    assert (reuse.reuse_a, reuse.boilerplate_a) == (10 / 22, 10 / 22)
    assert (reuse.reuse_b, reuse.boilerplate_b) == (10 / 22, 10 / 22)
    assert measure_reuse(a, b).boilerplate == ()


def test_reuse_wording_of_boilerplate_alone_is_reworded_unless_the_whole_text_is_the_same() -> None:
    known = Boilerplate([FORMULA] * 3)
    a, b = make_clause(FORMULA + "甲" * 10), make_clause(FORMULA + "乙" * 10)
    assert measure_reuse(a, b).wording == "adapted"
    assert measure_reuse(a, b, known).wording == "reworded"
    same = measure_reuse(make_clause(FORMULA), make_clause(FORMULA), known)
    assert (same.reuse_a, same.boilerplate_a, same.wording) == (0.0, 1.0, "copied")


def test_boilerplate_needs_three_documents_and_minds_no_line_breaks() -> None:
    assert FORMULA not in Boilerplate([FORMULA, FORMULA * 5])
    assert FORMULA in Boilerplate([FORMULA, FORMULA, "推动制造业\n高质量 发展"])
    assert "推动制造业\n高质量发展" in Boilerplate([FORMULA] * 3)
    assert "" not in Boilerplate([FORMULA] * 3)
    assert FORMULA not in Boilerplate()
    assert "\uffff" not in Boilerplate([FORMULA] * 3)  # what the index has between documents
    assert "\U00020000" not in Boilerplate([FORMULA] * 3)
    assert "\uffff" in Boilerplate(["\uffff"] * 3)


def test_boilerplate_pieces_of_different_documents_do_not_make_a_whole() -> None:
    one, two = "推动制造业高质量", "业高质量发展提升"
    known = Boilerplate([one, one, one, two, two, two, "推动制造业高质量发展提升"])
    assert one in known
    assert two in known
    assert "推动制造业高质量发展提升" not in known


@pytest.mark.parametrize("is_compiled", [True, False])
@pytest.mark.parametrize("wide", ["", "\uffff", "𠮷"])
def test_boilerplate_of_many_texts_equals_counting_every_document(
    wide: str, is_compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_compiled:
        pytest.importorskip("numba")
    monkeypatch.setattr(gram_index, "should_compile", lambda *_: is_compiled)
    monkeypatch.setattr(gram_index, "CODES_AT_ONCE", 50)
    rng = random.Random(3)
    documents = ["".join(rng.choices(f"创新企业{wide}", k=60)) for _ in range(12)]
    documents += ["", "短", documents[0][:7]]
    asked = sorted({one[at : at + n] for one in documents for at in range(60) for n in range(12)})
    expected = [bool(text) and sum(text in one for one in documents) >= 3 for text in asked]
    assert Boilerplate(documents).hold(asked) == expected
    assert 0 < sum(expected) < len(expected)


@given(st.lists(texts, max_size=5), texts)
@settings(max_examples=200, deadline=None)
def test_boilerplate_equals_counting_every_document(documents: list[str], text: str) -> None:
    expected = bool(text) and sum(text in document for document in documents) >= MIN_DOCUMENTS
    assert (text in Boilerplate(documents)) == expected


@given(texts, texts, st.lists(texts, max_size=4))
@settings(max_examples=200, deadline=None)
def test_reuse_with_boilerplate_mirrors_and_splits_the_shares(
    one: str, two: str, others: list[str]
) -> None:
    a, b, known = make_clause(one), make_clause(two), Boilerplate([one, two, *others])
    forth, back, plain = measure_reuse(a, b, known), measure_reuse(b, a, known), measure_reuse(a, b)
    assert (forth.reuse_a, forth.boilerplate_a) == (back.reuse_b, back.boilerplate_b)
    assert forth.wording == back.wording
    assert forth.reuse_a + forth.boilerplate_a == pytest.approx(plain.reuse_a)
    assert sorted((*forth.spans, *forth.boilerplate), key=lambda s: s.a) == list(plain.spans)


def test_boilerplate_is_the_same_however_many_6_grams_are_sorted_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [f"推动制造业高质量发展第{i % 7}项" for i in range(20)]
    asked = sorted({text[at:end] for text in texts for at in range(9) for end in range(at, 17)})
    whole = Boilerplate(texts)
    monkeypatch.setattr("policycompare.gram_index.KEYS_AT_ONCE", 10)
    parts = Boilerplate(texts)
    assert repr(parts) == repr(whole)
    expected = [bool(text) and sum(text in one for one in texts) >= 3 for text in asked]
    assert parts.hold(asked) == whole.hold(asked) == expected
    assert 0 < sum(expected) < len(expected)


def test_boilerplate_index_is_kept_for_the_same_documents_only() -> None:
    documents = (FORMULA,) * 3
    assert index_boilerplate(documents) is index_boilerplate(documents)
    assert FORMULA not in index_boilerplate(documents[:2])
