"""The search by kernels finds what the search by sparse products finds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from policycompare import compiling
from policycompare.neighbours import (
    Field,
    best,
    find_nearest,
    finding,
    join,
    kernels,
    meetings,
    products,
)

# Uncompiled kernels are the same functions, slow; so these tests run without numba too.
WAYS = ["as installed", "uncompiled"]


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "uncompiled":
        for name in ("count_rarest", "keep_rarest", "choose"):
            monkeypatch.setattr(kernels, name, getattr(kernels, name).__wrapped__)
        for module in (meetings, best):
            for name, function in list(vars(module).items()):
                if hasattr(function, "__wrapped__"):
                    monkeypatch.setattr(module, name, function.__wrapped__)
    return str(request.param)


def _make_field(rng: np.random.Generator, n_clauses: int, *, has_sentences: bool) -> Field:
    """Rows of length 1 or empty; values from few, so that many are equal; some terms in all."""
    n_rows = n_clauses * 3 if has_sentences else n_clauses
    values = rng.choice([0, 0, 0, 1, 2], size=(n_rows, 12)).astype(float)
    values[:, 0] += rng.random(n_rows) < 0.9
    values[rng.random(n_rows) < 0.1] = 0
    values[rng.random(n_rows) < 0.2] = values[0]
    values /= np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9)
    owner = np.sort(rng.integers(n_clauses, size=n_rows)) if has_sentences else np.arange(n_rows)
    return Field(sparse.csr_array(values), owner, n_clauses)


def _assert_equal(field: Field, codes: Any, limit: int, reach: int, n_workers: int = 1) -> None:
    clauses = np.arange(field.n_clauses)
    by_products = products.find_by_products(field, codes, clauses, limit=limit, reach=reach)
    by_kernels = join.Join(field, codes, reach).find(clauses, limit, n_workers)
    for one, two in zip(by_products, by_kernels, strict=True):
        assert one.dtype == two.dtype
        assert np.array_equal(one, two)


@pytest.mark.parametrize("has_sentences", [False, True])
@pytest.mark.parametrize("reach", [1, 7, 40, 10**6])
@pytest.mark.parametrize("limit", [0, 1, 3, 100])
def test_neighbours_by_kernels_are_those_by_products(
    way: str, limit: int, reach: int, has_sentences: bool
) -> None:
    for seed in range(3):
        rng = np.random.default_rng(seed)
        field = _make_field(rng, 70, has_sentences=has_sentences)
        _assert_equal(field, rng.integers(4, size=70), limit, reach)


@given(seed=st.integers(0, 10**6), n=st.integers(1, 30), limit=st.integers(1, 4), data=st.data())
@settings(max_examples=60, deadline=None)
def test_neighbours_of_any_reach_are_those_by_products(
    seed: int, n: int, limit: int, data: st.DataObject
) -> None:
    rng = np.random.default_rng(seed)
    field = _make_field(rng, n, has_sentences=data.draw(st.booleans()))
    codes = rng.integers(data.draw(st.integers(1, 4)), size=n)
    _assert_equal(field, codes, limit, data.draw(st.integers(1, 3 * n)))


@pytest.mark.parametrize("n_workers", [1, 2, 5])
@pytest.mark.parametrize("has_sentences", [False, True])
def test_neighbours_do_not_depend_on_threads_or_room(
    way: str, n_workers: int, has_sentences: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(join, "_CLAUSES", 16)
    monkeypatch.setattr(join, "_LEAST_NEAR", 0)  # Room for one clause's partners.
    monkeypatch.setattr(join, "_ROWS_TOGETHER", 40)
    rng = np.random.default_rng(5)
    field = _make_field(rng, 150, has_sentences=has_sentences)
    for reach in (30, 10**6):
        _assert_equal(field, rng.integers(9, size=150), 4, reach, n_workers)


def test_neighbours_of_crowds_that_are_equally_near_are_those_by_products(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Within the margin of rounding every clause has all others, and a thread has room for one's.
    monkeypatch.setattr(join, "_LEAST_NEAR", 0)
    field = Field(sparse.csr_array(np.ones((90, 1))), np.arange(90), 90)
    calls: list[int] = []

    class Spy(join.Join):
        def _find(self, search: Any, *rest: Any) -> Any:
            calls.append(len(search.clauses))
            return super()._find(search, *rest)

    monkeypatch.setattr(join, "Join", Spy)
    _assert_equal(field, np.arange(90), 4, 10**6)
    assert calls.count(1) == 90


@pytest.mark.parametrize("has_sentences", [False, True])
def test_neighbours_whose_terms_all_fit_are_the_true_ones(way: str, has_sentences: bool) -> None:
    rng = np.random.default_rng(11)
    field = _make_field(rng, 40, has_sentences=has_sentences)
    codes = rng.integers(3, size=40)
    product = (field.rows @ field.rows.T).toarray()
    best = np.zeros((40, 40))
    for i, j in np.ndindex(product.shape):
        one, two = field.owner[i], field.owner[j]
        best[one, two] = max(best[one, two], product[i, j])
    expected = [
        (a, b)
        for a in range(40)
        for b in sorted(range(40), key=lambda b: (-best[a, b], b))
        if codes[a] != codes[b] and best[a, b] > 0
    ]
    first, second, shortened = join.Join(field, codes, 10**6).find(np.arange(40), 40, 1)
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == expected
    assert not shortened.any()


def test_neighbours_of_one_group_or_without_terms_are_none(way: str) -> None:
    rows = sparse.csr_array(np.eye(3)[[0, 0, 1]])
    one_group = join.Join(Field(rows, np.arange(3), 3), np.zeros(3, dtype=np.int64), 10)
    assert one_group.find(np.arange(3), 2, 1)[0].tolist() == []
    empty = Field(sparse.csr_array((3, 0)), np.arange(3), 3)
    assert join.Join(empty, np.arange(3), 10).find(np.arange(3), 2, 1)[0].tolist() == []
    none = Field(sparse.csr_array((0, 0)), np.arange(0), 0)
    assert join.Join(none, np.arange(0), 10).find(np.arange(0), 2, 1)[0].tolist() == []


def test_neighbours_of_some_clauses_are_those_among_all(way: str) -> None:
    rng = np.random.default_rng(3)
    field = _make_field(rng, 60, has_sentences=True)
    codes, some = rng.integers(5, size=60), np.array([3, 17, 18, 59])
    every_clause = np.arange(60)
    by_products = [
        products.find_by_products(field, codes, clauses, limit=3, reach=20)
        for clauses in (every_clause, some)
    ]
    by_kernels = [
        join.Join(field, codes, 20).find(clauses, 3, 2) for clauses in (every_clause, some)
    ]
    for every, few in (by_products, by_kernels):
        kept = np.isin(every[0], some)
        assert np.array_equal(every[0][kept], few[0])
        assert np.array_equal(every[1][kept], few[1])
        assert np.array_equal(every[2][some], few[2])


def test_neighbours_are_joined_by_kernels_only_where_it_pays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    field = _make_field(np.random.default_rng(1), 50, has_sentences=False)
    used: list[str] = []

    class Spy(join.Join):
        def find(self, *arguments: Any) -> Any:
            used.append("kernels")
            return super().find(*arguments)

    monkeypatch.setattr(finding, "Join", Spy)
    for least, can_compile, expected in (
        (10**9, True, []),
        (1, False, []),
        (1, True, ["kernels"]),
    ):
        monkeypatch.setattr(finding, "MEETINGS_TO_COMPILE", least)
        monkeypatch.setattr(compiling, "can_compile", lambda can=can_compile: can)
        find_nearest(field, np.arange(50), limit=2, reach=10)
        assert used == expected


def test_neighbours_of_as_many_rows_as_clauses_are_not_taken_for_one_row_each(way: str) -> None:
    rng = np.random.default_rng(0)
    field = _make_field(rng, 40, has_sentences=False)
    owner = np.array(sorted([*range(39), 3]))
    field = Field(field.rows, owner, 40)
    _assert_equal(field, np.arange(40) % 4, 3, 10**6)
    _assert_equal(field, np.arange(40) % 4, 3, 7)
