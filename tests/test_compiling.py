"""Kernels give the same compiled and not."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from policycompare import compiling


def _running(values: NDArray[np.float64], sums: NDArray[np.float64]) -> None:
    total = 0.0
    for k in range(len(values)):
        total += values[k]
        sums[k] = total


@pytest.mark.parametrize("is_compiled", [True, False])
def test_a_kernel_adds_in_the_order_that_is_written(
    is_compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_compiled:
        pytest.importorskip("numba")
    monkeypatch.setattr(compiling, "can_compile", lambda: is_compiled)
    values = np.random.default_rng(0).random(1000) * 10.0 ** np.arange(1000).clip(0, 15)
    sums = np.zeros(1000)
    compiling.kernel(_running)(values, sums)
    assert np.array_equal(sums, np.add.accumulate(values))


@compiling.kernel
def _double(value: float) -> float:
    return 2 * value


def _double_all(values: NDArray[np.float64]) -> None:
    for k in range(len(values)):
        values[k] = _double(values[k])


@pytest.mark.parametrize("is_compiled", [True, False])
def test_a_kernel_may_call_another_one(is_compiled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if is_compiled:
        pytest.importorskip("numba")
    monkeypatch.setattr(compiling, "can_compile", lambda: is_compiled)
    values = np.arange(4.0)
    compiling.kernel(_double_all)(values)
    assert values.tolist() == [0, 2, 4, 6]


@pytest.mark.parametrize("n_threads", [1, 2, 5])
def test_blocks_come_back_in_their_order(n_threads: int) -> None:
    started: list[int] = []

    def work(block: int) -> int:
        started.append(block)
        return block * block

    with compiling.use_threads(n_threads):
        assert list(compiling.map_in_threads(work, range(40))) == [k * k for k in range(40)]
        started.clear()
        assert next(compiling.map_in_threads(work, iter(range(40)))) == 0
    assert len(started) <= 2 * n_threads


def test_an_error_in_a_thread_is_raised() -> None:
    with compiling.use_threads(3), pytest.raises(ZeroDivisionError, match="zero"):
        list(compiling.map_in_threads(lambda block: 1 // block, [2, 1, 0, 1]))
