"""Products in batches against plain products of one pair at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from policycompare import pair_products
from policycompare.compiling import use_threads
from policycompare.pair_products import Block, ClauseRows, multiply_clauses
from policycompare.scoring.fields import FieldFeatures
from policycompare.scoring.likeness import BLEND, match_pairs
from policycompare.scoring.packing import join_rows
from policycompare.scoring.readings import Reading
from policycompare.scoring.sentences import SentenceRows, find_best_sentences, match_sentences
from policycompare.scoring.weighing import pack_reading

N_TERMS = 7


@dataclass(frozen=True)
class Drawn:
    """Random rows, 0 to 4 for each clause, and pairs of clauses."""

    rows: sparse.csr_array
    limits: np.ndarray
    first: np.ndarray
    second: np.ndarray


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    counts = draw(st.lists(st.integers(0, 4), min_size=2, max_size=9))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    dense = rng.random((sum(counts), N_TERMS)) * (rng.random((sum(counts), N_TERMS)) < 0.4)
    pairs = draw(
        st.lists(st.tuples(*[st.integers(0, len(counts) - 1)] * 2), max_size=30).map(
            lambda some: np.array(some, dtype=np.int64).reshape(-1, 2)
        )
    )
    return Drawn(sparse.csr_array(dense), np.cumsum([0, *counts]), pairs[:, 0], pairs[:, 1])


@settings(max_examples=80, deadline=None)
@given(drawn(), st.integers(1, 40), st.integers(1, 4))
def test_pair_products_equal_plain_products(case: Drawn, entries: int, clauses: int) -> None:
    rows = ClauseRows(case.rows, case.limits)
    dense = case.rows.toarray()
    seen: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pair_products, "BLOCK_ENTRIES", entries)
        patch.setattr(pair_products, "BLOCK_CLAUSES", clauses)
        blocks = list(multiply_clauses(rows, rows, case.first, case.second))
    for block in blocks:
        ends = np.r_[block.starts[1:], len(block.right_rows)]
        for pair, start, end in zip(block.pairs, block.starts, ends, strict=True):
            left = slice(*case.limits[case.first[pair] :][:2])
            right = slice(*case.limits[case.second[pair] :][:2])
            plain = dense[right] @ dense[left].T
            np.testing.assert_allclose(block.products[start:end], plain, rtol=0, atol=1e-12)
            assert block.right_rows[start:end].tolist() == list(range(right.start, right.stop))
        seen += block.pairs.tolist()
    counts = np.diff(case.limits)
    full = (counts[case.first] > 0) & (counts[case.second] > 0)
    assert sorted(seen) == np.flatnonzero(full).tolist()


@settings(max_examples=80, deadline=None)
@given(drawn(), st.integers(1, 40), st.sampled_from([1, 3]))
def test_compiled_products_are_the_same_to_the_bit(
    case: Drawn, n_products: int, n_threads: int
) -> None:
    pytest.importorskip("numba")
    rows = ClauseRows(case.rows, case.limits)
    arguments = rows, rows, case.first, case.second
    plain = _products_of_pairs(multiply_clauses(*arguments))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pair_products, "LEAST_PAIRS_TO_COMPILE", 1)
        patch.setattr(pair_products, "BLOCK_PRODUCTS", n_products)
        with use_threads(n_threads):
            compiled = _products_of_pairs(multiply_clauses(*arguments))
    assert compiled == plain


def _products_of_pairs(blocks: Iterator[Block]) -> dict[int, tuple[list[int], list[list[float]]]]:
    found = {}
    for block in blocks:
        ends = np.r_[block.starts[1:], len(block.right_rows)]
        for pair, start, end in zip(block.pairs.tolist(), block.starts, ends, strict=True):
            rows = block.right_rows[start:end].tolist()
            found[pair] = rows, block.products[start:end].tolist()
    return found


@settings(max_examples=80, deadline=None)
@given(drawn())
def test_pair_products_of_sentences_equal_the_way_by_blocks_of_all_clauses(case: Drawn) -> None:
    counts = np.diff(case.limits)
    owner = np.repeat(np.arange(len(counts)), counts)
    weights = np.arange(1.0, len(owner) + 1)
    sentences = SentenceRows(case.rows, weights, owner, len(counts))
    forth = match_sentences(sentences, case.first, case.second)
    back = match_sentences(sentences, case.second, case.first)
    found = match_pairs(case.rows, weights, case.limits, (case.first, case.second))
    expected = {
        "sentences_least": np.minimum(forth, back),
        "sentences_most": np.maximum(forth, back),
        "sentence_best": find_best_sentences(sentences, case.first, case.second),
    }
    assert found.keys() == expected.keys()
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, rtol=0, atol=1e-9, err_msg=name)


def _unit(rng: np.random.Generator, n: int) -> np.ndarray:
    dense = rng.random((n, N_TERMS)) * (rng.random((n, N_TERMS)) < 0.4)
    lengths = np.linalg.norm(dense, axis=1, keepdims=True)
    return np.asarray(dense / np.where(lengths > 0, lengths, 1))


def _reading(rng: np.random.Generator, n: int) -> tuple[Reading, dict[str, np.ndarray]]:
    heading, body = _unit(rng, n), _unit(rng, n)
    whole = heading + body
    lengths = np.linalg.norm(whole, axis=1, keepdims=True)
    whole = whole / np.where(lengths > 0, lengths, 1)
    present = ((heading + body) > 0).astype(float)
    weights = rng.random(N_TERMS)
    rows = {name: sparse.csr_array(m) for name, m in (("heading", heading), ("body", body))}
    reading = Reading(
        **rows,
        sentences=sparse.csr_array((0, N_TERMS)),
        present=sparse.csr_array(present),
        weights=weights,
    )
    return reading, {"heading": heading, "body": body, "whole": whole, "present": present}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 6))
def test_pair_products_of_fields_equal_one_pair_at_a_time(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    made = {name: _reading(rng, n) for name in BLEND}
    readings = {name: reading for name, (reading, _) in made.items()}
    core, section = _unit(rng, n), _unit(rng, n)
    a, b = np.triu_indices(n, 1)
    found = _measure(readings, sparse.csr_array(core), sparse.csr_array(section), (a, b))
    strings, weights = made["pairs"][1], readings["pairs"].weights
    for k, (i, j) in enumerate(zip(a, b, strict=True)):
        expected = {
            f"{field}_{name}": dense[field][i] @ dense[field][j]
            for name, (_, dense) in made.items()
            for field in ("heading", "body", "whole")
        }
        likeness, stands, contained = (
            sorted(ask(*ends) for ends in ((i, j), (j, i)))
            for ask in (
                lambda x, y: sum(
                    share * (made[name][1]["heading"][x] @ made[name][1]["whole"][y])
                    for name, share in BLEND.items()
                ),
                lambda x, y: _share(strings["heading"][x] > 0, strings["present"][y], weights),
                lambda x, y: _share(strings["present"][x] > 0, strings["present"][y], weights),
            )
        )
        for name, values in (
            ("heading_to_whole", likeness),
            ("heading_found", stands),
            ("contained", contained),
        ):
            expected[f"{name}_least"], expected[f"{name}_most"] = values
        expected["heading_core"], expected["section"] = core[i] @ core[j], section[i] @ section[j]
        assert found.keys() == expected.keys()
        for name, value in expected.items():
            assert found[name][k] == pytest.approx(value, abs=1e-9), name


def _measure(
    readings: Mapping[str, Reading],
    core: sparse.csr_array,
    section: sparse.csr_array,
    pairs: tuple[np.ndarray, np.ndarray],
) -> dict[str, np.ndarray]:
    fields = FieldFeatures(pairs)
    for name, reading in readings.items():
        arrays = pack_reading(name, reading, None)
        fields.add(name, join_rows("fields", [arrays]), arrays["lengths"])
        if name == "pairs":
            sums = arrays["of_headings"], arrays["of_clauses"]
            fields.add_shares(join_rows("shown", [arrays]), *sums)
    fields.add_cosine("heading_core", core)
    fields.add_cosine("section", section)
    return fields.finish()


def _share(wanted: np.ndarray, present: np.ndarray, weights: np.ndarray) -> float:
    total = weights[wanted].sum()
    return float((weights[wanted] * present[wanted]).sum() / total) if total else 0.0


def test_pair_products_of_no_pairs_have_all_columns() -> None:
    rng = np.random.default_rng(1)
    readings = {name: _reading(rng, 3)[0] for name in BLEND}
    unit = sparse.csr_array(_unit(rng, 3))
    some = np.array([0]), np.array([1])
    none = np.array([], dtype=np.int64), np.array([], dtype=np.int64)
    empty = _measure(readings, unit, unit, none)
    assert empty.keys() == _measure(readings, unit, unit, some).keys()
    assert {values.shape for values in empty.values()} == {(0,)}
